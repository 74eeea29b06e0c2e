use crate::model::Kind;
use crate::model::Suffix;

/// Which rules a text follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// Text 0.0.4, as its page says.
    Strict,
    /// Text 0.0.4, and all that the Python client's parser takes.
    Lax,
    /// OpenMetrics 1.0.
    OpenMetrics,
}

impl Dialect {
    /// What the lines of a family of a kind can have behind its name.
    pub(super) fn suffixes(self, kind: Kind) -> &'static [Suffix] {
        use Suffix as S;
        match (self, kind) {
            (Self::OpenMetrics, Kind::Counter) => &[S::Total, S::Created],
            (Self::OpenMetrics, Kind::Summary) => &[S::None, S::Sum, S::Count, S::Created],
            (Self::OpenMetrics, Kind::Histogram) => &[S::Bucket, S::Sum, S::Count, S::Created],
            (Self::OpenMetrics, Kind::GaugeHistogram) => &[S::Bucket, S::GaugeSum, S::GaugeCount],
            (Self::OpenMetrics, Kind::Info) => &[S::Info],
            (_, Kind::Summary) => &[S::None, S::Sum, S::Count],
            (_, Kind::Histogram) => &[S::Bucket, S::Sum, S::Count],
            _ => &[S::None],
        }
    }

    /// The type that a word names.
    pub(super) fn kind(self, word: &str) -> Option<Kind> {
        Some(match (self, word) {
            (_, "counter") => Kind::Counter,
            (_, "gauge") => Kind::Gauge,
            (_, "histogram") => Kind::Histogram,
            (_, "summary") => Kind::Summary,
            (Self::Strict | Self::Lax, "untyped") | (Self::Lax | Self::OpenMetrics, "unknown") => Kind::Unknown,
            (Self::Lax | Self::OpenMetrics, "info") => Kind::Info,
            (Self::Lax | Self::OpenMetrics, "stateset") => Kind::StateSet,
            (Self::Lax | Self::OpenMetrics, "gaugehistogram") => Kind::GaugeHistogram,
            _ => return None,
        })
    }

    pub(super) fn is_open_metrics(self) -> bool {
        self == Self::OpenMetrics
    }

    pub(super) fn is_lax(self) -> bool {
        self == Self::Lax
    }
}
