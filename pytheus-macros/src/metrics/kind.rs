use syn::Type;

/// What a field's type calls itself. Only checks that would else wait for registration go by it; what a metric is, its
/// type says.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Counter,
    Gauge,
    Histogram,
    Summary,
    Info,
    StateSet,
    CallbackCounter,
    CallbackGauge,
    /// An alias, or no metric at all.
    Other,
}

impl Kind {
    /// The kind that the last segment of a path names.
    pub(super) fn of(ty: &Type) -> Self {
        let path = match ty {
            Type::Path(path) => path,
            Type::Group(group) => return Self::of(&group.elem),
            Type::Paren(paren) => return Self::of(&paren.elem),
            _ => return Self::Other,
        };
        let Some(last) = path.path.segments.last() else { return Self::Other };
        match last.ident.to_string().as_str() {
            "Counter" => Self::Counter,
            "Gauge" => Self::Gauge,
            "Histogram" => Self::Histogram,
            "Summary" => Self::Summary,
            "Info" => Self::Info,
            "StateSet" => Self::StateSet,
            "CallbackCounter" => Self::CallbackCounter,
            "CallbackGauge" => Self::CallbackGauge,
            _ => Self::Other,
        }
    }

    /// It in words.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Counter => "a counter",
            Self::Gauge => "a gauge",
            Self::Histogram => "a histogram",
            Self::Summary => "a summary",
            Self::Info => "an info metric",
            Self::StateSet => "a state set",
            Self::CallbackCounter => "a callback counter",
            Self::CallbackGauge => "a callback gauge",
            Self::Other => "this metric",
        }
    }

    pub(super) fn counts(self) -> bool {
        matches!(self, Self::Counter | Self::CallbackCounter)
    }

    pub(super) fn calls_back(self) -> bool {
        matches!(self, Self::CallbackCounter | Self::CallbackGauge)
    }

    /// The name without the suffix that says what it is.
    pub(super) fn base(self, name: &str) -> &str {
        let suffix = match self {
            kind if kind.counts() => "_total",
            Self::Info => "_info",
            _ => "",
        };
        name.strip_suffix(suffix).unwrap_or(name)
    }

    /// Every name that such a metric takes in some format; the core claims the same at registration.
    pub(super) fn claims(self, name: &str) -> Vec<String> {
        let suffixes: &[&str] = match self {
            kind if kind.counts() => &["", "_total", "_created"],
            Self::Summary => &["", "_sum", "_count", "_created"],
            Self::Histogram => &["", "_bucket", "_sum", "_count", "_created"],
            Self::Info => &["", "_info"],
            _ => &[""],
        };
        let base = self.base(name);
        suffixes.iter().map(|suffix| format!("{base}{suffix}")).collect()
    }
}
