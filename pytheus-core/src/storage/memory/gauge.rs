use super::float::Float;

/// One number.
#[derive(Debug, Default)]
pub(in crate::storage) struct Gauge(Float);

impl Gauge {
    #[inline]
    pub(in crate::storage) fn add(&self, amount: f64) {
        self.0.add(amount);
    }

    #[inline]
    pub(in crate::storage) fn set(&self, value: f64) {
        self.0.set(value);
    }

    pub(in crate::storage) fn read(&self) -> f64 {
        self.0.read()
    }
}
