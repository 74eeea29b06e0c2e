use super::float::Float;
use crate::model::Point;
use crate::sync::AtomicU64;
use crate::sync::Ordering;

/// Counts per bucket, and a sum.
///
/// There is no count of all observations: it is the sum of the buckets as they were read, so that the two agree in every
/// scrape without a lock.
#[derive(Debug)]
pub(in crate::storage) struct Histogram {
    counts: Box<[AtomicU64]>,
    sum: Float,
}

impl Histogram {
    pub(in crate::storage) fn new(bounds: usize) -> Self {
        Self { counts: (0..=bounds).map(|_| AtomicU64::new(0)).collect(), sum: Float::default() }
    }

    #[inline]
    pub(in crate::storage) fn observe(&self, bucket: usize, value: f64) {
        // Relaxed: each cell publishes nothing but itself; the sum may lag behind the counts by what is in flight.
        if let Some(count) = self.counts.get(bucket) {
            count.fetch_add(1, Ordering::Relaxed);
            self.sum.add(value);
        }
    }

    pub(in crate::storage) fn reset(&self) {
        self.counts.iter().for_each(|count| count.store(0, Ordering::Relaxed));
        self.sum.set(0.0);
    }

    pub(in crate::storage) fn read(&self) -> Point {
        let counts = self.counts.iter().map(|count| count.load(Ordering::Relaxed)).collect();
        Point::Histogram { counts, sum: self.sum.read() }
    }
}
