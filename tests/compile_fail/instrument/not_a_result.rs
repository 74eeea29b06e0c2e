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

#[count_errors(SHOP.errors_total)]
fn number() -> u32 {
    5
}

#[count_errors(SHOP.errors_total)]
async fn number_later() -> Option<u32> {
    None
}

#[count_errors(SHOP.errors_total)]
fn nothing() {}

#[count_errors(SHOP.errors_total)]
fn never() -> ! {
    loop {}
}

fn main() {}
