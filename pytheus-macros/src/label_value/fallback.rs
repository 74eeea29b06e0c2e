use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::kit::Krate;

/// The impls, so that what uses the type is not wrong too.
pub(super) fn stub(input: &DeriveInput, krate: &Krate) -> TokenStream {
    let private = krate.private();
    let ident = &input.ident;
    let (generics, arguments, bounds) = input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #generics #private::LabelArg for #ident #arguments #bounds {
            type Openness = #private::Closed;
            const CLOSED: ::core::option::Option<&'static [&'static ::core::primitive::str]> =
                ::core::option::Option::None;
            fn index(&self) -> ::core::primitive::usize {
                ::core::unreachable!()
            }
            fn with_text<R>(&self, _: impl ::core::ops::FnOnce(&::core::primitive::str) -> R) -> R {
                ::core::unreachable!()
            }
        }

        #[automatically_derived]
        impl #generics #private::LabelValue for #ident #arguments #bounds {
            type Arg<'v> = Self where Self: 'v;
            fn as_arg(&self) -> Self {
                ::core::unreachable!()
            }
        }
    }
}
