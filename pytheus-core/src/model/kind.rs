use std::fmt;

/// What kind of metric a family is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// A total that only rises.
    Counter,
    /// A number that goes up and down.
    Gauge,
    /// Observations counted in buckets, with their sum.
    Histogram,
    /// Observations counted, with their sum.
    Summary,
    /// Text that does not change, as the labels of a constant 1.
    Info,
    /// One of a fixed list of states.
    StateSet,
    /// What is in a set now, counted in buckets: both go up and down.
    GaugeHistogram,
    /// A number of which nothing is known; for custom collectors.
    Unknown,
}

impl Kind {
    /// The word of the OpenMetrics specification for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Gauge => "gauge",
            Self::Histogram => "histogram",
            Self::Summary => "summary",
            Self::Info => "info",
            Self::StateSet => "stateset",
            Self::GaugeHistogram => "gaugehistogram",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
