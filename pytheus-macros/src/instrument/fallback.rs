use proc_macro2::TokenStream;

use crate::kit::Errors;

/// The mistakes, and the function as the user wrote it, so that what calls it still compiles.
pub(super) fn untouched(errors: Errors, item: TokenStream) -> TokenStream {
    let mut tokens = errors.into_tokens();
    tokens.extend(item);
    tokens
}
