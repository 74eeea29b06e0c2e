// A field is a metric, or a struct of metrics with `#[metrics(nested)]`.
use pytheus::{Counter, Metrics};

#[derive(Metrics)]
struct Pool {
    /// Jobs.
    jobs_total: Counter,
}

#[derive(Metrics)]
struct Shop {
    /// A name.
    name: String,
    /// A pool.
    pool: Pool,
}

fn main() {}
