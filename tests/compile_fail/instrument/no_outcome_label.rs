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

#[derive(LabelSet)]
struct PageLabels {
    page: String,
}

#[derive(Metrics)]
struct Pages {
    /// Time.
    page_seconds: Histogram<PageLabels>,
}

static PAGES: Global<Pages> = Global::new();

#[timed(PAGES.page_seconds, page = "/", outcome)]
fn render() {}

fn main() {}
