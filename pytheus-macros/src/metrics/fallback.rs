use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::kit::Krate;

/// The impls, so that what uses the struct is not wrong too.
pub(super) fn stub(input: &DeriveInput, krate: &Krate) -> TokenStream {
    let private = krate.private();
    let (vis, ident) = (&input.vis, &input.ident);
    let (generics, arguments, bounds) = input.generics.split_for_impl();
    let shared = input.generics.params.is_empty().then(|| {
        quote! {
            #[automatically_derived]
            impl #private::Shared for #ident {
                fn cell() -> &'static #private::OnceCell<Self> {
                    ::core::unreachable!()
                }
            }
        }
    });
    quote! {
        #shared

        #[automatically_derived]
        impl #generics #private::Metrics for #ident #arguments #bounds {
            fn build(
                _: &dyn #private::Host,
                _: &::core::primitive::str,
            ) -> ::core::result::Result<Self, #private::RegisterError> {
                ::core::unreachable!()
            }
        }

        #[automatically_derived]
        #[allow(dead_code)]
        impl #generics #ident #arguments #bounds {
            #vis fn register(_: &dyn #private::Host) -> ::core::result::Result<Self, #private::RegisterError> {
                ::core::unreachable!()
            }
            #vis fn global() -> &'static Self {
                ::core::unreachable!()
            }
        }
    }
}
