use proc_macro2::TokenStream;
use quote::quote;
use quote::quote_spanned;
use syn::Member;
use syn::Type;
use syn::spanned::Spanned;

use super::ir::Shape;
use super::ir::Value;
use crate::kit::Choices;

pub(super) fn expand(value: &Value) -> TokenStream {
    match &value.shape {
        Shape::List(choices) => list(value, choices),
        Shape::Around { field, ty } => around(value, field, ty),
    }
}

// enum Cache { Hit, Miss }
//
// impl LabelArg for Cache {
//     type Openness = Closed;
//     const CLOSED: Option<&'static [&'static str]> = Some(&["hit", "miss"]);
//     fn index(&self) -> usize { match self { Self::Hit => 0, Self::Miss => 1 } }
//     fn with_text<R>(&self, f: impl FnOnce(&str) -> R) -> R { f(match self { Self::Hit => "hit", .. }) }
// }
// impl LabelValue for Cache {
//     type Arg<'v> = Self;
//     fn as_arg(&self) -> Self { match self { Self::Hit => Self::Hit, .. } }      // Clone is not asked for
// }
fn list(value: &Value, choices: &Choices) -> TokenStream {
    let private = value.krate.private();
    let ident = &value.ident;
    let variants = choices.variants.iter().map(|(variant, _)| variant).collect::<Vec<_>>();
    let texts = choices.variants.iter().map(|(_, text)| text).collect::<Vec<_>>();
    let indices = 0..texts.len();
    quote! {
        #[automatically_derived]
        impl #private::LabelArg for #ident {
            type Openness = #private::Closed;
            const CLOSED: ::core::option::Option<&'static [&'static ::core::primitive::str]> =
                ::core::option::Option::Some(&[#(#texts),*]);
            #[inline]
            fn index(&self) -> ::core::primitive::usize {
                match self {
                    #(Self::#variants => #indices,)*
                }
            }
            #[inline]
            fn with_text<R>(&self, f: impl ::core::ops::FnOnce(&::core::primitive::str) -> R) -> R {
                f(match self {
                    #(Self::#variants => #texts,)*
                })
            }
        }

        #[automatically_derived]
        impl #private::LabelValue for #ident {
            type Arg<'v> = Self;
            #[inline]
            fn as_arg(&self) -> Self {
                match self {
                    #(Self::#variants => Self::#variants,)*
                }
            }
        }
    }
}

// struct Region(String);
//
// impl LabelValue for Region {
//     type Arg<'v> = <String as LabelValue>::Arg<'v> where Self: 'v;
//     fn as_arg(&self) -> <String as LabelValue>::Arg<'_> { LabelValue::as_arg(&self.0) }
// }
fn around(value: &Value, field: &Member, ty: &Type) -> TokenStream {
    let private = value.krate.private();
    let ident = &value.ident;
    let (generics, arguments, bounds) = value.generics.split_for_impl();
    let inner = quote_spanned!(ty.span() => <#ty as #private::LabelValue>);
    quote! {
        #[automatically_derived]
        impl #generics #private::LabelValue for #ident #arguments #bounds {
            type Arg<'v> = #inner::Arg<'v> where Self: 'v;
            #[inline]
            fn as_arg(&self) -> #inner::Arg<'_> {
                #private::LabelValue::as_arg(&self.#field)
            }
        }
    }
}
