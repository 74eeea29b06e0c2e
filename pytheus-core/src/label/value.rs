use std::borrow::Cow;

use super::Closed;
use super::Open;
use super::Openness;

/// A type that can be the field of a label set.
///
/// Text, integers, `bool`, `Option` of these, and enums with `#[derive(LabelValue)]` are label values. Every distinct
/// value is a new time series, so a type with many values (an id, a timestamp, a float) is none: say which part of it
/// is bounded, by implementing this in two lines.
///
/// ```
/// use pytheus_core::LabelValue;
///
/// struct Region(String);
///
/// impl LabelValue for Region {
///     type Arg<'v> = &'v str;
///
///     fn as_arg(&self) -> &str {
///         &self.0
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a label value: every distinct value is a new time series",
    label = "not a label value",
    note = "label values are text, integers, `bool`, `Option` of these, and enums with `#[derive(LabelValue)]`",
    note = "if the values of `{Self}` are few, implement `pytheus::LabelValue` for it, or make the field a `String`"
)]
pub trait LabelValue {
    /// What the setter of such a label takes: borrowed text, or the value itself.
    type Arg<'v>: LabelArg
    where
        Self: 'v;

    /// The value as a setter would take it.
    fn as_arg(&self) -> Self::Arg<'_>;
}

/// What a setter of a label takes: `&str`, an integer, a `bool`, an `Option`, or an enum with `#[derive(LabelValue)]`.
#[diagnostic::on_unimplemented(message = "`{Self}` cannot be given to a label")]
pub trait LabelArg {
    /// Whether the values are a closed list.
    type Openness: Openness;

    /// The closed list of values, in the order of [`index`](Self::index).
    const CLOSED: Option<&'static [&'static str]>;

    /// The place of this value in the closed list; 0 where there is none.
    fn index(&self) -> usize;

    /// Hands the value's text to `f`.
    fn with_text<R>(&self, f: impl FnOnce(&str) -> R) -> R;
}

impl LabelArg for &str {
    type Openness = Open;

    const CLOSED: Option<&'static [&'static str]> = None;

    #[inline]
    fn index(&self) -> usize {
        0
    }

    #[inline]
    fn with_text<R>(&self, f: impl FnOnce(&str) -> R) -> R {
        f(self)
    }
}

#[diagnostic::do_not_recommend]
impl LabelValue for str {
    type Arg<'v> = &'v str;

    fn as_arg(&self) -> &str {
        self
    }
}

#[diagnostic::do_not_recommend]
impl LabelValue for String {
    type Arg<'v> = &'v str;

    fn as_arg(&self) -> &str {
        self
    }
}

#[diagnostic::do_not_recommend]
impl LabelValue for Cow<'_, str> {
    type Arg<'v>
        = &'v str
    where
        Self: 'v;

    fn as_arg(&self) -> &str {
        self
    }
}

/// A reference to a label value is one.
#[diagnostic::do_not_recommend]
impl<T: LabelValue + ?Sized> LabelValue for &T {
    type Arg<'v>
        = T::Arg<'v>
    where
        Self: 'v;

    fn as_arg(&self) -> T::Arg<'_> {
        (**self).as_arg()
    }
}

impl LabelArg for bool {
    type Openness = Closed;

    const CLOSED: Option<&'static [&'static str]> = Some(&["false", "true"]);

    #[inline]
    fn index(&self) -> usize {
        usize::from(*self)
    }

    #[inline]
    fn with_text<R>(&self, f: impl FnOnce(&str) -> R) -> R {
        f(if *self { "true" } else { "false" })
    }
}

#[diagnostic::do_not_recommend]
impl LabelValue for bool {
    type Arg<'v> = Self;

    fn as_arg(&self) -> Self {
        *self
    }
}

/// `None` is the empty text, which Prometheus takes for a label that is not there.
impl<A: LabelArg> LabelArg for Option<A> {
    type Openness = Open;

    const CLOSED: Option<&'static [&'static str]> = None;

    #[inline]
    fn index(&self) -> usize {
        0
    }

    #[inline]
    fn with_text<R>(&self, f: impl FnOnce(&str) -> R) -> R {
        match self {
            Some(value) => value.with_text(f),
            None => f(""),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<T: LabelValue> LabelValue for Option<T> {
    type Arg<'v>
        = Option<T::Arg<'v>>
    where
        Self: 'v;

    fn as_arg(&self) -> Option<T::Arg<'_>> {
        self.as_ref().map(T::as_arg)
    }
}

macro_rules! integers {
    ($($integer:ty)*) => {$(
        impl LabelArg for $integer {
            type Openness = Open;

            const CLOSED: Option<&'static [&'static str]> = None;

            #[inline]
            fn index(&self) -> usize {
                0
            }

            #[inline]
            fn with_text<R>(&self, f: impl FnOnce(&str) -> R) -> R {
                f(itoa::Buffer::new().format(*self))
            }
        }

        #[diagnostic::do_not_recommend]
        impl LabelValue for $integer {
            type Arg<'v> = Self;

            fn as_arg(&self) -> Self {
                *self
            }
        }
    )*};
}

integers! { u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize }
