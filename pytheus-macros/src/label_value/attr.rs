use syn::DeriveInput;

use crate::kit::Case;
use crate::kit::Errors;
use crate::kit::Krate;
use crate::kit::Speech;
use crate::kit::outer_words;

pub(super) const SPEECH: Speech =
    Speech { derive: "LabelValue", outer: "label_value", inner: "label", one: "a label value" };

/// What `#[label_value(..)]` says.
pub(super) struct Words {
    pub(super) case: Case,
    pub(super) krate: Krate,
}

impl Words {
    pub(super) fn read(input: &DeriveInput, errors: &mut Errors) -> Self {
        let (case, krate) = outer_words(input, &SPEECH, errors);
        Self { case, krate }
    }
}
