use proc_macro2::TokenStream;
use quote::quote;
use quote::quote_spanned;
use syn::spanned::Spanned;

use crate::label_set::ir::Set;

// pub struct PageLabelsSlots<ServiceSlot, RouteSlot> { service: ServiceSlot, route: RouteSlot }
//
// impl<..: Slot> Slots for PageLabelsSlots<..> { .. }
//
// // All are given but closed ones; what one label's check is depends on those before it, so that the first fails alone.
// impl<..: Slot> Resolvable for PageLabelsSlots<ServiceSlot, RouteSlot>
// where
//     ServiceSlot: Resolved<OpennessOf<String>>,
//     Gate<OpennessOf<String>, ServiceSlot, RouteSlot>: Resolved<OpennessOf<&'static str>>,
// {}
//
// impl<..: Slot> Labelled for PageLabelsSlots<..> { type Builder<'m, M: 'm> = PageLabelsBuilder<'m, M, ..> where Self: 'm; .. }
pub(super) fn slots(set: &Set) -> TokenStream {
    let private = set.krate.private();
    let (vis, slots, builder, metric) = (&set.vis, &set.slots, &set.builder, &set.metric);
    let fields = set.labels.iter().map(|label| &label.field).collect::<Vec<_>>();
    let params = set.labels.iter().map(|label| &label.slot).collect::<Vec<_>>();
    let indices = 0..fields.len();
    let lifetime = quote!('m);
    let doc = format!("What has been given of [`{}`].", set.ident);
    let resolved = resolved(set);
    quote! {
        #[doc = #doc]
        #[doc(hidden)]
        #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug, ::core::default::Default)]
        #vis struct #slots<#(#params),*> {
            #(#fields: #params,)*
        }

        #[automatically_derived]
        impl<#(#params: #private::Slot),*> #private::Slots for #slots<#(#params),*> {
            type InRow = #slots<#(#params::InRow),*>;
            #[inline]
            fn visit<V: #private::Visit>(&self, visitor: &mut V) {
                #(self.#fields.visit(#indices, visitor);)*
            }
            fn in_row(&self) -> Self::InRow {
                #slots { #(#fields: self.#fields.in_row(),)* }
            }
        }

        #[automatically_derived]
        impl<#(#params: #private::Slot),*> #private::Resolvable for #slots<#(#params),*>
        where
            #(#resolved,)*
        {}

        #[automatically_derived]
        impl<#(#params: #private::Slot),*> #private::Labelled for #slots<#(#params),*> {
            type Builder<#lifetime, #metric: #lifetime> = #builder<#lifetime, #metric, #(#params),*> where Self: #lifetime;
            #[inline]
            fn builder<#metric>(
                partial: #private::Partial<'_, #metric, Self>,
            ) -> #builder<'_, #metric, #(#params),*> {
                #builder(partial)
            }
        }
    }
}

fn resolved(set: &Set) -> Vec<TokenStream> {
    let private = set.krate.private();
    let opennesses: Vec<TokenStream> = set
        .labels
        .iter()
        .map(|label| {
            let owned = &label.owned;
            quote_spanned!(owned.span() => #private::OpennessOf<#owned>)
        })
        .collect();
    let bound = |(last, label): (usize, &crate::label_set::ir::Label)| {
        let slot = &label.slot;
        let gate =
            set.labels.iter().zip(&opennesses).take(last).rev().fold(quote!(#slot), |inner, (before, openness)| {
                let before = &before.slot;
                quote!(#private::Gate<#openness, #before, #inner>)
            });
        let openness = &opennesses[last];
        quote!(#gate: #private::Resolved<#openness>)
    };
    set.labels.iter().enumerate().map(bound).collect()
}
