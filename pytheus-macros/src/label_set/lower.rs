use std::collections::HashMap;
use std::collections::HashSet;

use proc_macro2::Span;
use proc_macro2::TokenStream;
use proc_macro2::TokenTree;
use quote::ToTokens;
use quote::format_ident;
use syn::Data;
use syn::DeriveInput;
use syn::Field;
use syn::Fields;
use syn::Ident;
use syn::ext::IdentExt;

use super::attr::LabelWords;
use super::attr::SetWords;
use super::ir::Label;
use super::ir::Set;
use crate::kit::Case;
use crate::kit::Errors;
use crate::kit::OPERATIONS;
use crate::kit::label_fault;
use crate::kit::only_lifetimes;
use crate::kit::with_lifetime;
use crate::kit::with_proposal;

pub(super) fn lower(input: &DeriveInput, words: &SetWords, errors: &mut Errors) -> Option<Set> {
    let ident = &input.ident;
    let Data::Struct(data) = &input.data else {
        errors.on(ident, format!("`LabelSet` is derived for a struct, and `{ident}` is none"));
        return None;
    };
    let fields = match &data.fields {
        Fields::Named(fields) if !fields.named.is_empty() => &fields.named,
        Fields::Unnamed(fields) => {
            errors.on(fields, "labels have names: write fields with names, as in `struct Labels { route: String }`");
            return None;
        }
        Fields::Named(_) | Fields::Unit => {
            errors.on(ident, "a label set has at least one label; a metric without labels is a plain `Counter`");
            return None;
        }
    };
    let message =
        format!("`{ident}` has a parameter that is no lifetime: a label set is one list of labels, of known types");
    only_lifetimes(&input.generics, &message, errors).then_some(())?;

    let mut names = Names::of_types(fields.iter().map(|field| field.ty.to_token_stream()));
    let labels: Vec<Label> = fields.iter().filter_map(|field| label(field, &mut names, errors)).collect();
    twice(&labels, fields.iter(), errors);
    Some(Set {
        krate: words.krate.clone(),
        vis: input.vis.clone(),
        ident: ident.clone(),
        generics: input.generics.clone(),
        labels,
        builder: format_ident!("{}Builder", ident.unraw(), span = ident.span()),
        slots: format_ident!("{}Slots", ident.unraw(), span = ident.span()),
        metric: names.free("M"),
        diagnostics: words.diagnostics,
    })
}

fn label(field: &Field, names: &mut Names, errors: &mut Errors) -> Option<Label> {
    let ident = field.ident.clone()?;
    let words = LabelWords::read(&field.attrs, errors);
    let own = ident.unraw().to_string();
    if OPERATIONS.contains(&own.as_str()) {
        let mend = format!("name the field otherwise, as in `#[label(name = \"{own}\")] {own}_label`");
        errors.on(&ident, format!("a setter `{own}` would hide the operation `{own}`: {mend}"));
    }
    let mut name = words.name.as_ref().map_or_else(|| own.clone(), |name| name.value());
    if let Some(fault) = label_fault(&name) {
        match &words.name {
            Some(text) => errors.on(text, with_proposal(&fault, &name)),
            None => errors.on(&ident, with_proposal(&fault, &name)),
        }
        name.clone_from(&own);
    }
    let pascal = Case::Pascal.apply(&own);
    Some(Label {
        renamed: name != own,
        name,
        owned: with_lifetime(&field.ty, "'static"),
        ty: field.ty.clone(),
        default: words.default,
        slot: names.free(&format!("{pascal}Slot")),
        given: names.free(&format!("{pascal}Given")),
        kind: names.free(&format!("{pascal}Kind")),
        field: ident,
    })
}

/// Complains of a label that is there twice, where its name is written.
fn twice<'f>(labels: &[Label], fields: impl Iterator<Item = &'f Field>, errors: &mut Errors) {
    let mut first: HashMap<&str, &Ident> = HashMap::new();
    for (label, field) in labels.iter().zip(fields) {
        if let Some(other) = first.get(label.name.as_str()) {
            let message = format!("label `{}` is there twice: the field `{other}` has this name already", label.name);
            // The words were read before, and what was wrong with them was said then.
            match LabelWords::read(&field.attrs, &mut Errors::default()).name {
                Some(text) => errors.on(text, message),
                None => errors.on(&label.field, message),
            }
        }
        first.entry(&label.name).or_insert(&label.field);
    }
}

/// Names that are not taken: an expansion's type parameters must not hide the types of fields.
struct Names {
    taken: HashSet<String>,
}

impl Names {
    fn of_types(types: impl Iterator<Item = TokenStream>) -> Self {
        let mut names = Self { taken: HashSet::new() };
        types.for_each(|tokens| names.take(tokens));
        names
    }

    fn take(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => drop(self.taken.insert(ident.to_string())),
                TokenTree::Group(group) => self.take(group.stream()),
                _ => {}
            }
        }
    }

    fn free(&mut self, wish: &str) -> Ident {
        let mut name = wish.to_owned();
        while !self.taken.insert(name.clone()) {
            name.push('X');
        }
        Ident::new(&name, Span::call_site())
    }
}
