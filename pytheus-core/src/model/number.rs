use std::fmt;

/// A sample's value: whole numbers are kept whole, so a counter is exact to 2^64.
///
/// Two whole numbers are equal when they are the same; else two numbers are equal when they are as floats, so that
/// `Whole(1)` equals `Float(1.0)`, 0 equals -0, and NaN equals nothing.
#[derive(Clone, Copy)]
pub enum Number {
    /// A whole number.
    Whole(u64),
    /// Any other value.
    Float(f64),
}

impl Number {
    /// The value as a float; whole numbers above 2^53 lose their last digits.
    #[must_use]
    pub fn as_f64(self) -> f64 {
        match self {
            // The nearest float is what every reader of the text format would take it for.
            #[allow(clippy::cast_precision_loss)]
            Self::Whole(whole) => whole as f64,
            Self::Float(float) => float,
        }
    }
}

impl From<u64> for Number {
    fn from(whole: u64) -> Self {
        Self::Whole(whole)
    }
}

impl From<f64> for Number {
    fn from(float: f64) -> Self {
        Self::Float(float)
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Whole(a), Self::Whole(b)) => a == b,
            _ => self.as_f64() == other.as_f64(),
        }
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(whole) => fmt::Debug::fmt(whole, f),
            Self::Float(float) => fmt::Debug::fmt(float, f),
        }
    }
}
