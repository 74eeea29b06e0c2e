use proc_macro2::Span;
use proc_macro2::TokenStream;
use quote::quote;
use quote::quote_spanned;
use syn::Ident;
use syn::Lifetime;
use syn::spanned::Spanned;

use crate::kit::at;
use crate::kit::spot;
use crate::kit::takes_its_type;
use crate::label_set::ir::Label;
use crate::label_set::ir::Set;

// impl<'a> LabelSet for PageLabels<'a> {
//     type Start = PageLabelsSlots<Defaulted, Missing>;
//     type With<'x> = PageLabels<'x>;
//     type InHistogram = Fits;                        // or `HasLe`, which a histogram refuses
//     type InSummary = Fits;
//     fn specs() -> Vec<LabelSpec> {
//         [or_literal::<Arg<'_, String>>(label("service", <Arg<'static, String> as LabelArg>::CLOSED), "main"), ..].into()
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
    let borrowed = set.generics.lifetimes().map(|_| Lifetime::new("'x", Span::call_site()));
    let specs = set.labels.iter().map(|label| spec(set, label));
    let [this, visitor] = ["self", "visitor"].map(|name| Ident::new(name, Span::mixed_site()));
    let visits = set.labels.iter().enumerate().map(|(index, label)| {
        let (field, ty) = (&label.field, &label.ty);
        let as_arg = at(spot(ty), quote!(<#ty as #private::LabelValue>::as_arg));
        let value = quote_spanned!(spot(ty) => #as_arg(&#this.#field));
        quote_spanned!(spot(ty) => #visitor.set(#index, &#value);)
    });
    let has = |name: &str| set.labels.iter().any(|label| label.name == name);
    let in_histogram = if has("le") { quote!(HasLe) } else { quote!(Fits) };
    let in_summary = if has("quantile") { quote!(HasQuantile) } else { quote!(Fits) };
    quote! {
        #[automatically_derived]
        #[allow(unused_qualifications)]
        impl #generics #private::LabelSet for #ident #arguments #bounds {
            type Start = #slots<#(#start),*>;
            type With<'x> = #ident<#(#borrowed),*>;
            type InHistogram = #private::#in_histogram;
            type InSummary = #private::#in_summary;
            fn specs() -> #private::Vec<#private::LabelSpec> {
                ::core::convert::From::from([#(#specs),*])
            }
        }

        #[automatically_derived]
        #[allow(deprecated, unused_qualifications)]
        impl #generics #private::Slots for #ident #arguments #bounds {
            type InRow = ();
            #[inline]
            fn visit<V: #private::Visit>(&#this, #visitor: &mut V) {
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
    let closed = at(spot(owned), quote!(<#private::Arg<'static, #owned> as #private::LabelArg>::CLOSED));
    let spec = quote!(#private::label(#name, #closed));
    let spec = match &label.default {
        Some(default) => {
            let (how, default) = match takes_its_type(default) {
                true => (quote!(or_literal), quote!(#default)),
                false => (quote!(or_borrowed), quote_spanned!(default.span() => &(#default))),
            };
            let arg = at(spot(owned), quote!(#private::Arg<'_, #owned>));
            quote!(#private::#how::<#arg>(#spec, #default))
        }
        None => spec,
    };
    if label.renamed {
        let setter = syn::ext::IdentExt::unraw(&label.field).to_string();
        return quote!(#private::set_by(#spec, #setter));
    }
    spec
}
