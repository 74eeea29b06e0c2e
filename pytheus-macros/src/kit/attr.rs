use proc_macro2::TokenStream;
use syn::Attribute;
use syn::Expr;
use syn::ExprLit;
use syn::Ident;
use syn::Lit;
use syn::LitStr;
use syn::Path;
use syn::Token;
use syn::ext::IdentExt;
use syn::parse::Parse;
use syn::parse::ParseStream;
use syn::parse::Parser;
use syn::punctuated::Punctuated;

use super::Errors;

/// One word of an attribute, with its spans: `init`, `name = "x"`, `buckets(1, 2)`.
pub(crate) struct Word {
    pub(crate) key: Ident,
    pub(crate) value: Value,
}

/// What comes after a word.
pub(crate) enum Value {
    Nothing,
    Is(Expr),
    List(TokenStream),
}

impl Word {
    /// The word as text.
    pub(crate) fn text(&self) -> String {
        self.key.unraw().to_string()
    }

    /// The text of `name = ".."`.
    pub(crate) fn string(&self, errors: &mut Errors) -> Option<LitStr> {
        if let Value::Is(expr) = &self.value
            && let Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) = bare(expr)
        {
            return Some(text.clone());
        }
        let key = self.text();
        self.complain(errors, &format!("`{key}` takes text: `{key} = \"..\"`"));
        None
    }

    /// The expression of `default = ..`.
    pub(crate) fn expr(&self, errors: &mut Errors) -> Option<Expr> {
        if let Value::Is(expr) = &self.value {
            return Some(expr.clone());
        }
        let key = self.text();
        self.complain(errors, &format!("`{key}` takes a value: `{key} = ..`"));
        None
    }

    /// The path of `crate = ..`.
    pub(crate) fn path(&self, errors: &mut Errors) -> Option<Path> {
        if let Value::Is(expr) = &self.value
            && let Expr::Path(path) = bare(expr)
        {
            return Some(path.path.clone());
        }
        let key = self.text();
        self.complain(errors, &format!("`{key}` takes a path: `{key} = path::to::it`"));
        None
    }

    /// A word that stands alone.
    pub(crate) fn flag(&self, errors: &mut Errors) -> bool {
        if !matches!(self.value, Value::Nothing) {
            self.complain(errors, &format!("`{}` takes no value", self.text()));
        }
        true
    }

    /// The elements of `buckets(..)`.
    pub(crate) fn list<T: Parse>(&self, example: &str, errors: &mut Errors) -> Option<Vec<T>> {
        match &self.value {
            Value::List(tokens) if !tokens.is_empty() => {
                let parsed = Punctuated::<T, Token![,]>::parse_terminated.parse2(tokens.clone());
                errors.take(parsed).map(|list| list.into_iter().collect())
            }
            Value::List(_) => Some(Vec::new()),
            _ => {
                self.complain(errors, &format!("`{}` takes a list: `{example}`", self.text()));
                None
            }
        }
    }

    /// A mistake in what comes after the word, or in the word if nothing does.
    pub(crate) fn complain(&self, errors: &mut Errors, message: &str) {
        match &self.value {
            Value::Is(expr) => errors.on(expr, message),
            Value::List(tokens) if !tokens.is_empty() => errors.on(tokens, message),
            _ => errors.on(&self.key, message),
        }
    }
}

impl Parse for Word {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(LitStr) {
            // `#[label("text")]` is short for `#[label(name = "text")]`.
            let text: LitStr = input.parse()?;
            let key = Ident::new("name", text.span());
            return Ok(Self { key, value: Value::Is(Expr::Lit(ExprLit { attrs: Vec::new(), lit: Lit::Str(text) })) });
        }
        let key = Ident::parse_any(input)?;
        let value = if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            Value::Is(input.parse()?)
        } else if input.peek(syn::token::Paren) {
            let content;
            syn::parenthesized!(content in input);
            Value::List(content.parse()?)
        } else {
            Value::Nothing
        };
        Ok(Self { key, value })
    }
}

/// The words of all attributes of this name. A word that is there twice is reported and left out.
pub(crate) fn words(attributes: &[Attribute], name: &str, errors: &mut Errors) -> Vec<Word> {
    let mut words = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident(name)) {
        let parsed = attribute.parse_args_with(Punctuated::<Word, Token![,]>::parse_terminated);
        for word in errors.take(parsed).into_iter().flatten() {
            once(&mut words, word, errors);
        }
    }
    words
}

/// Adds a word to others, unless it is there already.
fn once(words: &mut Vec<Word>, word: Word, errors: &mut Errors) {
    match words.iter().any(|other| other.key == word.key) {
        true => errors.on(&word.key, format!("`{}` is given twice", word.text())),
        false => words.push(word),
    }
}

/// An expression without the invisible parentheses that `macro_rules!` puts around what it hands on.
pub(crate) fn bare(expr: &Expr) -> &Expr {
    match expr {
        Expr::Group(group) => bare(&group.expr),
        other => other,
    }
}

/// Whether the type of an expression comes from where it stands, as that of `1` and `None` does.
pub(crate) fn takes_its_type(expr: &Expr) -> bool {
    match bare(expr) {
        Expr::Lit(_) => true,
        Expr::Unary(unary) => takes_its_type(&unary.expr),
        Expr::Paren(paren) => takes_its_type(&paren.expr),
        Expr::Path(path) => path.path.segments.last().is_some_and(|last| last.ident == "None"),
        Expr::Call(call) => {
            matches!(&*call.func, Expr::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "Some"))
        }
        _ => false,
    }
}
