use std::fmt::Display;

use proc_macro2::TokenStream;
use quote::ToTokens;

/// Gathers every mistake of one macro call, so that they are all reported at once.
#[derive(Debug, Default)]
pub(crate) struct Errors {
    found: Option<syn::Error>,
}

impl Errors {
    /// A mistake, on the tokens that are wrong.
    pub(crate) fn on(&mut self, tokens: impl ToTokens, message: impl Display) {
        self.push(syn::Error::new_spanned(tokens, message));
    }

    /// A mistake that has its span already.
    pub(crate) fn push(&mut self, error: syn::Error) {
        match &mut self.found {
            Some(found) => found.combine(error),
            None => self.found = Some(error),
        }
    }

    /// The value, or nothing and the mistake.
    pub(crate) fn take<T>(&mut self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.push(error)).ok()
    }

    /// Whether nothing was wrong.
    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_none()
    }

    /// The mistakes as tokens that make the compiler show them; empty if there are none.
    pub(crate) fn into_tokens(self) -> TokenStream {
        self.found.map(|error| error.into_compile_error()).unwrap_or_default()
    }
}
