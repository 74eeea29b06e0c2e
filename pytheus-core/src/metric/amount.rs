use std::error::Error;
use std::fmt;
use std::time::Duration;

use crate::model::Number;

/// A number to record: any integer or float, or a [`Duration`], which is its seconds.
pub trait Amount: Copy + sealed::Sealed {
    /// The amount, whole if it is.
    #[doc(hidden)]
    fn number(self) -> Number;
}

/// An amount that a counter cannot take: negative, NaN or infinite. The caller is at fault.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AmountError {
    amount: f64,
}

impl AmountError {
    /// The number behind an amount, if a counter can take it.
    #[inline]
    pub(super) fn check(amount: impl Amount) -> Result<Number, Self> {
        match amount.number() {
            Number::Float(float) if !(0.0..f64::INFINITY).contains(&float) => Err(Self { amount: float }),
            number => Ok(number),
        }
    }
}

impl fmt::Display for AmountError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a counter cannot rise by {}, only by a finite amount of 0 or more", self.amount)
    }
}

impl Error for AmountError {}

mod sealed {
    pub trait Sealed {}
}

macro_rules! unsigned {
    ($($integer:ty)*) => {$(
        impl sealed::Sealed for $integer {}

        impl Amount for $integer {
            #[inline]
            #[allow(clippy::cast_lossless, clippy::cast_possible_truncation)]
            fn number(self) -> Number {
                // No target has a usize of more than 64 bits.
                Number::Whole(self as u64)
            }
        }
    )*};
}

macro_rules! signed {
    ($($integer:ty)*) => {$(
        impl sealed::Sealed for $integer {}

        impl Amount for $integer {
            #[inline]
            #[allow(clippy::cast_lossless, clippy::cast_precision_loss)]
            fn number(self) -> Number {
                match u64::try_from(self) {
                    Ok(whole) => Number::Whole(whole),
                    Err(_) => Number::Float(self as f64),
                }
            }
        }
    )*};
}

unsigned! { u8 u16 u32 u64 usize }
signed! { i8 i16 i32 i64 isize }

impl sealed::Sealed for f64 {}

impl Amount for f64 {
    #[inline]
    fn number(self) -> Number {
        Number::Float(self)
    }
}

impl sealed::Sealed for f32 {}

impl Amount for f32 {
    #[inline]
    fn number(self) -> Number {
        Number::Float(f64::from(self))
    }
}

impl sealed::Sealed for Duration {}

impl Amount for Duration {
    #[inline]
    fn number(self) -> Number {
        Number::Float(self.as_secs_f64())
    }
}
