//! `#[derive(LabelValue)]`.

mod attr;
mod expand;
mod fallback;
mod ir;
mod lower;

use proc_macro2::TokenStream;
use syn::DeriveInput;

use crate::kit::Errors;

/// Reads the words, checks, and writes the impls, or stubs of them.
pub(crate) fn derive(input: DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let words = attr::Words::read(&input, &mut errors);
    let mut tokens = match lower::lower(&input, &words, &mut errors) {
        Some(value) => expand::expand(&value),
        None => fallback::stub(&input, &words.krate),
    };
    tokens.extend(errors.into_tokens());
    tokens
}
