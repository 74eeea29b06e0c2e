use proc_macro2::TokenStream;
use quote::quote;
use quote::quote_spanned;
use syn::Lifetime;
use syn::spanned::Spanned;

use crate::kit::takes_its_type;
use crate::label_set::ir::Label;
use crate::label_set::ir::Set;

// impl<'a> LabelSet for PageLabels<'a> {
//     type Start = PageLabelsSlots<Defaulted, Missing>;
//     type With<'x> = PageLabels<'x>;
//     fn specs() -> Vec<LabelSpec> {
//         [label_with_default::<String, _>("service", &("main")), label::<&'static str>("route")].into()
//     }
// }
// impl<'a> Slots for PageLabels<'a> {
//     type InRow = ();
//     fn visit<V: Visit>(&self, visitor: &mut V) { visitor.set(0, &LabelValue::as_arg(&self.service)); .. }
//     fn in_row(&self) {}
// }
// impl<'a> Complete for PageLabels<'a> {}
pub(super) fn literal(set: &Set) -> TokenStream {
    let private = set.krate.private();
    let (ident, slots) = (&set.ident, &set.slots);
    let (generics, arguments, bounds) = set.generics.split_for_impl();
    let start = set.labels.iter().map(|label| match label.default {
        Some(_) => quote!(#private::Defaulted),
        None => quote!(#private::Missing),
    });
    let borrowed = set.generics.lifetimes().map(|_| Lifetime::new("'x", proc_macro2::Span::call_site()));
    let specs = set.labels.iter().map(|label| spec(set, label));
    let visits = set.labels.iter().enumerate().map(|(index, label)| {
        let (field, ty) = (&label.field, &label.ty);
        let value = quote_spanned!(ty.span() => <#ty as #private::LabelValue>::as_arg(&self.#field));
        quote!(visitor.set(#index, &#value);)
    });
    quote! {
        #[automatically_derived]
        impl #generics #private::LabelSet for #ident #arguments #bounds {
            type Start = #slots<#(#start),*>;
            type With<'x> = #ident<#(#borrowed),*>;
            fn specs() -> #private::Vec<#private::LabelSpec> {
                ::core::convert::From::from([#(#specs),*])
            }
        }

        #[automatically_derived]
        #[allow(deprecated)]
        impl #generics #private::Slots for #ident #arguments #bounds {
            type InRow = ();
            #[inline]
            fn visit<V: #private::Visit>(&self, visitor: &mut V) {
                #(#visits)*
            }
            fn in_row(&self) {}
        }

        #[automatically_derived]
        impl #generics #private::Complete for #ident #arguments #bounds {}
    }
}

fn spec(set: &Set, label: &Label) -> TokenStream {
    let private = set.krate.private();
    let (name, owned) = (&label.name, &label.owned);
    let spec = match &label.default {
        Some(default) if takes_its_type(default) => {
            let call = quote_spanned!(owned.span() => #private::label_with_literal::<#owned>);
            quote!(#call(#name, #default))
        }
        Some(default) => {
            let call = quote_spanned!(owned.span() => #private::label_with_default::<#owned, _>);
            let default = quote_spanned!(default.span() => &(#default));
            quote!(#call(#name, #default))
        }
        None => {
            let call = quote_spanned!(owned.span() => #private::label::<#owned>);
            quote!(#call(#name))
        }
    };
    if label.renamed {
        let setter = syn::ext::IdentExt::unraw(&label.field).to_string();
        return quote!(#private::set_by(#spec, #setter));
    }
    spec
}
