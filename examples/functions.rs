//! Functions that count and time themselves: `#[timed]`, `#[count_errors]`, `#[track_inprogress]`, and their forms
//! without a macro.
//!
//!     cargo run --example functions
//!
//! It prints the samples that came of it, sums and buckets left out:
//!
//!     function_duration_seconds_count{module="functions",function="reindex"} 1
//!     shop_render_duration_seconds_count 3
//!     shop_rendering 0
//!     shop_render_errors_total 1
//!     shop_request_duration_seconds_count{route="/cart",outcome="ok"} 2
//!     shop_request_duration_seconds_count{route="/cart",outcome="error"} 1
//!     shop_request_duration_seconds_count{route="/cart",outcome="cancelled"} 1

use std::time::Duration;

use pytheus::Counter;
use pytheus::Gather;
use pytheus::GatherError;
use pytheus::Gauge;
use pytheus::Global;
use pytheus::Histogram;
use pytheus::LabelSet;
use pytheus::Metrics;
use pytheus::count_errors;
use pytheus::metric::Outcome;
use pytheus::timed;
use pytheus::track_inprogress;

#[derive(LabelSet)]
struct RequestLabels {
    route: String,
    /// `ok`, `error`, `panic` or `cancelled`.
    outcome: Outcome,
}

#[derive(Metrics)]
#[metrics(prefix = "shop")]
struct Shop {
    /// Time to render a page.
    #[metric(unit = "seconds", buckets(0.005, 0.05, 0.5, 5))]
    render_duration_seconds: Histogram,
    /// Pages being rendered.
    rendering: Gauge,
    /// Pages that could not be rendered.
    render_errors_total: Counter,
    /// Time to answer a request.
    #[metric(unit = "seconds")]
    request_duration_seconds: Histogram<RequestLabels>,
}

static SHOP: Global<Shop> = Global::new();

#[derive(Debug)]
enum RenderError {
    NotFound,
    Broken,
}

/// Errors that are the visitor's own are not counted: `matches` takes any pattern.
#[timed(SHOP.render_duration_seconds)]
#[track_inprogress(SHOP.rendering)]
#[count_errors(SHOP.render_errors_total, matches = RenderError::Broken)]
fn render(page: &str) -> Result<String, RenderError> {
    match page {
        "broken" => Err(RenderError::Broken),
        "missing" => Err(RenderError::NotFound),
        page => Ok(format!("<h1>{page}</h1>")),
    }
}

/// How it ended is a label: an `Err`, a panic and a future that is dropped midway are told apart.
#[timed(SHOP.request_duration_seconds, route = route, outcome)]
async fn answer(route: &str, seconds: u64) -> Result<(), RenderError> {
    tokio::time::sleep(Duration::from_secs(seconds)).await;
    if seconds == 0 { Ok(()) } else { Err(RenderError::Broken) }
}

/// No metric is named, so this is `function_duration_seconds{module="functions",function="reindex"}`.
#[timed]
fn reindex() {}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), GatherError> {
    for page in ["home", "broken", "missing"] {
        let _ = render(page);
    }

    for seconds in [0, 0, 1] {
        let _ = answer("/cart", seconds).await;
    }
    let gave_up = tokio::time::timeout(Duration::from_millis(10), answer("/cart", 3600)).await;
    assert!(gave_up.is_err());

    reindex();

    // The same without a macro.
    let errors = SHOP.render_errors_total.handle();
    let parsed: Result<u8, _> = errors.count_errors(|| "42".parse());
    assert!(parsed.is_ok());
    {
        let _rendering = SHOP.rendering.track_inprogress();
        assert_eq!(SHOP.rendering.get(), 1.0);
    }

    for sample in pytheus::global().gather()?.samples() {
        let labels: Vec<_> = sample.labels().map(|(name, value)| format!("{name}={value:?}")).collect();
        let name = sample.name();
        if !name.starts_with("pytheus_") && !name.ends_with("_bucket") && !name.ends_with("_sum") {
            let labels = if labels.is_empty() { String::new() } else { format!("{{{}}}", labels.join(",")) };
            println!("{name}{labels} {}", sample.value().as_f64());
        }
    }
    Ok(())
}
