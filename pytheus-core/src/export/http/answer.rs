use std::sync::Arc;

use hyper::HeaderMap;
use hyper::Request as HyperRequest;
use hyper::body::Body as _;
use hyper::body::Incoming;
use hyper::header;
use hyper::header::HeaderName;
use hyper::http;
use tokio::sync::Semaphore;
use tokio::task;

use super::Exporter;
use crate::collect::Gather;
use crate::export::Request;
use crate::export::Response;
use crate::export::respond;

/// What all connections of a server share.
pub(super) struct Service {
    gather: Arc<dyn Gather>,
    path: String,
    scrapes: Arc<Semaphore>,
}

impl Service {
    pub(super) fn new(exporter: Exporter) -> Self {
        let scrapes = exporter.limits.scrapes.min(Semaphore::MAX_PERMITS);
        Self { gather: exporter.gather, path: exporter.path, scrapes: Arc::new(Semaphore::new(scrapes)) }
    }

    /// The answer to a request, whose body, if any, is left unread.
    pub(super) async fn answer(&self, request: &HyperRequest<Incoming>) -> Response {
        let head = request.method() == http::Method::HEAD;
        let response = if request.uri().path() == self.path {
            self.scrape(request).await
        } else {
            Response::line(404, "not found")
        };
        let response = if head { response.head() } else { response };
        if request.body().is_end_stream() { response } else { response.with("Connection", "close") }
    }

    async fn scrape(&self, request: &HyperRequest<Incoming>) -> Response {
        let method = request.method().as_str().to_owned();
        let gather = Arc::clone(&self.gather);
        if !matches!(&*method, "GET" | "HEAD") {
            return respond(&*gather, &Request::new(&method));
        }
        let Ok(permit) = Arc::clone(&self.scrapes).try_acquire_owned() else {
            return Response::line(503, "too many scrapes in flight").with("Retry-After", "1");
        };
        let query = request.uri().query().map(str::to_owned);
        let accept = joined(request.headers(), &header::ACCEPT);
        let accept_encoding = joined(request.headers(), &header::ACCEPT_ENCODING);
        let scrape = task::spawn_blocking(move || {
            // Held for as long as it gathers, also when the client is gone by then.
            let _permit = permit;
            let request = Request::new(&method)
                .query(query.as_deref())
                .accept(accept.as_deref())
                .accept_encoding(accept_encoding.as_deref());
            respond(&*gather, &request)
        });
        scrape.await.unwrap_or_else(|_| Response::line(500, "gathering panicked"))
    }
}

/// The values of a header that may be given several times, as one list.
fn joined(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let values: Vec<_> = headers.get_all(name).iter().filter_map(|value| value.to_str().ok()).collect();
    (!values.is_empty()).then(|| values.join(","))
}
