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
#[count_errors(SHOP.errors_total)]
fn sync() -> Result<u32, String> {
    Ok("five")
}

#[timed(SHOP.request_seconds, method = "GET", route = "/", outcome)]
async fn later() -> Result<u32, String> {
    let x: u32 = "5";
    Ok(x)
}

#[timed]
fn missing() -> u32 {
    let x = 5;
}

fn main() {}
