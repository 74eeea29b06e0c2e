// Take the name that each message proposes.
use pytheus::{Counter, Gauge, Info, LabelSet, Metrics};

#[derive(LabelSet)]
struct BuildLabels {
    version: String,
}

#[derive(Metrics)]
#[metrics(prefix = "my-shop")]
struct Prefix {
    /// Pages.
    pages_total: Counter,
}

#[derive(Metrics)]
#[metrics(prefix = "shop_")]
struct Underscore {
    /// Pages.
    pages_total: Counter,
}

#[derive(Metrics)]
struct Shop {
    /// Pages.
    #[metric(name = "pages-total")]
    dashed: Counter,
    /// Pages.
    #[metric(name = "2nd_total")]
    digit: Counter,
    /// Pages.
    #[metric(name = "")]
    empty: Gauge,
    /// Pages.
    pages: Counter,
    /// Sizes.
    size_total: Gauge,
    /// Build.
    build: Info<BuildLabels>,
}

fn main() {}
