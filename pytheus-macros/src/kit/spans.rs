use proc_macro2::Group;
use proc_macro2::Span;
use proc_macro2::TokenStream;
use proc_macro2::TokenTree;
use syn::Type;
use syn::spanned::Spanned;

/// The tokens, every one at this place: what rustc says of them stands there.
///
/// Errors that are alike in place and words are shown once, so that a type which is wrong in every method of an
/// expansion is wrong once for its author.
pub(crate) fn at(place: Span, tokens: TokenStream) -> TokenStream {
    let moved = |token| match token {
        TokenTree::Group(group) => {
            let mut moved = Group::new(group.delimiter(), at(place, group.stream()));
            moved.set_span(place);
            TokenTree::Group(moved)
        }
        mut other => {
            other.set_span(place);
            other
        }
    };
    tokens.into_iter().map(moved).collect()
}

/// The one token that names a type: `Uuid` in `&'a uuid::Uuid`. A range of tokens would do worse, as rustc underlines
/// now all of it and now its end.
pub(crate) fn spot(ty: &Type) -> Span {
    match ty {
        Type::Path(path) => path.path.segments.last().map_or_else(|| ty.span(), |last| last.ident.span()),
        Type::Reference(reference) => spot(&reference.elem),
        Type::Group(group) => spot(&group.elem),
        Type::Paren(paren) => spot(&paren.elem),
        other => other.span(),
    }
}
