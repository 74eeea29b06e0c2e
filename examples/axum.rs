//! An axum service whose handlers are timed, with how each request ended: `ok`, `error`, `panic` or `cancelled` (the
//! client hung up).
//!
//!     cargo run --example axum
//!     cargo run --example axum -- --listen 127.0.0.1:0
//!
//! It prints `listening on http://127.0.0.1:8080`; `/orders/1` answers at once, `/orders/0` is an error, `/report`
//! takes half a second, and `/metrics` is what Prometheus reads. ctrl-c or SIGTERM stops it once what is in flight is
//! answered.

use std::error::Error;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::MatchedPath;
use axum::extract::Path;
use axum::http::HeaderMap;
use axum::http::HeaderName;
use axum::http::Method;
use axum::http::StatusCode;
use axum::http::Uri;
use axum::http::header::ACCEPT;
use axum::http::header::ACCEPT_ENCODING;
use axum::response::AppendHeaders;
use axum::response::IntoResponse;
use axum::response::Response;
use axum::routing::any;
use axum::routing::get;
use pytheus::Gauge;
use pytheus::Global;
use pytheus::Histogram;
use pytheus::LabelSet;
use pytheus::Metrics;
use pytheus::export::Request;
use pytheus::export::respond;
use pytheus::metric::Outcome;
use pytheus::timed;
use pytheus::track_inprogress;

/// The route as it was declared, `/orders/{id}`: paths would be a new series for every order.
#[derive(LabelSet)]
struct RequestLabels {
    route: String,
    outcome: Outcome,
}

#[derive(Metrics)]
#[metrics(prefix = "http")]
struct Http {
    /// Time to answer a request.
    #[metric(unit = "seconds")]
    request_duration_seconds: Histogram<RequestLabels>,
    /// Requests being answered.
    requests_in_flight: Gauge,
}

static HTTP: Global<Http> = Global::new();

#[timed(HTTP.request_duration_seconds, route = route.as_str(), outcome)]
#[track_inprogress(HTTP.requests_in_flight)]
async fn order(route: MatchedPath, Path(id): Path<u64>) -> Result<String, StatusCode> {
    match id {
        0 => Err(StatusCode::NOT_FOUND),
        id => Ok(format!("order {id}\n")),
    }
}

#[timed(HTTP.request_duration_seconds, route = "/report", outcome)]
#[track_inprogress(HTTP.requests_in_flight)]
async fn report() -> &'static str {
    tokio::time::sleep(Duration::from_millis(500)).await;
    "all is well\n"
}

/// Prometheus' request, answered off the threads that serve: gathering may block.
async fn metrics(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let answered = tokio::task::spawn_blocking(move || {
        let header = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        let request = Request::new(method.as_str())
            .query(uri.query())
            .accept(header(ACCEPT))
            .accept_encoding(header(ACCEPT_ENCODING));
        respond(pytheus::global(), &request)
    });
    let Ok(answer) = answered.await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = answer.headers.into_iter().map(|(name, value)| (name, value.into_owned()));
    (status, AppendHeaders(headers), Body::from(answer.body)).into_response()
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let app =
        Router::new().route("/orders/{id}", get(order)).route("/report", get(report)).route("/metrics", any(metrics));
    let listener = tokio::net::TcpListener::bind(listen()?).await?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, app).with_graceful_shutdown(stopped()).await?;
    Ok(())
}

/// Done when the process is asked to stop.
async fn stopped() {
    let ctrl_c = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = ctrl_c => {}
        () = terminated => {}
    }
}

/// What follows `--listen`.
fn listen() -> Result<String, String> {
    let mut arguments = std::env::args().skip(1);
    match (arguments.next().as_deref(), arguments.next()) {
        (None, _) => Ok("127.0.0.1:8080".to_owned()),
        (Some("--listen"), Some(address)) => Ok(address),
        _ => Err("usage: axum [--listen ADDRESS:PORT]".to_owned()),
    }
}
