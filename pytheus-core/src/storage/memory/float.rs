use crate::sync::AtomicU64;
use crate::sync::Ordering;

/// An `f64` that threads share.
///
/// Relaxed everywhere: the value publishes nothing but itself, and a single location never reads backwards.
#[derive(Debug, Default)]
pub(super) struct Float(AtomicU64);

impl Float {
    #[inline]
    pub(super) fn add(&self, amount: f64) {
        let mut seen = self.0.load(Ordering::Relaxed);
        loop {
            let sum = (f64::from_bits(seen) + amount).to_bits();
            match self.0.compare_exchange_weak(seen, sum, Ordering::Relaxed, Ordering::Relaxed) {
                Ok(_) => return,
                Err(now) => seen = now,
            }
        }
    }

    #[inline]
    pub(super) fn set(&self, value: f64) {
        self.0.store(value.to_bits(), Ordering::Relaxed);
    }

    #[inline]
    pub(super) fn read(&self) -> f64 {
        f64::from_bits(self.0.load(Ordering::Relaxed))
    }
}
