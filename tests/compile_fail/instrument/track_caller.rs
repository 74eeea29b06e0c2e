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

#[timed(SHOP.request_seconds, method = "GET", route = "/", outcome)]
#[track_caller]
fn render() -> Result<(), ()> {
    Ok(())
}

#[track_caller]
#[count_errors(SHOP.errors_total)]
fn count() -> Result<(), ()> {
    Ok(())
}

fn main() {}
