//! `#[derive(LabelSet)]`.

mod attr;
mod expand;
mod fallback;
mod ir;
mod lower;

use proc_macro2::TokenStream;
use syn::DeriveInput;

use crate::kit::Errors;

/// Reads the words, checks, and writes the impls and the builder. A set with a mistake in a name or an attribute still
/// gets all of it, so that nothing else turns red.
pub(crate) fn derive(input: DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let words = attr::SetWords::read(&input, &mut errors);
    let mut tokens = match lower::lower(&input, &words, &mut errors) {
        Some(set) => expand::expand(&set),
        None => fallback::stub(&input, &words.krate),
    };
    tokens.extend(errors.into_tokens());
    tokens
}
