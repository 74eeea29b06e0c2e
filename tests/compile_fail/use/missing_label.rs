// Give `route` and `cache` before `inc`.
use pytheus::{Counter, LabelSet, LabelValue, Metrics};

#[derive(LabelValue, Clone, Copy)]
enum Cache {
    Hit,
    Miss,
}

#[derive(LabelSet)]
struct PageLabels {
    #[label(default = "main")]
    service: String,
    route: String,
    cache: Cache,
}

#[derive(Metrics)]
struct Shop {
    /// Pages served.
    pages_total: Counter<PageLabels>,
}

fn main() {
    Shop::global().pages_total.inc();
}
