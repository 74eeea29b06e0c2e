// Name the labels otherwise: `limit`, `share`.
use pytheus::{Counter, Histogram, LabelSet, Metrics, Summary};

#[derive(LabelSet)]
struct LimitLabels {
    le: u8,
}

#[derive(LabelSet)]
struct ShareLabels {
    #[label(name = "quantile")]
    share: u8,
}

#[derive(Metrics)]
struct Shop {
    /// Time.
    time: Histogram<LimitLabels>,
    /// Sizes.
    size: Summary<ShareLabels>,
    /// Right.
    pages_total: Counter<LimitLabels>,
}

fn main() {}
