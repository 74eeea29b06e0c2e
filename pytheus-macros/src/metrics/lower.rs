use quote::ToTokens;
use syn::Data;
use syn::DeriveInput;
use syn::Fields;
use syn::Ident;
use syn::LitStr;
use syn::ext::IdentExt;

use super::attr::GroupWords;
use super::attr::Keyed;
use super::attr::MetricWords;
use super::attr::NestedWords;
use super::help;
use super::ir::Field;
use super::ir::Group;
use super::ir::Metric;
use super::ir::Role;
use super::kind::Kind;
use super::names::Name;
use super::names::Taken;
use crate::kit::Errors;
use crate::kit::metric_fault;
use crate::kit::with_proposal;

pub(super) fn lower(input: &DeriveInput, words: &GroupWords, errors: &mut Errors) -> Option<Group> {
    let ident = &input.ident;
    let Data::Struct(data) = &input.data else {
        errors.on(ident, format!("`Metrics` is derived for a struct, and `{ident}` is none"));
        return None;
    };
    let fields = match &data.fields {
        Fields::Named(fields) if !fields.named.is_empty() => &fields.named,
        Fields::Unnamed(fields) => {
            errors.on(
                fields,
                "metrics have names: write fields with names, as in `struct Shop { pages_total: Counter }`",
            );
            return None;
        }
        Fields::Named(_) | Fields::Unit => {
            errors.on(ident, "a struct of metrics has at least one");
            return None;
        }
    };
    if !input.generics.params.is_empty() {
        let message = format!("`{ident}` has parameters: a struct of metrics is one list of metrics, of known types");
        errors.on(&input.generics, message);
        return None;
    }
    let prefix = prefix(words.prefix.as_ref(), errors);
    let mut taken = Taken::default();
    let fields = fields.iter().filter_map(|field| {
        let ident = field.ident.clone()?;
        let role = match NestedWords::read(&field.attrs, errors) {
            Some(words) => nested(field, &words, errors),
            None => metric(field, &ident, &prefix, &mut taken, errors),
        };
        Some(Field { ident, ty: field.ty.clone(), role })
    });
    Some(Group {
        fields: fields.collect(),
        krate: words.krate.clone(),
        vis: input.vis.clone(),
        ident: ident.clone(),
        prefix,
    })
}

/// A prefix that can begin a name; empty if it cannot.
fn prefix(text: Option<&LitStr>, errors: &mut Errors) -> String {
    let Some(text) = text else { return String::new() };
    let prefix = text.value();
    match metric_fault(&prefix) {
        _ if prefix.is_empty() => {}
        Some(fault) => {
            errors.on(text, with_proposal(&fault.replacen("name", "prefix", 1), &prefix));
            return String::new();
        }
        None if prefix.ends_with('_') => {
            let short = prefix.trim_end_matches('_');
            errors.on(text, format!("an underscore is put after a prefix: write `{short}`"));
            return short.to_owned();
        }
        None => {}
    }
    prefix
}

fn nested(field: &syn::Field, words: &NestedWords, errors: &mut Errors) -> Role {
    if let Some(attribute) = field.attrs.iter().find(|attribute| attribute.path().is_ident("metric")) {
        let message = "`#[metric(..)]` describes one metric, and this field is a struct of metrics";
        errors.on(attribute.path().to_token_stream(), message);
    }
    Role::Nested { prefix: prefix(words.prefix.as_ref(), errors) }
}

fn metric(field: &syn::Field, ident: &Ident, prefix: &str, taken: &mut Taken, errors: &mut Errors) -> Role {
    let words = MetricWords::read(&field.attrs, errors);
    let kind = Kind::of(&field.ty);
    let own = words.name.as_ref().map_or_else(|| ident.unraw().to_string(), LitStr::value);
    let full = if prefix.is_empty() { own.clone() } else { format!("{prefix}_{own}") };
    let tokens = words.name.as_ref().map_or_else(|| ident.to_token_stream(), ToTokens::to_token_stream);
    let name = Name { full: &full, own: &own, tokens, kind };
    if name.check(words.verbatim, errors) {
        taken.take(ident, &name, errors);
        if let Some(unit) = &words.unit
            && let Some(message) = name.unit_fault(&unit.value())
        {
            errors.on(unit, message);
        }
    }
    misplaced(&words, kind, errors);
    let help = words.help.as_ref().map(LitStr::value).or_else(|| help::of_docs(&field.attrs));
    if help.is_none() {
        errors.on(ident, format!("`{ident}` has no help text: write a doc comment, or `#[metric(help = \"..\")]`"));
    }
    if kind.calls_back() && words.callback.is_none() {
        errors.on(ident, format!("{} reads a closure: `#[metric(callback = || ..)]`", kind.words()));
        return Role::Broken;
    }
    Role::Metric(Box::new(Metric {
        name: own,
        help: help.unwrap_or_default(),
        unit: words.unit.map(|unit| unit.value()),
        buckets: words.buckets.and_then(|(_, bounds)| bounds),
        across: words.across.and_then(|(_, mode)| mode),
        defaults: words.default.map_or_else(Vec::new, |(_, defaults)| defaults),
        series_limit: words.series_limit.and_then(|(_, limit)| limit),
        init: words.init.is_some(),
        verbatim: words.verbatim,
        callback: words.callback.and_then(|(_, read)| read).filter(|_| kind.calls_back() || kind == Kind::Other),
    }))
}

/// Complains of words that do not go with the kind of metric. An alias may be of any kind: the core looks at it later.
fn misplaced(words: &MetricWords, kind: Kind, errors: &mut Errors) {
    if kind == Kind::Other {
        return;
    }
    let labelled = "has no labels";
    let rules: [(Option<&Ident>, bool, &str); 6] = [
        (key(&words.buckets), kind == Kind::Histogram, "only a histogram has buckets"),
        (key(&words.across), kind == Kind::Gauge, "only a gauge has a mode across processes"),
        (key(&words.callback), kind.calls_back(), "only `CallbackGauge` and `CallbackCounter` read a callback"),
        (key(&words.default), !kind.calls_back() && kind != Kind::Info, "no label can have a default"),
        (key(&words.series_limit), !kind.calls_back(), labelled),
        (key(&words.init), !kind.calls_back() && kind != Kind::Info, labelled),
    ];
    for (key, _, why) in rules.iter().filter(|(_, fits, _)| !fits) {
        if let Some(key) = key {
            errors.on(key, format!("`{key}` does not go with {}: {why}", kind.words()));
        }
    }
}

fn key<T>(word: &Keyed<T>) -> Option<&Ident> {
    word.as_ref().map(|(key, _)| key)
}
