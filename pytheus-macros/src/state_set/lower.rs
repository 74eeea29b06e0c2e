use syn::DeriveInput;

use super::attr::SPEECH;
use super::attr::Words;
use super::ir::States;
use crate::kit::Choices;
use crate::kit::Errors;
use crate::kit::enum_of;

pub(super) fn lower(input: &DeriveInput, words: &Words, errors: &mut Errors) -> Option<States> {
    let data = enum_of(input, &SPEECH, errors)?;
    let choices = Choices::lower(input, data, words.case, &SPEECH, errors)?;
    Some(States { krate: words.krate.clone(), ident: input.ident.clone(), choices })
}
