// Bounds rise, and at least one of them is finite.
use pytheus::{Gauge, Histogram, Metrics};

#[derive(Metrics)]
struct Shop {
    /// Falling.
    #[metric(buckets(1, 0.5))]
    falling: Histogram,
    /// Equal.
    #[metric(buckets(1, 1.0))]
    equal: Histogram,
    /// NaN.
    #[metric(buckets(1, f64::NAN))]
    nan: Histogram,
    /// Empty.
    #[metric(buckets())]
    empty: Histogram,
    /// Infinite.
    #[metric(buckets(f64::INFINITY))]
    infinite: Histogram,
    /// No width.
    #[metric(buckets(linear(0, 0, 5)))]
    width: Histogram,
    /// No growth.
    #[metric(buckets(exponential(1, 1, 5)))]
    factor: Histogram,
    /// From nothing.
    #[metric(buckets(exponential(0, 2, 5)))]
    start: Histogram,
    /// None.
    #[metric(buckets(linear(0, 1, 0)))]
    none: Histogram,
    /// Two of three.
    #[metric(buckets(linear(0, 1)))]
    two: Histogram,
    /// No list.
    #[metric(buckets)]
    bare: Histogram,
    /// No histogram.
    #[metric(buckets(1, 2))]
    gauge: Gauge,
}

fn main() {}
