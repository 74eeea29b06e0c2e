use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::kit::Krate;

/// The impl, so that what uses the type is not wrong too.
pub(super) fn stub(input: &DeriveInput, krate: &Krate) -> TokenStream {
    let private = krate.private();
    let ident = &input.ident;
    let (generics, arguments, bounds) = input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #generics #private::States for #ident #arguments #bounds {
            const STATES: &'static [&'static ::core::primitive::str] = &[];
            fn index(&self) -> ::core::primitive::usize {
                ::core::unreachable!()
            }
        }
    }
}
