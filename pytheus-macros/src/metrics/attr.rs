use proc_macro2::Span;
use syn::Attribute;
use syn::DeriveInput;
use syn::Expr;
use syn::Ident;
use syn::LitStr;

use super::ir::Limit;
use crate::kit::Bounds;
use crate::kit::Errors;
use crate::kit::Krate;
use crate::kit::Value;
use crate::kit::Word;
use crate::kit::bare;
use crate::kit::misplaced;
use crate::kit::read_buckets;
use crate::kit::unknown;
use crate::kit::words;

/// What `#[metrics(..)]` on the struct says.
pub(super) struct GroupWords {
    pub(super) prefix: Option<LitStr>,
    pub(super) krate: Krate,
}

impl GroupWords {
    pub(super) fn read(input: &DeriveInput, errors: &mut Errors) -> Self {
        let mut prefix = None;
        let mut krate = None;
        for word in words(&input.attrs, "metrics", errors) {
            match word.text().as_str() {
                "prefix" => prefix = word.string(errors),
                "crate" => krate = word.path(errors),
                "nested" => errors.on(&word.key, "`nested` belongs on the field that holds the nested struct"),
                other => errors.on(&word.key, unknown("word", other, &["prefix", "crate"])),
            }
        }
        misplaced(&input.attrs, "metric", "metrics", "struct", errors);
        Self { prefix, krate: Krate::new(krate) }
    }
}

/// What `#[metrics(..)]` on a field says: that it is a struct of metrics, and what comes before their names.
pub(super) struct NestedWords {
    pub(super) prefix: Option<LitStr>,
}

impl NestedWords {
    pub(super) fn read(attributes: &[Attribute], errors: &mut Errors) -> Option<Self> {
        let mut prefix = None;
        let mut nested = false;
        for word in words(attributes, "metrics", errors) {
            match word.text().as_str() {
                "prefix" => {
                    nested = true;
                    prefix = word.string(errors);
                }
                "nested" => nested = word.flag(errors),
                other if MetricWords::LEGAL.contains(&other) => {
                    errors.on(&word.key, format!("`{other}` belongs in `#[metric(..)]`"));
                }
                other => errors.on(&word.key, unknown("word", other, &["nested", "prefix"])),
            }
        }
        nested.then_some(Self { prefix })
    }
}

/// A word's own span, and what it says.
pub(super) type Keyed<T> = Option<(Ident, T)>;

/// What `#[metric(..)]` says.
#[derive(Default)]
pub(super) struct MetricWords {
    pub(super) name: Option<LitStr>,
    pub(super) help: Option<LitStr>,
    pub(super) unit: Option<LitStr>,
    pub(super) buckets: Keyed<Option<Bounds>>,
    pub(super) across: Keyed<Option<Ident>>,
    pub(super) default: Keyed<Vec<(Ident, Expr)>>,
    pub(super) series_limit: Keyed<Option<Limit>>,
    pub(super) init: Keyed<()>,
    pub(super) verbatim: bool,
    pub(super) callback: Keyed<Option<Expr>>,
}

impl MetricWords {
    const LEGAL: [&'static str; 10] =
        ["name", "help", "unit", "buckets", "across", "default", "series_limit", "init", "verbatim", "callback"];

    pub(super) fn read(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut found = Self::default();
        for word in words(attributes, "metric", errors) {
            let key = word.key.clone();
            match word.text().as_str() {
                "name" => found.name = word.string(errors),
                "help" => found.help = word.string(errors),
                "unit" => found.unit = word.string(errors),
                "buckets" => found.buckets = Some((key, read_buckets(&word, errors))),
                "across" => found.across = Some((key, across(&word, errors))),
                "default" => found.default = Some((key, defaults(&word, errors))),
                "series_limit" => found.series_limit = Some((key, limit(&word, errors))),
                "init" if word.flag(errors) => found.init = Some((key, ())),
                "verbatim" => found.verbatim = word.flag(errors),
                "callback" => found.callback = Some((key, word.expr(errors))),
                other @ ("nested" | "prefix") => errors.on(&word.key, format!("`{other}` belongs in `#[metrics(..)]`")),
                other => errors.on(&word.key, unknown("word", other, &Self::LEGAL)),
            }
        }
        found
    }
}

/// The modes across processes, as the core has them.
const ACROSS: [(&str, &str); 10] = [
    ("all", "All"),
    ("liveall", "LiveAll"),
    ("min", "Min"),
    ("livemin", "LiveMin"),
    ("max", "Max"),
    ("livemax", "LiveMax"),
    ("sum", "Sum"),
    ("livesum", "LiveSum"),
    ("mostrecent", "MostRecent"),
    ("livemostrecent", "LiveMostRecent"),
];

fn across(word: &Word, errors: &mut Errors) -> Option<Ident> {
    let mode = word.string(errors)?;
    let found = ACROSS.iter().find(|(name, _)| *name == mode.value());
    if found.is_none() {
        errors.on(&mode, unknown("mode", &mode.value(), &ACROSS.map(|(name, _)| name)));
    }
    found.map(|(_, variant)| Ident::new(variant, Span::call_site()))
}

fn defaults(word: &Word, errors: &mut Errors) -> Vec<(Ident, Expr)> {
    let mut defaults: Vec<(Ident, Expr)> = Vec::new();
    for label in word.list::<Word>("default(service = \"main\")", errors).into_iter().flatten() {
        match &label.value {
            Value::Is(_) if defaults.iter().any(|(other, _)| *other == label.key) => {
                errors.on(&label.key, format!("`{}` is given twice", label.text()));
            }
            Value::Is(value) => defaults.push((label.key.clone(), value.clone())),
            _ => errors.on(&label.key, format!("a default has a value: `default({} = ..)`", label.text())),
        }
    }
    defaults
}

fn limit(word: &Word, errors: &mut Errors) -> Option<Limit> {
    let value = word.expr(errors)?;
    match bare(&value) {
        Expr::Path(path) if path.path.is_ident("unlimited") => Some(Limit::Unlimited),
        _ => Some(Limit::Series(Box::new(value))),
    }
}
