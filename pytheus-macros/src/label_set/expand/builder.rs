use proc_macro2::Span;
use proc_macro2::TokenStream;
use quote::ToTokens;
use quote::quote;
use quote::quote_spanned;
use syn::Expr;
use syn::Ident;
use syn::spanned::Spanned;

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
        #[allow(dead_code, unreachable_pub)]
        impl<'m, #metric, #(#params: #private::Slot),*> #builder<'m, #metric, #(#params),*> {
            #(#setters)*
        }
    }
}

fn setter(set: &Set, index: usize) -> TokenStream {
    let private = set.krate.private();
    let (slots, builder, metric) = (&set.slots, &set.builder, &set.metric);
    let label = &set.labels[index];
    let (field, owned) = (&label.field, &label.owned);
    let doc = setter_doc(label);
    let arg = quote_spanned!(owned.span() => #private::Arg<'v, #owned>);
    let params = set.labels.iter().enumerate().map(|(i, other)| match i == index {
        true => quote!(#private::Set<#arg>),
        false => other.slot.to_token_stream(),
    });
    // The user may have a constant of any name.
    let [value, source, given] = ["value", "source", "slots"].map(|name| Ident::new(name, Span::mixed_site()));
    let fields = set.labels.iter().enumerate().map(|(i, other)| {
        let name = &other.field;
        match i == index {
            true => quote!(#name: #private::Set(#value)),
            false => quote!(#name: #given.#name),
        }
    });
    quote! {
        #[doc = #doc]
        #[inline]
        pub fn #field<'v>(self, #value: #arg) -> #builder<'m, #metric, #(#params),*> {
            let (#source, #given) = self.0.into_parts();
            #builder(#private::Partial::new(#source, #slots { #(#fields),* }))
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
