use syn::Data;
use syn::DeriveInput;

use super::attr::SPEECH;
use super::attr::Words;
use super::ir::Shape;
use super::ir::Value;
use crate::kit::Choices;
use crate::kit::Errors;
use crate::kit::only_lifetimes;

pub(super) fn lower(input: &DeriveInput, words: &Words, errors: &mut Errors) -> Option<Value> {
    let shape = match &input.data {
        Data::Enum(data) => Shape::List(Choices::lower(input, data, words.case, &SPEECH, errors)?),
        Data::Struct(data) if data.fields.len() == 1 => {
            only_lifetimes(&input.generics, "a label value has no type parameters", errors).then_some(())?;
            let field = data.fields.members().next()?;
            Shape::Around { field, ty: Box::new(data.fields.iter().next()?.ty.clone()) }
        }
        _ => {
            let name = &input.ident;
            errors.on(
                name,
                format!("`LabelValue` is derived for an enum or a struct of one field, and `{name}` is neither"),
            );
            return None;
        }
    };
    Some(Value { krate: words.krate.clone(), ident: input.ident.clone(), generics: input.generics.clone(), shape })
}
