use super::gauge::Gauge;

/// A guard that counts a gauge up while it lives. It comes down again however the guard ends: at the end of a scope, at
/// `?`, at a panic, or when the future that holds it is dropped.
#[derive(Debug)]
#[must_use = "the count goes down when the guard is dropped"]
pub struct InProgress {
    gauge: Gauge,
}

impl InProgress {
    /// Counts up.
    #[inline]
    pub fn new(gauge: Gauge) -> Self {
        gauge.inc();
        Self { gauge }
    }
}

impl Drop for InProgress {
    #[inline]
    fn drop(&mut self) {
        self.gauge.dec();
    }
}
