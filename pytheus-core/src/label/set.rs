use super::Visit;
use crate::model::LabelSpec;

/// The labels of a metric, as a struct of label values; implemented by `#[derive(LabelSet)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a label set",
    label = "not a label set",
    note = "make it a struct with `#[derive(pytheus::LabelSet)]`"
)]
pub trait LabelSet {
    /// The labels before any has been given: missing or defaulted.
    type Start: Slots + Default;

    /// The same struct, borrowing for `'x`: what `with` takes.
    type With<'x>: Complete;

    /// Whether a histogram may have these labels: `Fits`, or `HasLe`.
    #[doc(hidden)]
    type InHistogram;

    /// Whether a summary may have these labels: `Fits`, or `HasQuantile`.
    #[doc(hidden)]
    type InSummary;

    /// Whether this is `()`, the set of a metric without labels.
    #[doc(hidden)]
    const EMPTY: bool = false;

    /// The labels in declared order, default expressions evaluated.
    fn specs() -> Vec<LabelSpec>;
}

/// Values for some of the labels of a set.
pub trait Slots {
    /// What they are in a row.
    type InRow: Slots;

    /// Shows each slot to the visitor, in declared order.
    fn visit<V: Visit>(&self, visitor: &mut V);

    /// The slots of a row made from these.
    fn in_row(&self) -> Self::InRow;
}

/// Values for all labels of a set, so that it names one series.
pub trait Complete: Slots {}

/// Values for all labels of a set but closed ones, so that it names a row of series.
pub trait Resolvable: Slots {}

#[diagnostic::do_not_recommend]
impl LabelSet for () {
    type Start = ();
    type With<'x> = ();
    type InHistogram = Fits;
    type InSummary = Fits;

    const EMPTY: bool = true;

    fn specs() -> Vec<LabelSpec> {
        Vec::new()
    }
}

impl Slots for () {
    type InRow = ();

    #[inline]
    fn visit<V: Visit>(&self, _: &mut V) {}

    fn in_row(&self) {}
}

impl Complete for () {}

impl Resolvable for () {}

/// No label has a name that a metric keeps for itself.
#[derive(Clone, Copy, Debug)]
pub struct Fits;

/// There is a label `le`.
#[derive(Clone, Copy, Debug)]
pub struct HasLe;

/// There is a label `quantile`.
#[derive(Clone, Copy, Debug)]
pub struct HasQuantile;

/// What the label set of a histogram says of its names.
#[diagnostic::on_unimplemented(
    message = "a histogram cannot have a label `le`",
    label = "the label set of this histogram has a label `le`",
    note = "a histogram shows its buckets by it: name the label otherwise"
)]
pub trait FitsHistogram {}

#[diagnostic::do_not_recommend]
impl FitsHistogram for Fits {}

/// What the label set of a summary says of its names.
#[diagnostic::on_unimplemented(
    message = "a summary cannot have a label `quantile`",
    label = "the label set of this summary has a label `quantile`",
    note = "a summary shows its quantiles by it: name the label otherwise"
)]
pub trait FitsSummary {}

#[diagnostic::do_not_recommend]
impl FitsSummary for Fits {}
