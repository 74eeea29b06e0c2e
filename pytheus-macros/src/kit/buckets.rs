use proc_macro2::Literal;
use proc_macro2::TokenStream;
use quote::ToTokens;
use quote::quote;
use syn::Expr;
use syn::ExprCall;
use syn::Ident;
use syn::Lit;
use syn::UnOp;

use super::Errors;
use super::Krate;
use super::Value;
use super::Word;
use super::bare;

/// The bounds of a histogram.
#[derive(Clone)]
pub(crate) enum Bounds {
    /// One by one, with the spelling of each if all are literals.
    List { bounds: Vec<Bound>, spelled: Vec<String> },
    /// `linear` or `exponential`, and what it takes.
    Computed { by: Ident, start: Box<Bound>, step: Box<Bound>, count: Box<Expr> },
    /// Whatever iterates over them.
    Given(Box<Expr>),
}

/// A bound: known here, or only to the compiler.
#[derive(Clone)]
pub(crate) enum Bound {
    Known(f64),
    Unknown(Expr),
}

impl Bounds {
    /// What makes the `Result<Buckets, BucketsError>` of them.
    pub(crate) fn tokens(&self, krate: &Krate) -> TokenStream {
        let private = krate.private();
        match self {
            Self::List { bounds, spelled } => quote!(#private::buckets([#(#bounds),*], &[#(#spelled),*])),
            Self::Computed { by, start, step, count } => quote!(#private::Buckets::#by(#start, #step, #count)),
            Self::Given(bounds) => quote!(#private::buckets(#bounds, &[])),
        }
    }
}

impl ToTokens for Bound {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self {
            Self::Known(number) if number.is_finite() => {
                let magnitude = Literal::f64_suffixed(number.abs());
                if number.is_sign_negative() { quote!(-#magnitude) } else { quote!(#magnitude) }
            }
            // The others have been complained of.
            Self::Known(_) => quote!(::core::primitive::f64::INFINITY),
            Self::Unknown(expr) => quote!(#expr),
        });
    }
}

/// The bounds that `buckets(..)` or `buckets = ..` gives, checked as far as they are known here.
pub(crate) fn read(word: &Word, errors: &mut Errors) -> Option<Bounds> {
    if let Value::Is(given) = &word.value {
        return Some(Bounds::Given(Box::new(given.clone())));
    }
    let list = word.list::<Expr>("buckets(0.1, 1, 10)", errors)?;
    if let [Expr::Call(call)] = &list[..]
        && let Expr::Path(by) = &*call.func
        && (by.path.is_ident("linear") || by.path.is_ident("exponential"))
    {
        return computed(call, errors);
    }
    let bounds: Vec<Bound> = list.iter().map(bound).collect();
    check(word, &list, &bounds, errors).then(|| {
        let spelled = list.iter().map(spelling).collect::<Option<Vec<_>>>().unwrap_or_default();
        Bounds::List { bounds, spelled }
    })
}

fn check(word: &Word, list: &[Expr], bounds: &[Bound], errors: &mut Errors) -> bool {
    if list.is_empty() {
        errors.on(&word.key, "a histogram needs at least one bucket bound");
        return false;
    }
    for (index, (expr, bound)) in list.iter().zip(bounds).enumerate() {
        let Bound::Known(bound) = *bound else { continue };
        let before = index.checked_sub(1).and_then(|before| bounds.get(before));
        let message = match before {
            _ if bound.is_nan() => "a bucket bound is NaN".to_owned(),
            None if bound == f64::INFINITY && list.len() == 1 => {
                "the only bucket bound is +Inf, which every histogram has anyway".to_owned()
            }
            None if bound == f64::NEG_INFINITY => "a bucket bound is -Inf, where nothing can be counted".to_owned(),
            Some(Bound::Known(before)) if before == &bound => format!("bucket bound {bound} is there twice"),
            Some(Bound::Known(before)) if before > &bound => {
                format!("bucket bounds must rise: {bound} follows {before}")
            }
            _ => continue,
        };
        errors.on(expr, message);
        return false;
    }
    true
}

fn computed(call: &ExprCall, errors: &mut Errors) -> Option<Bounds> {
    let Expr::Path(path) = &*call.func else { return None };
    let by = path.path.get_ident()?.clone();
    let linear = by == "linear";
    let step_name = if linear { "width" } else { "factor" };
    let arguments: Vec<&Expr> = call.args.iter().collect();
    let [start, step, count] = arguments[..] else {
        errors.on(call, format!("`{by}` takes three values: `{by}(start, {step_name}, count)`"));
        return None;
    };
    let (first, by_how_much) = (bound(start), bound(step));
    match (&first, &by_how_much) {
        (_, Bound::Known(width)) if linear && (width.is_nan() || *width <= 0.0) => {
            errors.on(step, "the width of linear buckets is above 0");
            return None;
        }
        (_, Bound::Known(factor)) if !linear && (factor.is_nan() || *factor <= 1.0) => {
            errors.on(step, "the factor of exponential buckets is above 1");
            return None;
        }
        (Bound::Known(start_value), _) if !linear && (start_value.is_nan() || *start_value <= 0.0) => {
            errors.on(start, "exponential buckets start above 0");
            return None;
        }
        _ => {}
    }
    if let Bound::Known(0.0) = bound(count) {
        errors.on(count, "a histogram needs at least one bucket bound");
        return None;
    }
    Some(Bounds::Computed { by, start: Box::new(first), step: Box::new(by_how_much), count: Box::new(count.clone()) })
}

/// A bound, known if it is a number or one of the constants of `f64` that are none.
fn bound(expr: &Expr) -> Bound {
    known(expr).map_or_else(|| Bound::Unknown(expr.clone()), Bound::Known)
}

fn known(expr: &Expr) -> Option<f64> {
    match bare(expr) {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Int(number) => number.base10_parse().ok(),
            Lit::Float(number) => number.base10_parse().ok(),
            _ => None,
        },
        Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => known(&unary.expr).map(|number| -number),
        Expr::Path(path) => match path.path.segments.last()?.ident.to_string().as_str() {
            "INFINITY" => Some(f64::INFINITY),
            "NEG_INFINITY" => Some(f64::NEG_INFINITY),
            "NAN" => Some(f64::NAN),
            _ => None,
        },
        _ => None,
    }
}

/// A literal as its author wrote it, without underscores and suffix.
fn spelling(expr: &Expr) -> Option<String> {
    match bare(expr) {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Int(number) => Some(number.base10_digits().to_owned()),
            Lit::Float(number) => Some(number.base10_digits().to_owned()),
            _ => None,
        },
        Expr::Unary(unary) => spelling(&unary.expr).map(|text| format!("-{text}")),
        // It is taken off, so its spelling is not shown.
        other => known(other).map(|_| other.to_token_stream().to_string()),
    }
}
