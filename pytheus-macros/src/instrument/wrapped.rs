use proc_macro2::Span;
use proc_macro2::TokenStream;
use proc_macro2::TokenTree;
use quote::quote_spanned;
use syn::Ident;

/// What looks at the value of a body:
///
/// ```text
/// <before> let __pytheus_returned = <run>; <after> __pytheus_returned
/// ```
///
/// A second attribute that looks at the value joins the first one. Another closure or async block around its own would
/// hide nothing more, and would make the future larger by all that the function was given.
pub(super) struct Wrapped {
    pub(super) before: TokenStream,
    pub(super) returned: Ident,
    pub(super) run: TokenStream,
    pub(super) after: TokenStream,
}

impl Wrapped {
    /// A body that nothing looks at yet, by what runs it.
    pub(super) fn new(run: TokenStream) -> Self {
        let returned = Ident::new(RETURNED, Span::mixed_site());
        Self { before: TokenStream::new(), returned, run, after: TokenStream::new() }
    }

    /// The parts of a body that another attribute has been at.
    pub(super) fn find(body: &TokenStream) -> Option<Self> {
        let mut tokens: Vec<TokenTree> = body.clone().into_iter().collect();
        let Some(TokenTree::Ident(returned)) = tokens.pop().filter(|last| is(last, RETURNED)) else { return None };
        let start = tokens.windows(2).position(|pair| is(&pair[0], "let") && is(&pair[1], RETURNED))?;
        let mut rest = tokens.split_off(start).into_iter().skip(3);
        let semicolon = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ';');
        let run = rest.by_ref().take_while(|token| !semicolon(token)).collect();
        Some(Self { before: tokens.into_iter().collect(), returned, run, after: rest.collect() })
    }

    /// The future that `run` awaits.
    pub(super) fn future(&self) -> TokenStream {
        let tokens: Vec<TokenTree> = self.run.clone().into_iter().collect();
        let awaited = tokens.len().saturating_sub(2);
        tokens.into_iter().take(awaited).collect()
    }

    /// The body, with more before and after its run.
    pub(super) fn around(self, begin: &TokenStream, end: &TokenStream) -> TokenStream {
        let Self { before, returned, run, after } = self;
        quote_spanned!(Span::mixed_site()=> #begin #before let #returned = #run; #after #end #returned)
    }
}

fn is(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == word)
}

const RETURNED: &str = "__pytheus_returned";
