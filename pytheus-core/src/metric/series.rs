use std::sync::Arc;

use crate::clock::Clock;
use crate::model::Buckets;
use crate::model::Descriptor;
use crate::model::Labels;
use crate::model::Number;
use crate::model::Point;
use crate::report::Trouble;
use crate::report::report;
use crate::storage::Cells;
use crate::sync::AtomicBool;
use crate::sync::Ordering;

/// What all series of a metric have in common.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) descriptor: Arc<Descriptor>,
    pub(crate) buckets: Arc<Buckets>,
    pub(crate) clock: Clock,
}

/// One label set of a metric, and its cells.
#[derive(Debug)]
pub(crate) struct Series {
    pub(crate) shared: Arc<Shared>,
    pub(crate) labels: Labels,
    /// Where it stands in the list of its family.
    pub(crate) position: usize,
    cells: Cells,
    /// Set when it is removed; recordings that come after are dropped and counted.
    removed: AtomicBool,
}

impl Series {
    pub(crate) fn new(shared: Arc<Shared>, labels: Labels, position: usize, cells: Cells) -> Self {
        Self { shared, labels, position, cells, removed: AtomicBool::new(false) }
    }

    #[inline]
    pub(crate) fn add_whole(&self, amount: u64) {
        if let Some(cells) = self.live() {
            cells.add_whole(amount);
        }
    }

    #[inline]
    pub(crate) fn add(&self, amount: f64) {
        if let Some(cells) = self.live() {
            cells.add(amount);
        }
    }

    /// Adds a number that has been checked.
    #[inline]
    pub(crate) fn add_number(&self, number: Number) {
        match number {
            Number::Whole(whole) => self.add_whole(whole),
            Number::Float(float) => self.add(float),
        }
    }

    #[inline]
    pub(crate) fn set(&self, value: f64) {
        if let Some(cells) = self.live() {
            cells.set(value);
        }
    }

    #[inline]
    pub(crate) fn observe(&self, value: f64) {
        if let Some(cells) = self.live() {
            cells.observe(self.shared.buckets.index_of(value), value);
        }
    }

    #[inline]
    pub(crate) fn set_state(&self, state: usize) {
        if let Some(cells) = self.live() {
            cells.set_state(state);
        }
    }

    pub(crate) fn reset(&self) {
        if let Some(cells) = self.live() {
            cells.reset();
        }
    }

    pub(crate) fn read(&self) -> Point {
        self.cells.read()
    }

    pub(crate) fn remove(&self) {
        // Relaxed: a recording that races with the removal may go to either side of it.
        self.removed.store(true, Ordering::Relaxed);
    }

    #[inline]
    pub(crate) fn is_removed(&self) -> bool {
        self.removed.load(Ordering::Relaxed)
    }

    #[inline]
    fn live(&self) -> Option<&Cells> {
        if self.is_removed() {
            self.complain();
            return None;
        }
        Some(&self.cells)
    }

    #[cold]
    fn complain(&self) {
        report(Trouble::SeriesRemoved, self.shared.descriptor.name.as_str(), || {
            format!("a handle of the removed series {:?} was recorded into", self.labels)
        });
    }
}
