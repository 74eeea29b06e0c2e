use proc_macro2::Span;
use proc_macro2::TokenStream;
use quote::ToTokens;
use quote::quote;
use quote::quote_spanned;
use syn::Expr;
use syn::Ident;

use crate::kit::at;
use crate::kit::spot;
use crate::label_set::ir::Label;
use crate::label_set::ir::Set;

// /// Labels of a metric ..
// pub struct PageLabelsBuilder<'m, M, ServiceSlot, RouteSlot>(Partial<'m, M, PageLabelsSlots<ServiceSlot, RouteSlot>>);
//
// impl Deref for PageLabelsBuilder<..> { type Target = Partial<..>; .. }       // `inc`, `observe`, `handle`, ..
// impl Clone, Copy, Debug for PageLabelsBuilder<..> { .. }
// impl<..> PageLabelsBuilder<'m, M, ServiceSlot, RouteSlot> {
//     pub fn route<'v>(self, value: Arg<'v, &'static str>) -> PageLabelsBuilder<'m, M, ServiceSlot, Set<Arg<'v, &'static str>>> { .. }
//     ..
// }
pub(super) fn builder(set: &Set) -> TokenStream {
    let private = set.krate.private();
    let (vis, slots, builder, metric) = (&set.vis, &set.slots, &set.builder, &set.metric);
    let params = set.labels.iter().map(|label| &label.slot).collect::<Vec<_>>();
    let doc = doc(set);
    let setters = (0..set.labels.len()).map(|index| setter(set, index));
    quote! {
        #[doc = #doc]
        #[must_use = "labels alone record nothing"]
        #vis struct #builder<'m, #metric, #(#params),*>(
            #private::Partial<'m, #metric, #slots<#(#params),*>>,
        );

        #[automatically_derived]
        impl<'m, #metric, #(#params: #private::Slot),*> ::core::ops::Deref for #builder<'m, #metric, #(#params),*> {
            type Target = #private::Partial<'m, #metric, #slots<#(#params),*>>;
            #[inline]
            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }

        #[automatically_derived]
        impl<#metric, #(#params: ::core::clone::Clone),*> ::core::clone::Clone for #builder<'_, #metric, #(#params),*> {
            #[inline]
            fn clone(&self) -> Self {
                Self(::core::clone::Clone::clone(&self.0))
            }
        }

        #[automatically_derived]
        impl<#metric, #(#params: ::core::marker::Copy),*> ::core::marker::Copy for #builder<'_, #metric, #(#params),*> {}

        #[automatically_derived]
        impl<#metric, #(#params: #private::Slot),*> ::core::fmt::Debug for #builder<'_, #metric, #(#params),*> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&self.0, f)
            }
        }

        #[automatically_derived]
        #[allow(dead_code, private_interfaces, unreachable_pub, unused_qualifications, clippy::type_complexity)]
        impl<'m, #metric, #(#params: #private::Slot),*> #builder<'m, #metric, #(#params),*> {
            #(#setters)*
        }
    }
}

// All that is of a type that may be wrong stands where that type does. The variables stand where they are written: in
// the user's `macro_rules!` a variable is another one in another place.
fn setter(set: &Set, index: usize) -> TokenStream {
    let label = &set.labels[index];
    let (field, owned) = (&label.field, &label.owned);
    let doc = setter_doc(label);
    let place = spot(owned);
    let private = at(place, set.krate.private());
    let builder = at(place, set.builder.to_token_stream());
    let (slots, metric) = (&set.slots, &set.metric);
    let arg = at(place, quote!(#private::Arg<'v, #owned>));
    let params = set.labels.iter().enumerate().map(|(i, other)| match i == index {
        true => quote_spanned!(place => #private::Set<#arg>),
        false => other.slot.to_token_stream(),
    });
    let [this, value, source, given] =
        ["self", "value", "source", "slots"].map(|name| Ident::new(name, Span::mixed_site()));
    let fields = set.labels.iter().enumerate().map(|(i, other)| {
        let name = &other.field;
        match i == index {
            true => quote_spanned!(place => #name: #private::Set(#value)),
            false => quote!(#name: #given.#name),
        }
    });
    let output = quote_spanned!(place => #builder<'m, #metric, #(#params),*>);
    let body = quote_spanned!(place => #builder(#private::Partial::new(#source, #slots { #(#fields),* })));
    quote! {
        #[doc = #doc]
        #[inline]
        pub fn #field<'v>(#this, #value: #arg) -> #output {
            let (#source, #given) = #this.0.into_parts();
            #body
        }
    }
}

fn doc(set: &Set) -> String {
    let name = &set.ident;
    let mut doc = format!(
        "The labels of a metric whose label set is [`{name}`], as far as they are given.\n\n\
         `labels()` of the metric makes it. Give the labels in any order, a later value overriding an earlier one; once \
         all that need a value have one, record. It is `Copy` where the values are, so keep one with some labels given \
         and build on it.\n\n"
    );
    for label in &set.labels {
        doc.push_str(&format!("- `{}`{}\n", label.name, if label.default.is_some() { " (has a default)" } else { "" }));
    }
    doc
}

fn setter_doc(label: &Label) -> String {
    let default = match &label.default {
        Some(Expr::Lit(literal)) => format!(" Without it, the label is `{}`.", literal.to_token_stream()),
        Some(_) => " It has a default, evaluated at registration.".to_owned(),
        None => String::new(),
    };
    format!("Gives the label `{}`.{default}", label.name)
}
