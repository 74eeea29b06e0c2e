/// What [`respond`](super::respond()) must know of a request: a `GET` of everything, unless told otherwise.
///
/// The parts are texts as they came, so that any server's types will do. The path is the server's matter.
///
/// ```
/// use pytheus_core::export::Request;
///
/// let request = Request::new("GET").query(Some("name[]=up")).accept(Some("text/plain"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    pub(super) method: &'a str,
    pub(super) query: Option<&'a str>,
    pub(super) accept: Option<&'a str>,
    pub(super) accept_encoding: Option<&'a str>,
}

impl<'a> Request<'a> {
    /// A request with this method, in upper case.
    #[must_use]
    pub fn new(method: &'a str) -> Self {
        Self { method, query: None, accept: None, accept_encoding: None }
    }

    /// What followed the `?`, still percent-encoded.
    #[must_use]
    pub fn query(self, query: Option<&'a str>) -> Self {
        Self { query, ..self }
    }

    /// The `Accept` header; several are joined by commas.
    #[must_use]
    pub fn accept(self, accept: Option<&'a str>) -> Self {
        Self { accept, ..self }
    }

    /// The `Accept-Encoding` header; several are joined by commas.
    #[must_use]
    pub fn accept_encoding(self, accept_encoding: Option<&'a str>) -> Self {
        Self { accept_encoding, ..self }
    }
}

impl Default for Request<'_> {
    fn default() -> Self {
        Self::new("GET")
    }
}
