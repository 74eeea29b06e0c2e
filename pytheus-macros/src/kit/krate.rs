use proc_macro2::TokenStream;
use quote::ToTokens;
use quote::quote;

/// The path by which an expansion reaches this library: `::pytheus`, or what `crate = path` says.
#[derive(Clone)]
pub(crate) struct Krate(Option<syn::Path>);

impl Krate {
    /// The path given, if one was.
    pub(crate) fn new(path: Option<syn::Path>) -> Self {
        Self(path)
    }

    /// The hidden module that expansions name.
    pub(crate) fn private(&self) -> TokenStream {
        quote!(#self::__private)
    }
}

impl ToTokens for Krate {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match &self.0 {
            Some(path) => path.to_tokens(tokens),
            None => tokens.extend(quote!(::pytheus)),
        }
    }
}
