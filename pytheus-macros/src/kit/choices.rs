use std::collections::HashMap;

use quote::ToTokens;
use syn::Attribute;
use syn::Data;
use syn::DataEnum;
use syn::DeriveInput;
use syn::Fields;
use syn::Ident;
use syn::LitStr;
use syn::Path;
use syn::ext::IdentExt;

use super::Case;
use super::Errors;
use super::Krate;
use super::unknown;
use super::words;

/// A list of choices: an enum without fields, each variant with its text.
pub(crate) struct Choices {
    pub(crate) variants: Vec<(Ident, String)>,
}

/// How the choices are spoken of, and by which attributes.
pub(crate) struct Speech {
    /// The derive: `LabelValue`.
    pub(crate) derive: &'static str,
    /// The attribute of the enum: `label_value`.
    pub(crate) outer: &'static str,
    /// The attribute of a variant: `label`.
    pub(crate) inner: &'static str,
    /// What one choice is: `a label value`.
    pub(crate) one: &'static str,
}

impl Choices {
    /// The choices of an enum, or nothing where it has none that can be named.
    pub(crate) fn lower(
        input: &DeriveInput,
        data: &DataEnum,
        case: Case,
        speech: &Speech,
        errors: &mut Errors,
    ) -> Option<Self> {
        if data.variants.is_empty() {
            errors.on(&input.ident, format!("`{}` has no variant: {} is one of a list", input.ident, speech.one));
            return None;
        }
        let mut whole = input.generics.params.is_empty();
        if !whole {
            errors.on(&input.generics, format!("{} is an enum without parameters", speech.one));
        }
        let mut first: HashMap<String, Ident> = HashMap::new();
        let mut variants = Vec::new();
        for variant in &data.variants {
            let name = &variant.ident;
            if !matches!(variant.fields, Fields::Unit) {
                let message = format!("{} is a variant without fields: take them off `{name}`", speech.one);
                errors.on(&variant.fields, message);
                whole = false;
            }
            let given = text_of(&variant.attrs, speech, errors);
            let text = given.as_ref().map_or_else(|| case.apply(&name.unraw().to_string()), LitStr::value);
            if let Some(other) = first.get(&text) {
                let message = format!("`{other}` has the text {text:?} already");
                match &given {
                    Some(given) => errors.on(given, message),
                    None => errors.on(name, message),
                }
            }
            first.entry(text.clone()).or_insert_with(|| name.clone());
            variants.push((name.clone(), text));
        }
        whole.then_some(Self { variants })
    }
}

/// The words of the enum itself: `rename_all` and `crate`.
pub(crate) fn outer_words(input: &DeriveInput, speech: &Speech, errors: &mut Errors) -> (Case, Krate) {
    let mut case = Case::default();
    let mut krate: Option<Path> = None;
    for word in words(&input.attrs, speech.outer, errors) {
        match word.text().as_str() {
            "rename_all" => {
                if let Some(text) = word.string(errors) {
                    match Case::named(&text.value()) {
                        Some(named) => case = named,
                        None => errors.on(&text, unknown("case", &text.value(), &Case::WORDS)),
                    }
                }
            }
            "crate" => krate = word.path(errors),
            other => errors.on(&word.key, unknown("word", other, &["rename_all", "crate"])),
        }
    }
    misplaced(&input.attrs, speech.inner, speech.outer, "enum", errors);
    (case, Krate::new(krate))
}

/// The enum that must be there.
pub(crate) fn enum_of<'i>(input: &'i DeriveInput, speech: &Speech, errors: &mut Errors) -> Option<&'i DataEnum> {
    if let Data::Enum(data) = &input.data {
        return Some(data);
    }
    errors.on(&input.ident, format!("`{}` is derived for an enum, and `{}` is none", speech.derive, input.ident));
    None
}

fn text_of(attributes: &[Attribute], speech: &Speech, errors: &mut Errors) -> Option<LitStr> {
    let mut text = None;
    for word in words(attributes, speech.inner, errors) {
        match word.text().as_str() {
            "name" => text = word.string(errors),
            "rename_all" => {
                let message = format!("`rename_all` belongs to the enum: `#[{}(rename_all = \"..\")]`", speech.outer);
                errors.on(&word.key, message);
            }
            other => errors.on(&word.key, unknown("word", other, &["name"])),
        }
    }
    text
}

/// Complains of the attribute of a member where that of the whole is meant.
pub(crate) fn misplaced(attributes: &[Attribute], found: &str, meant: &str, what: &str, errors: &mut Errors) {
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident(found)) {
        let path = attribute.path().to_token_stream();
        errors.on(path, format!("the attribute of the {what} itself is `#[{meant}(..)]`"));
    }
}
