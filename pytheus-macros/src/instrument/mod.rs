//! The attributes of functions: `#[timed]`, `#[count_errors]`, `#[track_inprogress]`.

mod attr;
mod expand;
mod fallback;
mod future;
mod ir;
mod item;
mod lower;
mod target;
mod wrapped;

pub(crate) use attr::Attribute;

use proc_macro2::TokenStream;

use crate::kit::Errors;

/// The instrumented function; beside the mistakes, the function as it was.
pub(crate) fn instrument(attribute: Attribute, arguments: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    match read(attribute, arguments, item.clone(), &mut errors) {
        Some(instrumented) if errors.is_empty() => expand::expand(instrumented),
        _ => fallback::untouched(errors, item),
    }
}

fn read(
    attribute: Attribute,
    arguments: TokenStream,
    item: TokenStream,
    errors: &mut Errors,
) -> Option<ir::Instrumented> {
    let arguments = errors.take(attr::Arguments::parse(attribute, arguments));
    let function = errors.take(item::Function::parse(attribute, item));
    lower::lower(attribute, arguments?, function?, errors)
}
