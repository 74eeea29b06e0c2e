use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use super::children::Children;
use super::partial::Partial;
use super::partial::Source;
use super::series::Series;
use super::series::Shared;
use crate::label::Complete;
use crate::label::LabelSet;
use crate::label::Slots;
use crate::model::Kind;

/// What every metric is inside: one series, or a family of them. Clones share the values.
pub(crate) struct Core<L> {
    anchor: Anchor,
    labels: PhantomData<fn() -> L>,
}

#[derive(Clone)]
enum Anchor {
    Series(Arc<Series>),
    Family(Arc<Children>),
}

impl Core<()> {
    pub(crate) fn of_series(series: Arc<Series>) -> Self {
        Self { anchor: Anchor::Series(series), labels: PhantomData }
    }
}

impl<L: LabelSet> Core<L> {
    /// A metric of a family; if it has no labels, it goes straight to its one series.
    pub(crate) fn of_family(family: Arc<Children>) -> Self {
        let anchor = if L::EMPTY { Anchor::Series(family.with(&(), None, Arc::clone)) } else { Anchor::Family(family) };
        Self { anchor, labels: PhantomData }
    }

    /// Runs `record` on the series of a metric whose labels need no value.
    #[inline]
    pub(crate) fn on<R>(&self, record: impl FnOnce(&Arc<Series>) -> R) -> R
    where
        L::Start: Complete,
    {
        match &self.anchor {
            Anchor::Series(series) => record(series),
            Anchor::Family(family) => family.with(&L::Start::default(), None, record),
        }
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
        match &self.anchor {
            Anchor::Series(series) => &series.shared,
            Anchor::Family(family) => family.shared(),
        }
    }

    /// The family, of a metric with labels.
    pub(crate) fn family(&self) -> Option<&Arc<Children>> {
        match &self.anchor {
            Anchor::Series(_) => None,
            Anchor::Family(family) => Some(family),
        }
    }

    /// The labels of the metric, none given yet.
    #[inline]
    pub(crate) fn labels<M>(&self) -> <L::Start as Labelled>::Builder<'_, M>
    where
        L::Start: Labelled,
    {
        L::Start::builder(self.with_labels(L::Start::default()))
    }

    /// The metric with these labels.
    #[inline]
    pub(crate) fn with_labels<M, S: Slots>(&self, slots: S) -> Partial<'_, M, S> {
        match &self.anchor {
            Anchor::Family(family) => Partial::new(Source::new(family), slots),
            // Both callers have a label set with a builder, which `()` has not; and only `()` is anchored to a series.
            Anchor::Series(_) => unreachable!(),
        }
    }

    pub(crate) fn clear(&self) -> usize {
        self.family().map_or(0, |family| family.clear())
    }
}

impl<L> Clone for Core<L> {
    fn clone(&self) -> Self {
        Self { anchor: self.anchor.clone(), labels: PhantomData }
    }
}

impl<L> fmt::Debug for Core<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.anchor {
            Anchor::Series(series) => write!(f, "{}{:?}", series.shared.descriptor.name, series.labels),
            Anchor::Family(family) => write!(f, "{}", family.shared().descriptor.name),
        }
    }
}

/// A metric of one series: what `handle()` gives, and what a metric without labels is.
pub trait Instrument: sealed::Sealed + Sized {
    /// What it is.
    #[doc(hidden)]
    const KIND: Kind;

    /// It, for a series of its kind.
    #[doc(hidden)]
    fn of(handle: sealed::Handle) -> Self;
}

/// Slots of a label set that a derive made a builder for.
#[diagnostic::on_unimplemented(
    message = "this metric has no labels",
    label = "no labels here",
    note = "give it some: `Counter<PageLabels>`, where `PageLabels` derives `pytheus::LabelSet`"
)]
pub trait Labelled: Slots + Sized {
    /// The builder over these slots.
    type Builder<'m, M: 'm>
    where
        Self: 'm;

    /// The builder, around what it derefs to.
    #[doc(hidden)]
    fn builder<M>(partial: Partial<'_, M, Self>) -> Self::Builder<'_, M>;
}

pub(crate) mod sealed {
    use std::sync::Arc;

    pub trait Sealed {}

    /// A series on its way into a metric.
    pub struct Handle(pub(crate) Arc<super::Series>);

    impl std::fmt::Debug for Handle {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            write!(f, "{:?}", self.0.labels)
        }
    }
}
