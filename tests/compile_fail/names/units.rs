// Let the name end in the unit, before `_total`.
use pytheus::{Counter, Histogram, Metrics};

#[derive(Metrics)]
#[metrics(prefix = "shop")]
struct Shop {
    /// Time.
    #[metric(unit = "seconds")]
    render_ms: Histogram,
    /// Bytes.
    #[metric(unit = "bytes")]
    sent_total: Counter,
    /// Right.
    #[metric(unit = "bytes")]
    received_bytes_total: Counter,
}

fn main() {}
