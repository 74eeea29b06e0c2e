// A default is a value that the setter takes.
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
    #[metric(default(cache = "hit"))]
    pages_total: Counter<PageLabels>,
}

fn main() {}
