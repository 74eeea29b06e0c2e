use std::fmt;

use crate::model::LongExemplar;
use crate::model::NameError;

/// What is wrong with a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Something else should stand here.
    Expected(&'static str),
    NotUtf8,
    UnknownEscape,
    UnknownType(Box<str>),
    Twice(&'static str),
    Late(&'static str),
    DuplicateLabel(Box<str>),
    Name(NameError),
    Taken(Box<str>),
    UnitNoSuffix(Box<str>),
    UnitForbidden,
    DuplicateSeries,
    DuplicateState,
    Interleaved,
    MixedTimestamps,
    EarlierTimestamp,
    TimestampRange,
    NumberRange,
    LongExemplar(LongExemplar),
    ExemplarForbidden,
    ExemplarOutside,
    NoLabel(Box<str>),
    BadLabel(&'static str),
    NotCounted,
    NotWhole,
    NoState,
    StateSetName,
    NoInfo,
    NegativeQuantile,
    QuantileOrder,
    NoInfinity,
    BucketOrder,
    BucketFalls,
    CountDiffers,
    SumWithoutCount,
    CountWithoutSum,
    SumWithNegativeBounds,
    NegativeGaugeSum,
    NoTotal,
}

impl Fault {
    /// The fault at a byte of the input.
    pub(super) fn at(self, at: usize) -> Found {
        Found { at, fault: self }
    }
}

/// A fault and where it is.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) at: usize,
    pub(super) fault: Fault,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Expected(what) => return write!(f, "expected {what}"),
            Self::UnknownType(word) => return write!(f, "unknown type {word:?}"),
            Self::Twice(what) => return write!(f, "a second {what} of the same family"),
            Self::Late(what) => return write!(f, "{what} after samples of its family"),
            Self::DuplicateLabel(name) => return write!(f, "label {name:?} given twice"),
            Self::Name(error) => return fmt::Display::fmt(error, f),
            Self::Taken(name) => return write!(f, "the name {name:?} belongs to an earlier family"),
            Self::UnitNoSuffix(unit) => return write!(f, "the name of the family does not end in its unit {unit:?}"),
            Self::LongExemplar(error) => return fmt::Display::fmt(error, f),
            Self::NoLabel(name) => return write!(f, "label {name:?} is missing"),
            Self::BadLabel(what) => return write!(f, "expected label {what}"),
            Self::NotUtf8 => "expected UTF-8",
            Self::UnknownEscape => "unknown escape, expected one of: \\\\ \\\" \\n",
            Self::UnitForbidden => "families of this type have no unit",
            Self::DuplicateSeries => "a second sample with the same name and labels",
            Self::DuplicateState => "a second sample of the same state",
            Self::Interleaved => "a label set that other label sets came after",
            Self::MixedTimestamps => "samples of one label set with and without a timestamp",
            Self::EarlierTimestamp => "a timestamp earlier than the one before",
            Self::TimestampRange => "a timestamp out of range",
            Self::NumberRange => "a number beyond the range of 64 bits",
            Self::ExemplarForbidden => "an exemplar on a sample that cannot have one",
            Self::ExemplarOutside => "an exemplar above the bound of its bucket",
            Self::NotCounted => "what counts cannot be negative or NaN",
            Self::NotWhole => "expected a whole number",
            Self::NoState => "expected 0 or 1, the value of a state",
            Self::StateSetName => {
                "the name of a state set is that of its label: it has no `:` and does not begin with `__`"
            }
            Self::NoInfo => "expected 1, the value of info",
            Self::NegativeQuantile => "the value of a quantile cannot be negative",
            Self::QuantileOrder => "quantiles must rise",
            Self::NoInfinity => "a histogram without its +Inf bucket at the end",
            Self::BucketOrder => "bucket bounds must rise",
            Self::BucketFalls => "a bucket counts less than the one before",
            Self::CountDiffers => "the count is not that of the +Inf bucket",
            Self::SumWithoutCount => "a sum without a count",
            Self::CountWithoutSum => "a count without a sum",
            Self::SumWithNegativeBounds => "a sum beside buckets with negative bounds",
            Self::NegativeGaugeSum => "a negative sum without buckets of negative bounds",
            Self::NoTotal => "a counter without its total",
        })
    }
}
