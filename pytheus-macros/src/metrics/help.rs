use syn::Attribute;
use syn::Expr;
use syn::Lit;
use syn::Meta;

use crate::kit::bare;

/// The doc comment as one line; nothing if there is none.
pub(super) fn of_docs(attributes: &[Attribute]) -> Option<String> {
    let mut words: Vec<String> = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("doc")) {
        if let Meta::NameValue(doc) = &attribute.meta
            && let Expr::Lit(literal) = bare(&doc.value)
            && let Lit::Str(text) = &literal.lit
        {
            words.extend(text.value().split_whitespace().map(str::to_owned));
        }
    }
    (!words.is_empty()).then(|| words.join(" "))
}
