//! `#[derive(Metrics)]`.

mod attr;
mod expand;
mod fallback;
mod help;
mod ir;
mod kind;
mod lower;
mod names;

use proc_macro2::TokenStream;
use syn::DeriveInput;

use crate::kit::Errors;

/// Reads the words, checks, and writes the impls. A struct with a mistake in a field still gets all of them, so that
/// nothing else turns red.
pub(crate) fn derive(input: DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let words = attr::GroupWords::read(&input, &mut errors);
    let mut tokens = match lower::lower(&input, &words, &mut errors) {
        Some(group) => expand::expand(&group),
        None => fallback::stub(&input, &words.krate),
    };
    tokens.extend(errors.into_tokens());
    tokens
}
