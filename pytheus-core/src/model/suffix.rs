/// What a line's name has behind its family's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Suffix {
    /// Nothing.
    None,
    /// `_bucket`.
    Bucket,
    /// `_sum`.
    Sum,
    /// `_count`.
    Count,
    /// `_gsum`.
    GaugeSum,
    /// `_gcount`.
    GaugeCount,
    /// `_total`.
    Total,
    /// `_info`.
    Info,
    /// `_created`.
    Created,
}

impl Suffix {
    /// All of them.
    pub(crate) const ALL: [Self; 9] = [
        Self::None,
        Self::Bucket,
        Self::Sum,
        Self::Count,
        Self::GaugeSum,
        Self::GaugeCount,
        Self::Total,
        Self::Info,
        Self::Created,
    ];

    /// The suffix as text.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Bucket => "_bucket",
            Self::Sum => "_sum",
            Self::Count => "_count",
            Self::GaugeSum => "_gsum",
            Self::GaugeCount => "_gcount",
            Self::Total => "_total",
            Self::Info => "_info",
            Self::Created => "_created",
        }
    }
}
