use proc_macro2::TokenStream;
use quote::quote;

use crate::kit::at;
use crate::kit::spot;
use crate::label_set::ir::Label;
use crate::label_set::ir::Set;

// pub struct PageLabelsSlots<ServiceSlot, RouteSlot> { service: ServiceSlot, route: RouteSlot }
//
// impl<..: Slot> Slots for PageLabelsSlots<..> { .. }
//
// // All are given but closed ones; what one label's check is depends on those before it, so that the first fails alone.
// const _: () = {
//     struct ServiceKind;
//     impl LabelKind for ServiceKind { type Openness = OpennessOf<String>; }
//     ..
//     impl<ServiceSlot: Gated<ServiceKind>, RouteSlot: Gated<RouteKind>> Resolvable for PageLabelsSlots<..>
//     where
//         ServiceSlot: ResolvedAs<ServiceKind>,
//         Gate<ServiceKind, ServiceSlot, RouteSlot>: ResolvedAs<RouteKind>,
//     {}
// };
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
    let kinds = set.labels.iter().map(|label| {
        let (kind, owned) = (&label.kind, &label.owned);
        let openness = at(spot(owned), quote!(type Openness = #private::OpennessOf<#owned>;));
        quote! {
            struct #kind;
            #[automatically_derived]
            impl #private::LabelKind for #kind { #openness }
        }
    });
    let names = set.labels.iter().map(|label| &label.kind);
    let resolved = resolved(set);
    // rustc points at this when a row lacks a label, so it stands at the name of the set.
    let resolvable = at(set.ident.span(), quote!(#private::Resolvable for #slots<#(#params),*>));
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

        #[allow(dead_code, private_bounds, unused_qualifications, clippy::type_complexity)]
        const _: () = {
            #(#kinds)*

            #[automatically_derived]
            impl<#(#params: #private::Gated<#names>),*> #resolvable
            where
                #(#resolved,)*
            {}
        };

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
    let bound = |(last, label): (usize, &Label)| {
        let (slot, kind) = (&label.slot, &label.kind);
        let gate = set.labels.iter().take(last).rev().fold(quote!(#slot), |inner, before| {
            let (slot, kind) = (&before.slot, &before.kind);
            quote!(#private::Gate<#kind, #slot, #inner>)
        });
        at(label.field.span(), quote!(#gate: #private::ResolvedAs<#kind>))
    };
    set.labels.iter().enumerate().map(bound).collect()
}
