use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;

use super::Request;
use super::Response;
use super::query;
use super::reason;
use crate::collect::Gather;
use crate::encode;
use crate::encode::Format;

/// Answers a request for the metrics: for servers of your own.
///
/// `GET` and `HEAD` gather and answer 200 in the format that `Accept` wants most, compressed where `Accept-Encoding`
/// wants that and the feature `http` is on; `name[]=x` in the query, as often as wished, restricts them to these
/// names. `OPTIONS` is 204, any other method 405, both with `Allow`. When a storage gives no values it is 503 with the
/// reason, and 500 when gathering panics.
///
/// It blocks for as long as gathering takes: call it off your executor.
///
/// ```
/// use pytheus_core::Gather;
/// use pytheus_core::collect::GatherError;
/// use pytheus_core::export::{Request, respond};
/// use pytheus_core::model::{Family, Snapshot};
///
/// struct Fixed(Snapshot);
///
/// impl Gather for Fixed {
///     fn gather(&self) -> Result<Snapshot, GatherError> {
///         Ok(self.0.clone())
///     }
/// }
///
/// let up = Family::gauge("up", "")?.with([], 1_u64)?;
/// let response = respond(&Fixed(Snapshot::new(vec![up])), &Request::new("GET"));
/// assert_eq!(response.body, b"# TYPE up gauge\nup 1\n");
/// # Ok::<(), pytheus_core::model::NameError>(())
/// ```
#[must_use]
pub fn respond(gather: &dyn Gather, request: &Request<'_>) -> Response {
    match request.method {
        "GET" => scrape(gather, request),
        "HEAD" => scrape(gather, request).head(),
        "OPTIONS" => Response::bare(204).with("Allow", ALLOW),
        _ => Response::line(405, "use GET, HEAD or OPTIONS").with("Allow", ALLOW),
    }
}

const ALLOW: &str = "GET, HEAD, OPTIONS";

fn scrape(gather: &dyn Gather, request: &Request<'_>) -> Response {
    // Nothing here is used again after a panic, and what the gatherer holds is its own to keep whole.
    let snapshot = match catch_unwind(AssertUnwindSafe(|| gather.gather())) {
        Ok(Ok(snapshot)) => snapshot,
        Ok(Err(error)) => return Response::line(503, &reason::of(&error)),
        Err(_) => return Response::line(500, "gathering panicked"),
    };
    let names = query::names(request.query.unwrap_or(""));
    let snapshot = if names.is_empty() { snapshot } else { snapshot.restricted(&names) };
    let format = Format::negotiate(request.accept);
    let mut text = String::new();
    format.encode(&snapshot, &mut text);
    let response = Response::bare(200).with("Vary", "Accept, Accept-Encoding");
    if encode::accepts_gzip(request.accept_encoding)
        && let Some(zipped) = gzip(&text)
    {
        return response.with("Content-Encoding", "gzip").body(format.content_type(), zipped);
    }
    response.body(format.content_type(), text.into_bytes())
}

#[cfg(feature = "http")]
fn gzip(text: &str) -> Option<Vec<u8>> {
    use std::io::Write;

    // A scrape is read once: the fast level takes a third of the time for a tenth more bytes.
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(text.as_bytes()).ok()?;
    encoder.finish().ok()
}

#[cfg(not(feature = "http"))]
fn gzip(_: &str) -> Option<Vec<u8>> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::GatherError;
    use crate::model::Family;
    use crate::model::Snapshot;

    struct Two;

    impl Gather for Two {
        fn gather(&self) -> Result<Snapshot, GatherError> {
            let one = Family::counter("one_total", "").unwrap().with([], 1_u64).unwrap();
            let two = Family::gauge("two", "").unwrap().with([], 2_u64).unwrap();
            Ok(Snapshot::new(vec![one, two]))
        }
    }

    struct Away;

    impl Gather for Away {
        fn gather(&self) -> Result<Snapshot, GatherError> {
            Err(GatherError::new("redis", "no answer from redis://user:pw@db:6379/0 within 1 s"))
        }
    }

    struct Panics;

    impl Gather for Panics {
        fn gather(&self) -> Result<Snapshot, GatherError> {
            panic!("planted")
        }
    }

    const ALL: &str = "# TYPE one_total counter\none_total 1\n# TYPE two gauge\ntwo 2\n";

    fn headers(response: &Response) -> String {
        response.headers.iter().map(|(name, value)| format!("{name}: {value}\n")).collect()
    }

    #[test]
    fn a_get_is_answered_in_full() {
        let response = respond(&Two, &Request::default());
        assert_eq!(response.status, 200);
        assert_eq!(
            headers(&response),
            "X-Content-Type-Options: nosniff\nVary: Accept, Accept-Encoding\n\
             Content-Type: text/plain; version=0.0.4; charset=utf-8\nContent-Length: 60\n"
        );
        assert_eq!(response.body, ALL.as_bytes());
    }

    #[test]
    fn a_head_has_the_headers_of_the_get_and_no_body() {
        let response = respond(&Two, &Request::new("HEAD"));
        assert_eq!(response.headers, respond(&Two, &Request::default()).headers);
        assert_eq!((response.status, response.body.len()), (200, 0));
    }

    #[test]
    fn accept_chooses_the_format() {
        let response = respond(&Two, &Request::default().accept(Some("application/openmetrics-text")));
        assert_eq!(response.header("content-type"), Some(encode::OPEN_METRICS_CONTENT_TYPE));
        assert_eq!(response.body, b"# TYPE one counter\none_total 1\n# TYPE two gauge\ntwo 2\n# EOF\n");
    }

    #[test]
    fn the_query_restricts_to_names() {
        let two = "# TYPE two gauge\ntwo 2\n";
        for (query, body) in [
            ("name[]=two", two),
            ("name%5B%5D=two&x", two),
            ("name[]=", ALL),
            ("name[]=unknown", ""),
            ("name=two", ALL),
        ] {
            let response = respond(&Two, &Request::default().query(Some(query)));
            assert_eq!(String::from_utf8(response.body).unwrap(), body, "{query}");
        }
    }

    #[test]
    fn other_methods_are_told_what_is_allowed() {
        let options = respond(&Panics, &Request::new("OPTIONS"));
        assert_eq!((options.status, options.header("allow")), (204, Some("GET, HEAD, OPTIONS")));
        assert_eq!(options.header("content-length"), None);
        for method in ["POST", "get", "BREW", ""] {
            let response = respond(&Panics, &Request::new(method));
            assert_eq!((response.status, response.header("allow")), (405, Some("GET, HEAD, OPTIONS")));
            assert_eq!(response.body, b"use GET, HEAD or OPTIONS\n");
        }
    }

    #[test]
    fn a_storage_that_is_away_is_a_503_without_secrets() {
        let response = respond(&Away, &Request::default());
        assert_eq!(response.status, 503);
        assert_eq!(
            String::from_utf8(response.body).unwrap(),
            "storage redis gave no values: no answer from redis://db:6379 within 1 s\n"
        );
    }

    #[test]
    fn a_panic_is_a_500() {
        let response = respond(&Panics, &Request::default());
        assert_eq!((response.status, response.body), (500, b"gathering panicked\n".to_vec()));
    }
}
