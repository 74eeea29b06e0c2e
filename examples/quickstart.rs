//! A small web service that Prometheus can scrape. `/` is fast, `/slow` is slow, and both are timed.
//!
//!     cargo run --example quickstart
//!     cargo run --example quickstart -- --listen 0.0.0.0:8080
//!
//! It prints what to open next:
//!
//!     listening on http://127.0.0.1:8080
//!       http://127.0.0.1:8080/         answers at once
//!       http://127.0.0.1:8080/slow     takes its time
//!       http://127.0.0.1:8080/metrics  what Prometheus reads
//!     prometheus.yml has a Prometheus scrape it; ctrl-c stops it

use std::error::Error;
use std::time::Duration;
use std::time::SystemTime;

use axum::Router;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::response::Response;
use axum::routing::get;
use pytheus::Global;
use pytheus::Histogram;
use pytheus::LabelSet;
use pytheus::Metrics;
use pytheus::encode::TEXT_CONTENT_TYPE;
use pytheus::timed;

#[derive(LabelSet)]
struct RequestLabels {
    route: String,
    #[label(default = "normal")]
    speed: String,
}

#[derive(Metrics)]
#[metrics(prefix = "http")]
struct Http {
    /// Time to answer a request.
    #[metric(unit = "seconds")]
    request_duration_seconds: Histogram<RequestLabels>,
}

/// They register themselves in the registry of the process at their first use.
static HTTP: Global<Http> = Global::new();

async fn fast() -> &'static str {
    let _timer = HTTP.request_duration_seconds.labels().route("/").start_timer();
    "Hello! /slow takes its time, and /metrics tells how long both took.\n"
}

#[timed(HTTP.request_duration_seconds, route = "/slow", speed = "slow")]
async fn slow() -> &'static str {
    tokio::time::sleep(some_time()).await;
    "That took a while.\n"
}

/// A storage may have to ask others for their values, so this is kept off the threads that serve.
async fn metrics() -> Response {
    match tokio::task::spawn_blocking(pytheus::generate_metrics).await {
        Ok(Ok(text)) => ([(CONTENT_TYPE, TEXT_CONTENT_TYPE)], text).into_response(),
        Ok(Err(error)) => (StatusCode::SERVICE_UNAVAILABLE, format!("{error}\n")).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Between 0.2 and 0.5 seconds, as the clock has it.
fn some_time() -> Duration {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Duration::from_millis(200 + u64::from(now.subsec_micros() % 300))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let app = Router::new().route("/", get(fast)).route("/slow", get(slow)).route("/metrics", get(metrics));
    let address = listen()?;
    let bound = tokio::net::TcpListener::bind(&address).await;
    let listener = bound.map_err(|error| format!("{address}: {error}; try --listen 127.0.0.1:0"))?;
    let address = listener.local_addr()?;
    println!("listening on http://{address}");
    println!("  http://{address}/         answers at once");
    println!("  http://{address}/slow     takes its time");
    println!("  http://{address}/metrics  what Prometheus reads");
    println!("prometheus.yml has a Prometheus scrape it; ctrl-c stops it");
    let stop = async {
        // Without a signal handler, ctrl-c still ends the process.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    axum::serve(listener, app).with_graceful_shutdown(stop).await?;
    Ok(())
}

/// What follows `--listen`.
fn listen() -> Result<String, String> {
    let mut arguments = std::env::args().skip(1);
    match (arguments.next().as_deref(), arguments.next()) {
        (None, _) => Ok("127.0.0.1:8080".to_owned()),
        (Some("--listen"), Some(address)) => Ok(address),
        _ => Err("usage: quickstart [--listen ADDRESS:PORT]".to_owned()),
    }
}
