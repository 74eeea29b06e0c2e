use proc_macro2::Delimiter;
use proc_macro2::Group;
use proc_macro2::Span;
use proc_macro2::TokenStream;
use proc_macro2::TokenTree;
use quote::ToTokens;
use quote::quote;
use quote::quote_spanned;
use syn::Ident;
use syn::spanned::Spanned;

use super::ir::Target;

impl Target {
    /// Where complaints about the metric begin.
    pub(super) fn site(&self) -> Span {
        Span::mixed_site().located_at(self.metric.span())
    }

    /// `match enter(&METRIC) { .. => .. }`: what is temporary in the metric's expression lives as long as it must.
    ///
    /// The call and its argument span the metric's expression and nothing else: the compiler makes one complaint of the
    /// two that it has, and puts it there.
    pub(super) fn held(
        &self,
        private: &TokenStream,
        enter: &str,
        arm: impl FnOnce(&Ident) -> TokenStream,
    ) -> TokenStream {
        let call = spanning(private, enter, &self.metric);
        let metric = &self.metric;
        let arm = arm(&Ident::new("__pytheus_metric", Span::mixed_site()));
        quote_spanned!(Span::mixed_site()=> match &&(#metric) { __pytheus_held => match #call { #arm } })
    }

    /// `metric.labels().method(req.method())`
    pub(super) fn labels(&self) -> TokenStream {
        let metric = Ident::new("__pytheus_metric", Span::mixed_site());
        let labels = Ident::new("labels", self.site());
        let setters = self.labels.iter().map(|label| {
            let name = &label.name;
            let value = &label.value;
            quote_spanned!(Span::mixed_site()=> .#name(#value))
        });
        quote_spanned!(Span::mixed_site()=> #metric.#labels()#(#setters)*)
    }

    /// The series: `metric.labels().method(req.method()).handle()`, or `metric.handle()`.
    pub(super) fn handle(&self) -> TokenStream {
        let handle = Ident::new("handle", self.site());
        let metric = Ident::new("__pytheus_metric", Span::mixed_site());
        let labels = if self.labels.is_empty() { metric.into_token_stream() } else { self.labels() };
        quote_spanned!(Span::mixed_site()=> #labels.#handle())
    }
}

/// `function(*held)`, where these tokens stand.
pub(super) fn spanning(private: &TokenStream, function: &str, tokens: impl ToTokens) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_token_stream().into_iter().collect();
    let site = Span::mixed_site();
    let first = site.located_at(tokens.first().map_or(site, TokenTree::span));
    let last = site.located_at(match tokens.last() {
        Some(TokenTree::Group(group)) => group.span_close(),
        Some(token) => token.span(),
        None => site,
    });
    let path = quote!(#private::).into_iter().map(|mut token| {
        token.set_span(first);
        token
    });
    let path: TokenStream = path.collect();
    let function = Ident::new(function, first);
    let held = Ident::new("__pytheus_held", last);
    let star = quote_spanned!(first=> *);
    let mut arguments = Group::new(Delimiter::Parenthesis, quote!(#star #held));
    arguments.set_span(last);
    quote!(#path #function #arguments)
}
