use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use super::children::Children;
use super::core::Labelled;
use super::key::RowKey;
use super::partial::Partial;
use super::partial::Source;
use crate::label::Slots;

/// A metric whose text labels are resolved, while closed ones (an outcome, a status class) are picked later.
///
/// It owns what it needs and may be kept anywhere; a pick compares and allocates no text but that of a new series.
/// After the series of a row have been removed, a pick starts a new one.
pub struct Row<M, S> {
    family: Arc<Children>,
    key: RowKey,
    slots: S,
    metric: PhantomData<fn() -> M>,
}

impl<M, S: Slots + Clone> Row<M, S> {
    pub(super) fn new(family: Arc<Children>, key: RowKey, slots: S) -> Self {
        Self { family, key, slots, metric: PhantomData }
    }

    /// The builder over this row: give the labels that are left, and record.
    #[inline]
    pub fn labels(&self) -> S::Builder<'_, M>
    where
        S: Labelled,
    {
        S::builder(Partial::new(Source::of_row(&self.family, &self.key), self.slots.clone()))
    }
}

impl<M, S: Clone> Clone for Row<M, S> {
    fn clone(&self) -> Self {
        Self { family: self.family.clone(), key: self.key.clone(), slots: self.slots.clone(), metric: PhantomData }
    }
}

impl<M, S> fmt::Debug for Row<M, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{{{}, ..}}", self.family.shared().descriptor.name, self.key.labels.as_text())
    }
}
