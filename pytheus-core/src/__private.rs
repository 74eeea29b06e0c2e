//! All that expansions of the macros may name. Not for use by hand: it changes with any release.

pub use inventory;
pub use std::vec::Vec;

pub use once_cell::sync::OnceCell;

pub use crate::global::Shared;
pub use crate::global::global_metrics;
pub use crate::host::Host;
pub use crate::host::RegisterError;
pub use crate::label::Closed;
pub use crate::label::Complete;
pub use crate::label::Defaulted;
pub use crate::label::Fits;
pub use crate::label::Gated;
pub use crate::label::HasLe;
pub use crate::label::HasQuantile;
pub use crate::label::Held;
pub use crate::label::LabelArg;
pub use crate::label::LabelKind;
pub use crate::label::LabelSet;
pub use crate::label::LabelValue;
pub use crate::label::Missing;
pub use crate::label::Open;
pub use crate::label::Openness;
pub use crate::label::Resolvable;
pub use crate::label::Resolved;
pub use crate::label::ResolvedAs;
pub use crate::label::Set;
pub use crate::label::Skip;
pub use crate::label::Slot;
pub use crate::label::Slots;
pub use crate::label::Visit;
pub use crate::metric::Declaration;
pub use crate::metric::Labelled;
pub use crate::metric::Metric;
pub use crate::metric::Metrics;
pub use crate::metric::Partial;
pub use crate::metric::States;
pub use crate::model::Across;
pub use crate::model::Buckets;
pub use crate::model::BucketsError;
pub use crate::model::LabelSpec;
pub use crate::model::Place;

mod calls;
mod held;

pub use calls::*;
pub use held::*;

use crate::model::LabelName;

/// What a setter of a label of type `T` takes.
pub type Arg<'v, T> = <T as LabelValue>::Arg<'v>;

/// `X` if the slot `S` has a value.
pub type Then<S, X> = <S as Slot>::Then<X>;

/// `X`, unless `S` is missing and its label, of kind `K`, may not be.
pub type Gate<K, S, X> = <S as Gated<K>>::Gate<X>;

/// Whether the values of a label of type `T` are a closed list.
pub type OpennessOf<T> = <<T as LabelValue>::Arg<'static> as LabelArg>::Openness;

/// One label of a set, with its closed list of values. The macro has checked the name.
#[must_use]
pub fn label(name: &str, closed: Option<&'static [&'static str]>) -> LabelSpec {
    let name = match LabelName::new(name) {
        Ok(name) => name,
        // The derive refuses every name that this refuses.
        Err(_) => unreachable!(),
    };
    let mut spec = LabelSpec::new(name);
    spec.closed = closed;
    spec
}

/// The label with a default: what its setter would take.
#[must_use]
pub fn or_literal<A: LabelArg>(mut spec: LabelSpec, default: A) -> LabelSpec {
    spec.default = Some(default.with_text(|text| text.into()));
    spec
}

/// The label with a default from which what its setter would take, `A`, can be borrowed.
pub fn or_borrowed<'d, A: LabelArg>(mut spec: LabelSpec, default: &'d (impl DefaultOf<'d, A> + ?Sized)) -> LabelSpec {
    spec.default = Some(default.borrowed().with_text(|text| text.into()));
    spec
}

/// What can be the default of a label whose setter takes `A`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the default of a label that takes `{A}`",
    label = "expected `{A}`"
)]
pub trait DefaultOf<'d, A> {
    /// It as the setter takes it.
    fn borrowed(&'d self) -> A;
}

#[diagnostic::do_not_recommend]
impl<'d, A: LabelArg, D: LabelValue<Arg<'d> = A> + ?Sized + 'd> DefaultOf<'d, A> for D {
    fn borrowed(&'d self) -> A {
        self.as_arg()
    }
}

/// A label whose setter has another name than it.
#[must_use]
pub fn set_by(mut spec: LabelSpec, setter: &'static str) -> LabelSpec {
    spec.setter = Some(setter);
    spec
}

/// The text of a label value, for a default of one metric.
#[must_use]
pub fn text<D: LabelValue + ?Sized>(value: &D) -> String {
    value.as_arg().with_text(str::to_owned)
}

/// The bounds of a histogram, with the spelling that their author gave each, if it is known.
///
/// # Errors
///
/// As `Buckets::new`.
pub fn buckets(bounds: impl IntoIterator<Item = f64>, spelled: &[&str]) -> Result<Buckets, BucketsError> {
    Buckets::new(bounds).map(|bounds| bounds.spelled(spelled.iter().copied()))
}

/// A metrics struct, declared to a registry.
///
/// # Errors
///
/// [`RegisterError`] for the first metric that the registry does not take.
pub fn registered<T: Metrics>(host: &dyn Host) -> Result<T, RegisterError> {
    crate::metric::evaluated_once(|| T::build(host, ""))
}

/// A prefix and what comes after it.
#[must_use]
pub fn join(prefix: &str, name: &str) -> String {
    match (prefix.is_empty(), name.is_empty()) {
        (true, _) => name.to_owned(),
        (_, true) => prefix.to_owned(),
        _ => format!("{prefix}_{name}"),
    }
}
