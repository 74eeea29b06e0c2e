use std::borrow::Cow;

/// What to send back.
///
/// ```
/// use pytheus_core::export::{Request, respond};
/// # use pytheus_core::Gather;
/// # use pytheus_core::collect::GatherError;
/// # use pytheus_core::model::Snapshot;
/// # struct Nothing;
/// # impl Gather for Nothing {
/// #     fn gather(&self) -> Result<Snapshot, GatherError> { Ok(Snapshot::default()) }
/// # }
/// # let registry = Nothing;
///
/// let response = respond(&registry, &Request::new("GET"));
/// assert_eq!(response.status, 200);
/// assert_eq!(response.header("content-type"), Some("text/plain; version=0.0.4; charset=utf-8"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The headers, `Content-Length` among them.
    pub headers: Vec<(&'static str, Cow<'static, str>)>,
    /// The body; empty for a `HEAD` request, whose `Content-Length` is that of the `GET`.
    pub body: Vec<u8>,
}

impl Response {
    /// The value of a header, whose name may be in any case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| &**value)
    }

    /// An answer without a body, nor a length of one.
    pub(super) fn bare(status: u16) -> Self {
        Self { status, headers: vec![("X-Content-Type-Options", "nosniff".into())], body: Vec::new() }
    }

    pub(super) fn with(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(super) fn body(mut self, content_type: &'static str, body: Vec<u8>) -> Self {
        self = self.with("Content-Type", content_type).with("Content-Length", body.len().to_string());
        self.body = body;
        self
    }

    /// One line of text, for a human.
    pub(super) fn line(status: u16, line: &str) -> Self {
        Self::bare(status).body("text/plain; charset=utf-8", format!("{line}\n").into_bytes())
    }

    /// The same without its body, for a `HEAD`.
    pub(super) fn head(mut self) -> Self {
        self.body = Vec::new();
        self
    }
}
