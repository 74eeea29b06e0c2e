use proc_macro2::TokenStream;
use quote::quote;

use super::ir::States;

// enum Phase { Starting, Ready }
//
// impl States for Phase {
//     const STATES: &'static [&'static str] = &["starting", "ready"];
//     fn index(&self) -> usize { match self { Self::Starting => 0, Self::Ready => 1 } }
// }
// const _: fn() -> Phase = || Phase::Starting;      // a set starts with it, so it is not dead
pub(super) fn expand(states: &States) -> TokenStream {
    let private = states.krate.private();
    let ident = &states.ident;
    let variants = states.choices.variants.iter().map(|(variant, _)| variant);
    let texts = states.choices.variants.iter().map(|(_, text)| text);
    let first = states.choices.variants.iter().map(|(variant, _)| variant).take(1);
    let indices = 0..states.choices.variants.len();
    quote! {
        #[automatically_derived]
        impl #private::States for #ident {
            const STATES: &'static [&'static ::core::primitive::str] = &[#(#texts),*];
            #[inline]
            fn index(&self) -> ::core::primitive::usize {
                match self {
                    #(Self::#variants => #indices,)*
                }
            }
        }

        #(const _: fn() -> #ident = || #ident::#first;)*
    }
}
