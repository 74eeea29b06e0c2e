#![allow(unused_imports, dead_code)]
use pytheus::{Counter, Gauge, Global, Histogram, Info, LabelSet, Metrics, Outcome, count_errors, timed, track_inprogress};

#[derive(LabelSet)]
struct RequestLabels {
    method: String,
    route: String,
    outcome: Outcome,
}

#[derive(Metrics)]
struct Shop {
    /// Errors.
    errors_total: Counter,
    /// Running.
    running: Gauge,
    /// Time.
    render_seconds: Histogram,
    /// Time.
    request_seconds: Histogram<RequestLabels>,
}

static SHOP: Global<Shop> = Global::new();

#[timed(5)]
fn render() {}

#[track_inprogress("rendering", method = "GET")]
async fn progress() {}

fn main() {}
