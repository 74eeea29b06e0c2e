use proc_macro2::TokenStream;
use syn::Expr;
use syn::Ident;
use syn::Pat;
use syn::Path;
use syn::Token;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::parse::Parser;

use crate::kit::unknown;

/// Which of the attributes it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Attribute {
    Timed,
    CountErrors,
    TrackInprogress,
}

impl Attribute {
    /// Its name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Timed => "timed",
            Self::CountErrors => "count_errors",
            Self::TrackInprogress => "track_inprogress",
        }
    }

    /// The words that stand alone in it.
    fn flags(self) -> &'static [&'static str] {
        match self {
            Self::Timed => &["outcome", "construction"],
            Self::CountErrors | Self::TrackInprogress => &[],
        }
    }

    /// The words that have a value in it, and are no labels even where a metric is named.
    fn words(self) -> &'static [&'static str] {
        match self {
            Self::CountErrors => &["matches", "crate"],
            Self::Timed | Self::TrackInprogress => &["crate"],
        }
    }
}

/// What stands in the parentheses, in its order: words with their spans, nothing decided yet.
pub(super) struct Arguments {
    pub(super) metric: Option<Expr>,
    pub(super) others: Vec<Argument>,
}

pub(super) struct Argument {
    pub(super) key: Ident,
    pub(super) value: Value,
}

pub(super) enum Value {
    /// The word alone.
    Flag,
    /// `key = expression`
    Expr(Box<Expr>),
    /// `key(..)`
    List(TokenStream),
    /// `matches = pattern if guard`
    Pattern(Box<Pattern>),
    /// `crate = path`
    Path(Path),
}

pub(super) struct Pattern {
    pub(super) pattern: Pat,
    pub(super) guard: Option<Expr>,
}

impl Arguments {
    pub(super) fn parse(attribute: Attribute, tokens: TokenStream) -> syn::Result<Self> {
        let parser = |input: ParseStream<'_>| {
            let mut arguments = Self { metric: None, others: Vec::new() };
            while !input.is_empty() {
                arguments.next(attribute, input)?;
                if !input.is_empty() {
                    input.parse::<Token![,]>()?;
                }
            }
            Ok(arguments)
        };
        parser.parse2(tokens)
    }

    fn next(&mut self, attribute: Attribute, input: ParseStream<'_>) -> syn::Result<()> {
        if is_pair(input) {
            let key = key(input)?;
            input.parse::<Token![=]>()?;
            let value = Value::parse(attribute, &key, input)?;
            self.others.push(Argument { key, value });
            return Ok(());
        }
        if input.peek(Ident)
            && (input.peek2(Token![,]) || input.cursor().token_tree().is_some_and(|(_, rest)| rest.eof()))
        {
            let word: Ident = input.fork().parse()?;
            let first = self.metric.is_none() && self.others.is_empty();
            if attribute.flags().iter().any(|flag| word == flag) {
                let key = input.parse()?;
                self.others.push(Argument { key, value: Value::Flag });
                return Ok(());
            }
            if !first && self.metric.is_some() {
                let expected: Vec<&str> = attribute.flags().iter().chain(attribute.words()).copied().collect();
                let text = unknown("word", &word.to_string(), &expected);
                return Err(syn::Error::new(word.span(), format!("{text}; a label is given as `label = value`")));
            }
        }
        if attribute == Attribute::Timed && is_list(input) {
            let key = input.parse()?;
            let content;
            syn::parenthesized!(content in input);
            self.others.push(Argument { key, value: Value::List(content.parse()?) });
            return Ok(());
        }
        let metric: Expr = input.parse()?;
        if self.metric.is_some() {
            return Err(syn::Error::new_spanned(
                metric,
                "there is a metric already; a label is given as `label = value`",
            ));
        }
        if !self.others.is_empty() {
            return Err(syn::Error::new_spanned(metric, "the metric comes first; a label is given as `label = value`"));
        }
        self.metric = Some(metric);
        Ok(())
    }
}

impl Value {
    fn parse(attribute: Attribute, key: &Ident, input: ParseStream<'_>) -> syn::Result<Self> {
        if key == "crate" {
            return input.call(Path::parse_mod_style).map(Self::Path);
        }
        if key == "matches" && attribute == Attribute::CountErrors {
            let pattern = Pat::parse_multi_with_leading_vert(input)?;
            let guard = input.parse::<Option<Token![if]>>()?.map(|_| input.parse()).transpose()?;
            return Ok(Self::Pattern(Box::new(Pattern { pattern, guard })));
        }
        Ok(Self::Expr(input.parse()?))
    }
}

/// Whether `key = ..` comes, and not `a == b`.
fn is_pair(input: ParseStream<'_>) -> bool {
    input.peek(Ident::peek_any) && input.peek2(Token![=]) && !input.peek2(Token![==]) && !input.peek2(Token![=>])
}

/// Whether `buckets(..)` comes.
fn is_list(input: ParseStream<'_>) -> bool {
    input.peek2(syn::token::Paren) && input.fork().parse::<Ident>().is_ok_and(|word| word == "buckets")
}

/// A key. A keyword may be the name of a label, whose field and setter are raw identifiers then.
fn key(input: ParseStream<'_>) -> syn::Result<Ident> {
    let keyword = !input.peek(Ident);
    let key = input.call(Ident::parse_any)?;
    let raw = keyword && !["crate", "self", "Self", "super", "_"].iter().any(|word| key == word);
    Ok(if raw { Ident::new_raw(&key.to_string(), key.span()) } else { key })
}
