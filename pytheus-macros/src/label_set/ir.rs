use syn::Expr;
use syn::Generics;
use syn::Ident;
use syn::Type;
use syn::Visibility;

use crate::kit::Krate;

/// A struct that becomes a label set. It has at least one label.
pub(super) struct Set {
    pub(super) krate: Krate,
    pub(super) vis: Visibility,
    pub(super) ident: Ident,
    /// Lifetimes only.
    pub(super) generics: Generics,
    pub(super) labels: Vec<Label>,
    /// `PageLabelsBuilder`.
    pub(super) builder: Ident,
    /// `PageLabelsSlots`.
    pub(super) slots: Ident,
    /// The type parameter that stands for the metric.
    pub(super) metric: Ident,
    /// Whether `#[diagnostic::..]` attributes may be written.
    pub(super) diagnostics: bool,
}

/// One label.
pub(super) struct Label {
    /// The field, and the setter.
    pub(super) field: Ident,
    /// The name; legal, or the set has been complained of.
    pub(super) name: String,
    /// Whether the name is not the field's.
    pub(super) renamed: bool,
    /// The type of the field as it is written.
    pub(super) ty: Type,
    /// The same with every lifetime `'static`.
    pub(super) owned: Type,
    pub(super) default: Option<Expr>,
    /// The type parameter that stands for what has been given: `RouteSlot`.
    pub(super) slot: Ident,
    /// The trait that a label which has been given implements: `RouteGiven`.
    pub(super) given: Ident,
    /// The type that says whether the label is closed: `RouteKind`.
    pub(super) kind: Ident,
}
