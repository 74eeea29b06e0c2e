//! Labels as types: what a value may be, what a set of labels is, and how far a set has been filled in.
//!
//! `#[derive(LabelSet)]` and `#[derive(LabelValue)]` implement the traits here. By hand one implements only
//! [`LabelValue`], to give a type of one's own to a label.

mod set;
mod slot;
mod value;

pub use set::Complete;
#[doc(hidden)]
pub use set::Fits;
#[doc(hidden)]
pub use set::FitsHistogram;
#[doc(hidden)]
pub use set::FitsSummary;
#[doc(hidden)]
pub use set::HasLe;
#[doc(hidden)]
pub use set::HasQuantile;
pub use set::LabelSet;
pub use set::Resolvable;
pub use set::Slots;
pub use slot::Closed;
pub use slot::Defaulted;
pub use slot::Gated;
pub use slot::Held;
pub use slot::LabelKind;
pub use slot::Missing;
pub use slot::Open;
pub use slot::Openness;
pub use slot::Resolved;
pub use slot::ResolvedAs;
pub use slot::Set;
pub use slot::Skip;
pub use slot::Slot;
pub use slot::Visit;
pub use value::LabelArg;
pub use value::LabelValue;
