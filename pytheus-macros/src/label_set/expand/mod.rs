//! The tokens of a label set.

mod builder;
mod given;
mod literal;
mod slots;

use proc_macro2::TokenStream;

use super::ir::Set;

pub(super) fn expand(set: &Set) -> TokenStream {
    let mut tokens = literal::literal(set);
    tokens.extend(slots::slots(set));
    tokens.extend(given::given(set));
    tokens.extend(builder::builder(set));
    tokens
}
