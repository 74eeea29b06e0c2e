use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::kit::Krate;

/// The impl of a set whose labels are not known, so that metrics may name it.
pub(super) fn stub(input: &DeriveInput, krate: &Krate) -> TokenStream {
    let private = krate.private();
    let ident = &input.ident;
    let (generics, arguments, bounds) = input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #generics #private::LabelSet for #ident #arguments #bounds {
            type Start = ();
            type With<'x> = ();
            type InHistogram = #private::Fits;
            type InSummary = #private::Fits;
            fn specs() -> #private::Vec<#private::LabelSpec> {
                ::core::unreachable!()
            }
        }
    }
}
