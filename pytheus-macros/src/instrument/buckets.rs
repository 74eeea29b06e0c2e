use proc_macro2::Literal;
use syn::Expr;
use syn::ExprLit;
use syn::Ident;
use syn::Lit;
use syn::UnOp;
use syn::spanned::Spanned;

use super::ir::Buckets;
use crate::kit::Errors;

/// The bounds of `buckets(..)`. Literals are checked here, where the mistake can be pointed at.
pub(super) fn lower(key: &Ident, list: Vec<Expr>, errors: &mut Errors) -> Buckets {
    if list.is_empty() {
        errors.on(key, "a histogram needs at least one bucket bound");
    }
    let mut buckets = Buckets { bounds: Vec::new(), spelled: Vec::new() };
    let mut last: Option<f64> = None;
    for bound in list {
        let Some((value, spelling)) = literal(&bound) else {
            last = None;
            buckets.bounds.push(bound);
            continue;
        };
        if let Some(last) = last.filter(|last| *last >= value) {
            errors.on(&bound, format!("bucket bounds must rise: {value} follows {last}"));
        }
        last = Some(value);
        let mut float = Literal::f64_suffixed(value.abs());
        float.set_span(bound.span());
        buckets.bounds.push(if value < 0.0 { syn::parse_quote!(-#float) } else { syn::parse_quote!(#float) });
        buckets.spelled.push(spelling);
    }
    if buckets.spelled.len() < buckets.bounds.len() {
        buckets.spelled.clear();
    }
    buckets
}

/// A number, and its spelling.
fn literal(bound: &Expr) -> Option<(f64, String)> {
    match bound {
        Expr::Lit(ExprLit { lit: Lit::Int(int), .. }) => {
            Some((int.base10_digits().parse().ok()?, int.base10_digits().to_owned()))
        }
        Expr::Lit(ExprLit { lit: Lit::Float(float), .. }) => {
            Some((float.base10_parse().ok()?, float.base10_digits().to_owned()))
        }
        Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => {
            literal(&unary.expr).map(|(value, spelling)| (-value, format!("-{spelling}")))
        }
        Expr::Group(group) => literal(&group.expr),
        _ => None,
    }
}
