use super::float::Float;
use crate::model::Point;
use crate::sync::AtomicU64;
use crate::sync::Ordering;

/// How many, and their sum.
#[derive(Debug, Default)]
pub(in crate::storage) struct Summary {
    count: AtomicU64,
    sum: Float,
}

impl Summary {
    #[inline]
    pub(in crate::storage) fn observe(&self, value: f64) {
        // Relaxed: as in a histogram.
        self.count.fetch_add(1, Ordering::Relaxed);
        self.sum.add(value);
    }

    pub(in crate::storage) fn reset(&self) {
        self.count.store(0, Ordering::Relaxed);
        self.sum.set(0.0);
    }

    pub(in crate::storage) fn read(&self) -> Point {
        Point::Summary { count: self.count.load(Ordering::Relaxed), sum: self.sum.read() }
    }
}
