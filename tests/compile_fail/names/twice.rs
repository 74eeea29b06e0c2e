// Two metrics of one struct show no name twice, in no format.
use pytheus::{Counter, Gauge, Histogram, Metrics};

#[derive(Metrics)]
#[metrics(prefix = "shop")]
struct Shop {
    /// Pages.
    pages_total: Counter,
    /// Pages again.
    #[metric(name = "pages_total")]
    again: Counter,
    /// Pages, as a gauge: OpenMetrics names the counter so.
    pages: Gauge,
    /// Sizes.
    size: Histogram,
    /// How many sizes: the histogram shows that.
    size_count: Gauge,
}

fn main() {}
