use crate::label::Closed;
use crate::label::LabelArg;
use crate::label::LabelValue;

/// How a call ended: the type of the `outcome` field of a label set, for `#[timed(.., outcome)]`.
///
/// As a label its values are `ok`, `error`, `panic` and `cancelled`.
///
/// ```
/// use pytheus_core::Outcome;
///
/// assert_eq!(Outcome::Cancelled.as_str(), "cancelled");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It returned, and not an `Err`.
    Ok,
    /// It returned an `Err`.
    Error,
    /// It panicked.
    Panic,
    /// Its future was dropped after its first poll and before its end.
    Cancelled,
}

impl Outcome {
    /// Its text as a label.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Error => "error",
            Self::Panic => "panic",
            Self::Cancelled => "cancelled",
        }
    }
}

impl LabelArg for Outcome {
    type Openness = Closed;

    const CLOSED: Option<&'static [&'static str]> =
        Some(&[Self::Ok.as_str(), Self::Error.as_str(), Self::Panic.as_str(), Self::Cancelled.as_str()]);

    #[inline]
    fn index(&self) -> usize {
        *self as usize
    }

    #[inline]
    fn with_text<R>(&self, f: impl FnOnce(&str) -> R) -> R {
        f(self.as_str())
    }
}

#[diagnostic::do_not_recommend]
impl LabelValue for Outcome {
    type Arg<'v> = Self;

    fn as_arg(&self) -> Self {
        *self
    }
}
