// What is nested derives `Metrics`.
use pytheus::{Counter, Metrics};

#[derive(Metrics)]
struct Shop {
    #[metrics(nested)]
    name: String,
    #[metrics(prefix = "x")]
    pages_total: Counter,
}

fn main() {}
