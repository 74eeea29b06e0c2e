use syn::Expr;
use syn::Ident;
use syn::Type;
use syn::Visibility;

use crate::kit::Bounds;
use crate::kit::Krate;

/// A struct that becomes a group of metrics.
pub(super) struct Group {
    pub(super) krate: Krate,
    pub(super) vis: Visibility,
    pub(super) ident: Ident,
    /// What comes before all names in it; empty for nothing.
    pub(super) prefix: String,
    pub(super) fields: Vec<Field>,
}

/// One field of it.
pub(super) struct Field {
    pub(super) ident: Ident,
    pub(super) ty: Type,
    pub(super) role: Role,
}

impl Field {
    /// What a callback metric reads.
    pub(super) fn callback(&self) -> Option<&Expr> {
        match &self.role {
            Role::Metric(metric) => metric.callback.as_ref(),
            _ => None,
        }
    }
}

pub(super) enum Role {
    /// A struct of metrics, its names after this prefix.
    Nested { prefix: String },
    /// A metric.
    Metric(Box<Metric>),
    /// Nothing that can be declared; it has been complained of.
    Broken,
}

/// What is declared of a metric.
pub(super) struct Metric {
    /// Without the prefix of the struct.
    pub(super) name: String,
    pub(super) help: String,
    pub(super) unit: Option<String>,
    pub(super) buckets: Option<Bounds>,
    /// A variant of the core's `Across`.
    pub(super) across: Option<Ident>,
    /// By the name of the setter.
    pub(super) defaults: Vec<(Ident, Expr)>,
    pub(super) series_limit: Option<Limit>,
    pub(super) init: bool,
    pub(super) verbatim: bool,
    pub(super) callback: Option<Expr>,
}

/// The most series of a metric.
#[derive(Clone)]
pub(super) enum Limit {
    Series(Box<Expr>),
    Unlimited,
}
