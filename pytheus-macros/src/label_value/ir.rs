use syn::Generics;
use syn::Ident;
use syn::Member;
use syn::Type;

use crate::kit::Choices;
use crate::kit::Krate;

/// A type that becomes a label value.
pub(super) struct Value {
    pub(super) krate: Krate,
    pub(super) ident: Ident,
    pub(super) generics: Generics,
    pub(super) shape: Shape,
}

pub(super) enum Shape {
    /// An enum: a closed list.
    List(Choices),
    /// A struct around one field, which is the value.
    Around { field: Member, ty: Box<Type> },
}
