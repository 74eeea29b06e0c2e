use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use super::children::Children;
use super::core::Instrument;
use super::core::sealed::Handle;
use super::key::RowKey;
use super::row::Row;
use super::series::Series;
use super::series::Shared;
use crate::label::Complete;
use crate::label::Resolvable;
use crate::label::Slots;

/// A metric with labels given so far: some, or all. This is what the builders of `labels()` deref to.
///
/// `M` is the metric, `S` what has been given. Recording needs all labels; a label that is missing is a compile error
/// that names it. It borrows the metric and the labels and is `Copy`: keep it, and build on it.
pub struct Partial<'m, M, S> {
    source: Source<'m, M>,
    slots: S,
}

impl<'m, M, S: Slots> Partial<'m, M, S> {
    /// Labels over a metric or a row; builders made by a derive call it.
    #[doc(hidden)]
    #[inline]
    pub fn new(source: Source<'m, M>, slots: S) -> Self {
        Self { source, slots }
    }

    /// The parts, for a setter to put together anew.
    #[doc(hidden)]
    #[inline]
    pub fn into_parts(self) -> (Source<'m, M>, S) {
        (self.source, self.slots)
    }

    /// Runs `record` on the series, made if it is not there.
    #[inline]
    pub(crate) fn on<R>(&self, record: impl FnOnce(&Arc<Series>) -> R) -> R
    where
        S: Complete,
    {
        self.source.family.with(&self.slots, self.source.row, record)
    }

    /// Records, unless recording is compiled away.
    #[inline]
    pub(crate) fn record(&self, record: impl FnOnce(&Arc<Series>))
    where
        S: Complete,
    {
        if !cfg!(pytheus_off) {
            self.on(record);
        }
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
        self.source.family.shared()
    }

    /// The series, resolved once: a metric without labels that is cheap to record into and may be kept anywhere.
    ///
    /// The series exists from then on, at 0. Clones share it. After it has been removed, a handle records into nothing.
    #[must_use]
    pub fn handle(&self) -> M
    where
        M: Instrument,
        S: Complete,
    {
        self.on(|series| M::of(Handle(series.clone())))
    }

    /// The labels given so far, resolved once; those still missing are closed ones, to be picked later.
    ///
    /// No series is made: one appears when a cell of the row is recorded into.
    pub fn row(&self) -> Row<M, S::InRow>
    where
        S: Resolvable,
        S::InRow: Clone,
    {
        self.row_to_be_picked()
    }

    /// As `row`, for a row whose picks show at once whether it has all it needs: then only they complain.
    #[doc(hidden)]
    pub fn row_to_be_picked(&self) -> Row<M, S::InRow>
    where
        S::InRow: Clone,
    {
        let family = self.source.family;
        Row::new(family.clone(), family.row(&self.slots, self.source.row), self.slots.in_row())
    }

    /// Removes the series: it is gone from later scrapes and from the storage, and a later `labels()` starts it anew at
    /// 0. Handles of it record into nothing, which is counted. `false` if there was no such series.
    pub fn remove(&self) -> bool
    where
        S: Complete,
    {
        self.source.family.remove(&self.slots, self.source.row)
    }

    /// Removes every series that has the labels given so far, and tells how many. A default that was not given does
    /// not count; with no label given nothing is removed (see `clear`).
    pub fn remove_matching(&self) -> usize {
        self.source.family.remove_matching(&self.slots, self.source.row)
    }
}

impl<M, S: Clone> Clone for Partial<'_, M, S> {
    fn clone(&self) -> Self {
        Self { source: self.source, slots: self.slots.clone() }
    }
}

impl<M, S: Copy> Copy for Partial<'_, M, S> {}

impl<M, S: Slots> fmt::Debug for Partial<'_, M, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{{..}}", self.shared().descriptor.name)
    }
}

/// Where the series of a builder come from: a metric, or a row of it.
pub struct Source<'m, M> {
    family: &'m Arc<Children>,
    row: Option<&'m RowKey>,
    metric: PhantomData<fn() -> M>,
}

impl<'m, M> Source<'m, M> {
    pub(super) fn new(family: &'m Arc<Children>) -> Self {
        Self { family, row: None, metric: PhantomData }
    }

    pub(super) fn of_row(family: &'m Arc<Children>, row: &'m RowKey) -> Self {
        Self { family, row: Some(row), metric: PhantomData }
    }
}

impl<M> Clone for Source<'_, M> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M> Copy for Source<'_, M> {}

impl<M> fmt::Debug for Source<'_, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Source")
    }
}
