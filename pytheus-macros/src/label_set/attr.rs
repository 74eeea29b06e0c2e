use syn::Attribute;
use syn::DeriveInput;
use syn::Expr;
use syn::LitStr;

use crate::kit::Errors;
use crate::kit::Krate;
use crate::kit::misplaced;
use crate::kit::unknown;
use crate::kit::words;

/// What `#[label_set(..)]` says.
pub(super) struct SetWords {
    pub(super) krate: Krate,
    pub(super) diagnostics: bool,
}

impl SetWords {
    pub(super) fn read(input: &DeriveInput, errors: &mut Errors) -> Self {
        let mut krate = None;
        let mut diagnostics = true;
        for word in words(&input.attrs, "label_set", errors) {
            match word.text().as_str() {
                "crate" => krate = word.path(errors),
                "no_diagnostics" => diagnostics = !word.flag(errors),
                other => errors.on(&word.key, unknown("word", other, &["crate", "no_diagnostics"])),
            }
        }
        misplaced(&input.attrs, "label", "label_set", "struct", errors);
        Self { krate: Krate::new(krate), diagnostics }
    }
}

/// What `#[label(..)]` on a field says.
#[derive(Default)]
pub(super) struct LabelWords {
    pub(super) name: Option<LitStr>,
    pub(super) default: Option<Expr>,
}

impl LabelWords {
    pub(super) fn read(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut found = Self::default();
        for word in words(attributes, "label", errors) {
            match word.text().as_str() {
                "name" => found.name = word.string(errors),
                "default" => found.default = word.expr(errors),
                other => errors.on(&word.key, unknown("word", other, &["name", "default"])),
            }
        }
        misplaced(attributes, "label_set", "label", "field", errors);
        found
    }
}
