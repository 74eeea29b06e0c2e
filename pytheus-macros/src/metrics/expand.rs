use proc_macro2::Span;
use proc_macro2::TokenStream;
use quote::quote;
use quote::quote_spanned;
use syn::Expr;
use syn::Ident;
use syn::Type;
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::ir::Field;
use super::ir::Group;
use super::ir::Limit;
use super::ir::Metric;
use super::ir::Role;
use crate::kit::at;
use crate::kit::bare;
use crate::kit::spot;
use crate::kit::takes_its_type;

// impl Metrics for Shop {
//     fn build(host: &dyn Host, prefix: &str) -> Result<Self, RegisterError> {
//         let prefix = join(prefix, "shop");
//         let metrics = Self {
//             pages_total: <Counter<PageLabels> as Metric>::declare(host, Declaration::new(join(&prefix, "pages_total"), "..", ..))?,
//             db: <DbMetrics as Metrics>::build(host, &join(&prefix, "db"))?,
//         };
//         let _ = &metrics.answer;                // a callback is read by scrapes, so its field is not dead
//         Ok(metrics)
//     }
// }
// impl Shared for Shop { fn cell() -> &'static OnceCell<Self> { static CELL: OnceCell<Shop> = OnceCell::new(); &CELL } }
// impl Shop {
//     pub fn register(host: &dyn Host) -> Result<Self, RegisterError> { registered(host) }
//     pub fn global() -> &'static Self { global_metrics::<Self>() }
// }
pub(super) fn expand(group: &Group) -> TokenStream {
    let private = group.krate.private();
    let (vis, ident, own) = (&group.vis, &group.ident, &group.prefix);
    let locals = Locals::new();
    let Locals { host, prefix, metrics } = &locals;
    let callbacks = group.fields.iter().filter(|field| field.callback().is_some()).map(|field| &field.ident);
    let fields = group.fields.iter().map(|field| {
        let name = &field.ident;
        let value = value(group, field, &locals);
        quote!(#name: #value)
    });
    let checks = group.fields.iter().map(|field| check_defaults(group, field));
    let register = format!("Registers the metrics of [`{ident}`].");
    let global = format!("The [`{ident}`] of this process, registered in the global registry at the first call.");
    quote! {
        #[automatically_derived]
        #[allow(unreachable_code, unused_qualifications)]
        impl #private::Metrics for #ident {
            fn build(
                #host: &dyn #private::Host,
                #prefix: &::core::primitive::str,
            ) -> ::core::result::Result<Self, #private::RegisterError> {
                #(#checks)*
                let #prefix = #private::join(#prefix, #own);
                let #metrics = Self { #(#fields,)* };
                #(let _ = &#metrics.#callbacks;)*
                ::core::result::Result::Ok(#metrics)
            }
        }

        #[automatically_derived]
        impl #private::Shared for #ident {
            fn cell() -> &'static #private::OnceCell<Self> {
                static CELL: #private::OnceCell<#ident> = #private::OnceCell::new();
                &CELL
            }
        }

        #[automatically_derived]
        #[allow(dead_code)]
        impl #ident {
            #[doc = #register]
            ///
            /// # Errors
            ///
            /// `RegisterError` for the first that the registry does not take; those before it stay registered.
            #vis fn register(host: &dyn #private::Host) -> ::core::result::Result<Self, #private::RegisterError> {
                #private::registered(host)
            }

            #[doc = #global]
            ///
            /// What the registry does not take is reported, and records without being exposed.
            #[must_use]
            #vis fn global() -> &'static Self {
                #private::global_metrics::<Self>()
            }
        }
    }
}

/// The names of the variables of `build`, which no expression of the user's can see or be hidden by.
struct Locals {
    host: Ident,
    prefix: Ident,
    metrics: Ident,
}

impl Locals {
    fn new() -> Self {
        let [host, prefix, metrics] = ["host", "prefix", "metrics"].map(|name| Ident::new(name, Span::mixed_site()));
        Self { host, prefix, metrics }
    }
}

