// Use the words that the messages list, once each, where they belong.
use pytheus::{Counter, Gauge, Metrics};

#[derive(Metrics)]
#[metrics(prefx = "shop")]
struct Shop {
    /// Pages.
    #[metric(bucket(1, 2))]
    one_total: Counter,
    /// Pages.
    #[metric(init, init)]
    two_total: Counter,
    /// Pages.
    #[metric(prefix = "x")]
    three_total: Counter,
    /// Pages.
    #[metrics(name = "x")]
    four_total: Counter,
    /// Pages.
    #[metric(init = true)]
    five_total: Counter,
    /// Pages.
    #[metric(name = six_total)]
    six_total: Counter,
    /// Pages.
    #[metric(across = "livesun")]
    seven: Gauge,
    /// Pages.
    #[metric(across = "sum")]
    eight_total: Counter,
    /// Pages.
    #[metric(callback = || 1.0)]
    nine: Gauge,
    ten: Gauge,
}

#[derive(Metrics)]
#[metric(prefix = "shop")]
struct Misplaced {
    /// Pages.
    pages_total: Counter,
}

#[derive(Metrics)]
#[metrics(nested)]
struct Nested {
    /// Pages.
    #[metric(help = "Again.")]
    pages_total: Counter,
    #[metrics(nested)]
    #[metric(unit = "x")]
    inner: Misplaced,
}

fn main() {
    Shop::global().one_total.inc();
    Nested::global().inner.pages_total.inc();
}
