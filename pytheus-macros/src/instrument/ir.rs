use syn::Expr;
use syn::Ident;
use syn::LitStr;
use syn::Stmt;
use syn::Type;

use super::attr::Pattern;
use super::item::Function;
use crate::kit::Bounds;
use crate::kit::Krate;

/// A function and what is to be done around its body.
pub(super) struct Instrumented {
    pub(super) function: Function,
    pub(super) krate: Krate,
    pub(super) work: Work,
    pub(super) body: Body,
    pub(super) output: Output,
}

pub(super) enum Work {
    Time { source: Source, outcome: Option<Ident> },
    CountErrors { target: Target, matches: Option<Box<Pattern>> },
    TrackInprogress { target: Target },
}

/// Where a duration goes.
pub(super) enum Source {
    Metric(Target),
    Declared(Declared),
    /// The shared histogram, under this name of the function.
    Shared(LitStr),
}

/// A metric of the user's, and labels for it.
pub(super) struct Target {
    pub(super) metric: Expr,
    pub(super) labels: Vec<Label>,
}

/// A label: the setter of that name is called with the value.
pub(super) struct Label {
    pub(super) name: Ident,
    pub(super) value: Expr,
}

/// A histogram that the attribute declares.
pub(super) struct Declared {
    pub(super) name: LitStr,
    pub(super) help: LitStr,
    pub(super) unit: Option<LitStr>,
    pub(super) buckets: Option<Bounds>,
}

/// What runs when the work is done.
pub(super) enum Body {
    /// The body of the function.
    Sync,
    /// The body of the `async fn`.
    Async,
    /// The async block that these statements end with, and that the function returns.
    Future(Vec<Stmt>),
}

/// What the body gives.
pub(super) enum Output {
    Unit,
    /// It does not return.
    Never,
    /// This type, in which every `impl Trait` is `_`.
    Type(Box<Type>),
    /// The output of a future whose type does not say.
    Unknown,
}