fn value(group: &Group, field: &Field, locals: &Locals) -> TokenStream {
    let private = group.krate.private();
    let ty = &field.ty;
    let Locals { host, prefix, .. } = locals;
    match &field.role {
        Role::Broken => quote!(::core::unreachable!()),
        Role::Nested { prefix: inner } => {
            let prefix = quote!(&#private::join(&#prefix, #inner));
            let build = at(spot(ty), quote!(<#ty as #private::Metrics>::build));
            call(ty, &build, &quote!(#host, #prefix))
        }
        Role::Metric(metric) => {
            let declaration = declaration(group, field, metric, prefix);
            match &metric.callback {
                Some(read) => {
                    let declare = at(spot(ty), quote!(<#ty>::declare_reading));
                    call(ty, &declare, &quote!(#host, #declaration, #read))
                }
                None => {
                    let declare = at(spot(ty), quote!(<#ty as #private::Metric>::declare));
                    call(ty, &declare, &quote!(#host, #declaration))
                }
            }
        }
    }
}

/// `function(arguments)?`, at the place of the type.
fn call(ty: &Type, function: &TokenStream, arguments: &TokenStream) -> TokenStream {
    quote_spanned!(spot(ty) => #function(#arguments)?)
}

// Declaration::new(join(&prefix, "pages_total"), "Pages served.", Place::new(file!(), line!())).unit("seconds")
fn declaration(group: &Group, field: &Field, metric: &Metric, prefix: &Ident) -> TokenStream {
    let private = group.krate.private();
    let Metric { name, help, unit, across, .. } = metric;
    // Both macros look at the span of their name, so the place is that of the field.
    let place = quote_spanned!(field.ident.span() => #private::Place::new(::core::file!(), ::core::line!()));
    let mut tokens = quote!(#private::Declaration::new(#private::join(&#prefix, #name), #help, #place));
    if let Some(unit) = unit {
        tokens.extend(quote!(.unit(#unit)));
    }
    if let Some(mode) = across {
        tokens.extend(quote!(.across(#private::Across::#mode)));
    }
    if let Some(bounds) = &metric.buckets {
        let bounds = bounds.tokens(&group.krate);
        tokens.extend(quote!(.buckets(#bounds)));
    }
    for (label, value) in &metric.defaults {
        let label = label.unraw().to_string();
        // Alone, `None` is of no known type; as a label value it is the empty text.
        let text = match bare(value) {
            Expr::Path(path) if path.path.is_ident("None") => quote!(""),
            _ => {
                let value = quote_spanned!(value.span() => &(#value));
                quote!(#private::text(#value))
            }
        };
        tokens.extend(quote!(.default(#label, #text)));
    }
    match &metric.series_limit {
        Some(Limit::Series(limit)) => tokens.extend(quote!(.series_limit(::core::option::Option::Some(#limit)))),
        Some(Limit::Unlimited) => tokens.extend(quote!(.series_limit(::core::option::Option::None))),
        None => {}
    }
    if metric.init {
        tokens.extend(quote!(.init()));
    }
    if metric.verbatim {
        tokens.extend(quote!(.verbatim()));
    }
    tokens
}

// A function that is never called: the setters say whether the labels are there, and take these values.
//
// fn defaults(metric: &Counter<PageLabels>) { let _ = metric.labels().service(LabelValue::as_arg(&("eu"))); }
fn check_defaults(group: &Group, field: &Field) -> TokenStream {
    let Role::Metric(metric) = &field.role else { return TokenStream::new() };
    if metric.defaults.is_empty() {
        return TokenStream::new();
    }
    let private = group.krate.private();
    let ty = &field.ty;
    let metric_of = Ident::new("metric", Span::mixed_site());
    let check = quote::format_ident!("defaults_of_{}", field.ident.unraw());
    let labels = quote_spanned!(spot(ty) => #metric_of.labels());
    let setters = metric.defaults.iter().map(|(label, value)| {
        let value = match takes_its_type(value) {
            true => quote!(#value),
            false => quote_spanned!(value.span() => #private::LabelValue::as_arg(&(#value))),
        };
        quote!(.#label(#value))
    });
    quote! {
        #[allow(dead_code, non_snake_case)]
        fn #check(#metric_of: &#ty) {
            let _ = #labels #(#setters)*;
        }
    }
}
