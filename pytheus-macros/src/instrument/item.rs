use proc_macro2::TokenStream;
use syn::Attribute as SynAttribute;
use syn::Signature;
use syn::Token;
use syn::Visibility;
use syn::parse::ParseStream;
use syn::parse::Parser;
use syn::token::Brace;

use super::attr::Attribute;

/// A function, its body not looked into: rustc tells the user what is wrong with it, in his own words and places.
pub(super) struct Function {
    pub(super) attributes: Vec<SynAttribute>,
    pub(super) visibility: Visibility,
    pub(super) signature: Signature,
    pub(super) brace: Brace,
    /// The `#![..]` at the start of the body.
    pub(super) inner: Vec<SynAttribute>,
    pub(super) body: TokenStream,
}

impl Function {
    pub(super) fn parse(attribute: Attribute, item: TokenStream) -> syn::Result<Self> {
        let parser = |input: ParseStream<'_>| {
            let attributes = input.call(SynAttribute::parse_outer)?;
            let visibility = input.parse()?;
            let name = attribute.name();
            if input.fork().parse::<Signature>().is_err() {
                let text = format!("`#[{name}]` goes on a function or a method");
                let at = input.span();
                input.parse::<TokenStream>()?;
                return Err(syn::Error::new(at, text));
            }
            let signature: Signature = input.parse()?;
            if input.parse::<Option<Token![;]>>()?.is_some() {
                let function = &signature.ident;
                let text = format!(
                    "`{function}` has no body here: put `#[{name}]` on the implementations, or give it a default body"
                );
                return Err(syn::Error::new(function.span(), text));
            }
            let content;
            let brace = syn::braced!(content in input);
            let inner = content.call(SynAttribute::parse_inner)?;
            Ok(Self { attributes, visibility, signature, brace, inner, body: content.parse()? })
        };
        parser.parse2(item)
    }
}
