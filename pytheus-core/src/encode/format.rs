use super::accept;
use crate::model::Snapshot;

/// The `Content-Type` of [`text`](super::text()).
pub const TEXT_CONTENT_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// The `Content-Type` of [`open_metrics`](super::open_metrics()).
pub const OPEN_METRICS_CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// A format that a snapshot can be written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Prometheus text 0.0.4. The default.
    #[default]
    Text,
    /// OpenMetrics text 1.0.
    OpenMetrics,
}

impl Format {
    /// The format that an `Accept` header wants most.
    ///
    /// The most specific range that matches a format gives its quality. Between formats that are wanted alike, the one
    /// that is named more specifically wins, then the one named first, then text. A version that is not written here
    /// is never answered with another. Without a header, with junk, or when nothing acceptable is left, it is text:
    /// a scrape is worth more than a refusal.
    ///
    /// ```
    /// use pytheus_core::encode::Format;
    ///
    /// let accept = "application/openmetrics-text;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.3,*/*;q=0.2";
    /// assert_eq!(Format::negotiate(Some(accept)), Format::OpenMetrics);
    /// assert_eq!(Format::negotiate(None), Format::Text);
    /// ```
    #[must_use]
    pub fn negotiate(accept: Option<&str>) -> Self {
        accept.map_or(Self::Text, accept::best)
    }

    /// The `Content-Type` of this format.
    #[must_use]
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Text => TEXT_CONTENT_TYPE,
            Self::OpenMetrics => OPEN_METRICS_CONTENT_TYPE,
        }
    }

    /// Appends a snapshot in this format.
    pub fn encode(self, snapshot: &Snapshot, out: &mut String) {
        match self {
            Self::Text => super::text(snapshot, out),
            Self::OpenMetrics => super::open_metrics(snapshot, out),
        }
    }
}
