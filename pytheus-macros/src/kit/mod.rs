//! What all macros share.

mod attr;
mod buckets;
mod case;
mod choices;
mod errors;
mod krate;
mod lifetimes;
mod name;
mod operations;
mod spans;
mod words;

pub(crate) use attr::Value;
pub(crate) use attr::Word;
pub(crate) use attr::bare;
pub(crate) use attr::takes_its_type;
pub(crate) use attr::words;
pub(crate) use buckets::Bounds;
pub(crate) use buckets::read as read_buckets;
pub(crate) use case::Case;
pub(crate) use choices::Choices;
pub(crate) use choices::Speech;
pub(crate) use choices::enum_of;
pub(crate) use choices::misplaced;
pub(crate) use choices::outer_words;
pub(crate) use errors::Errors;
pub(crate) use krate::Krate;
pub(crate) use lifetimes::only_lifetimes;
pub(crate) use lifetimes::with_lifetime;
pub(crate) use name::label_fault;
pub(crate) use name::metric_fault;
pub(crate) use name::with_proposal;
pub(crate) use operations::OPERATIONS;
pub(crate) use spans::at;
pub(crate) use spans::spot;
pub(crate) use words::unknown;
