use super::Number;
use super::Suffix;

/// What a series read, whole.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Point {
    /// A counter's total.
    Counter(Number),
    /// A gauge's value.
    Gauge(Number),
    /// A number of unknown meaning.
    Unknown(Number),
    /// A histogram: how many observations fell in each bucket (not cumulated; the last is `+Inf`), and their sum.
    Histogram {
        /// One count per bound of the family, and one for `+Inf`.
        counts: Box<[u64]>,
        /// The sum of what was observed.
        sum: f64,
    },
    /// A summary.
    Summary {
        /// How many observations.
        count: u64,
        /// Their sum.
        sum: f64,
    },
    /// Info says all in its labels.
    Info,
    /// The index of the state that is on.
    State(usize),
    /// Which states are on, where it is not exactly one.
    States(Box<[bool]>),
    /// One line of a family that makes no whole point, as a parser found it: a bucket that is no whole number, say. Its
    /// labels are all that the line had, `le` and the like among them.
    Line {
        /// What the line's name has behind that of the family.
        suffix: Suffix,
        /// The value.
        value: Number,
    },
}
