use std::fmt;
use std::sync::Arc;

use super::Across;
use super::Buckets;
use super::Kind;
use super::LabelName;
use super::MetricName;

/// What is declared of a metric: all that a storage or a catalogue can know of it without a value.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Descriptor {
    /// The full name, less the registry's prefix.
    pub name: MetricName,
    /// What it is.
    pub kind: Kind,
    /// The HELP text; empty for none.
    pub help: Arc<str>,
    /// The unit, with which the name ends.
    pub unit: Option<Arc<str>>,
    /// How the values of several processes combine, for a gauge.
    pub across: Across,
    /// The bounds of a histogram.
    pub buckets: Option<Arc<Buckets>>,
    /// The states of a state set; empty for every other kind.
    pub states: Arc<[Arc<str>]>,
    /// The labels, in declared order.
    pub labels: Arc<[LabelSpec]>,
    /// Whether a name foreign to the conventions is kept as it is.
    pub verbatim: bool,
    /// The most series the family may have; `None` leaves it to the registry, `Some(None)` is no limit.
    pub series_limit: Option<Option<usize>>,
    /// Whether all series of closed labels exist from registration.
    pub init: bool,
    /// Where it was declared.
    pub place: Place,
}

impl Descriptor {
    /// A metric without labels, unit or anything else special.
    #[must_use]
    pub fn new(name: MetricName, kind: Kind, help: &str, place: Place) -> Self {
        Self {
            name,
            kind,
            help: help.into(),
            unit: None,
            across: Across::default(),
            buckets: None,
            states: Arc::default(),
            labels: Arc::default(),
            verbatim: false,
            series_limit: None,
            init: false,
            place,
        }
    }

    /// What two declarations of one metric differ in, if they do; where they stand does not count.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Option<&'static str> {
        let checks = [
            (self.kind == other.kind, "type"),
            (self.help == other.help, "help"),
            (self.unit == other.unit, "unit"),
            (self.labels == other.labels, "labels"),
            (self.buckets == other.buckets, "buckets"),
            (self.states == other.states, "states"),
            (self.across == other.across, "mode across processes"),
            (self.verbatim == other.verbatim, "name spelling"),
            (self.series_limit == other.series_limit, "series limit"),
            (self.init == other.init, "initial series"),
        ];
        checks.iter().find(|(same, _)| !same).map(|(_, what)| *what)
    }
}

/// One label of a metric, as declared.
///
/// Two are equal when a scrape cannot tell them apart.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LabelSpec {
    /// Its name.
    pub name: LabelName,
    /// The values it can have, when the set is closed.
    pub closed: Option<&'static [&'static str]>,
    /// The value it has when none is given.
    pub default: Option<Arc<str>>,
    /// The setter's name, where it is not the label's.
    pub setter: Option<&'static str>,
}

impl PartialEq for LabelSpec {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.closed == other.closed && self.default == other.default
    }
}

impl Eq for LabelSpec {}

impl LabelSpec {
    /// A label that may have any text, without a default.
    #[must_use]
    pub fn new(name: LabelName) -> Self {
        Self { name, closed: None, default: None, setter: None }
    }
}

/// Where in the source something was declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    file: &'static str,
    line: u32,
}

impl Place {
    /// A file and a line.
    #[must_use]
    pub const fn new(file: &'static str, line: u32) -> Self {
        Self { file, line }
    }

    /// Where the caller stands.
    #[must_use]
    #[track_caller]
    pub fn caller() -> Self {
        let location = std::panic::Location::caller();
        Self { file: location.file(), line: location.line() }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}
