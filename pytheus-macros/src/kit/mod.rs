//! What all macros share.

mod errors;
mod krate;
mod words;

pub(crate) use errors::Errors;
pub(crate) use krate::Krate;
pub(crate) use words::unknown;
