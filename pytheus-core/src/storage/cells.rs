use std::fmt;
use std::sync::Arc;

use super::memory;
#[cfg(all(feature = "mmap", unix))]
use super::mmap;
use crate::model::Descriptor;
use crate::model::Kind;
use crate::model::Number;
use crate::model::Point;

/// The cells of one series, as one group: recorded into by any thread, read whole.
///
/// Recording costs at most an atomic operation or two and no virtual call for the cells that pytheus has itself; those of a
/// user's own ([`custom`](Self::custom)) cost one virtual call. Nothing is said of where a value lies: it may be spread
/// over threads and summed when it is read.
///
/// An operation that the kind of series does not have is ignored. Amounts have been checked before they come here.
pub struct Cells(Repr);

enum Repr {
    Counter(memory::Counter),
    Gauge(memory::Gauge),
    Histogram(memory::Histogram),
    Summary(memory::Summary),
    State(memory::State),
    Constant(Point),
    #[cfg(all(feature = "mmap", unix))]
    MappedOne(mmap::One),
    #[cfg(all(feature = "mmap", unix))]
    MappedMany(mmap::Many),
    Custom(Arc<dyn Record>),
}

impl Cells {
    /// Cells in this process's memory, all at 0.
    #[must_use]
    pub fn in_memory(metric: &Descriptor) -> Self {
        Self(match metric.kind {
            Kind::Counter => Repr::Counter(memory::Counter::default()),
            // Nothing declares a gauge histogram: only parsers and custom collectors give one, and they have no cells.
            Kind::Gauge | Kind::Unknown | Kind::GaugeHistogram => Repr::Gauge(memory::Gauge::default()),
            Kind::Summary => Repr::Summary(memory::Summary::default()),
            Kind::Histogram => {
                let bounds = metric.buckets.as_ref().map_or(0, |buckets| buckets.bounds().len());
                Repr::Histogram(memory::Histogram::new(bounds))
            }
            Kind::StateSet => Repr::State(memory::State::default()),
            Kind::Info => Repr::Constant(Point::Info),
        })
    }

    /// Cells that take everything and keep nothing.
    #[must_use]
    pub fn null() -> Self {
        Self(Repr::Constant(Point::Unknown(Number::Whole(0))))
    }

    /// Cells of a user's own.
    #[must_use]
    pub fn custom(cells: Arc<dyn Record>) -> Self {
        Self(Repr::Custom(cells))
    }

    #[cfg(all(feature = "mmap", unix))]
    pub(super) fn mapped_one(cell: mmap::One) -> Self {
        Self(Repr::MappedOne(cell))
    }

    #[cfg(all(feature = "mmap", unix))]
    pub(super) fn mapped_many(cells: mmap::Many) -> Self {
        Self(Repr::MappedMany(cells))
    }

    /// Adds a whole amount to a counter.
    #[inline]
    pub fn add_whole(&self, amount: u64) {
        match &self.0 {
            Repr::Counter(counter) => counter.add_whole(amount),
            #[cfg(all(feature = "mmap", unix))]
            Repr::MappedOne(cell) => cell.add(Number::Whole(amount).as_f64()),
            Repr::Custom(custom) => custom.add(Number::Whole(amount)),
            _ => {}
        }
    }

    /// Adds any amount: one that is not negative to a counter, any to a gauge.
    #[inline]
    pub fn add(&self, amount: f64) {
        match &self.0 {
            Repr::Counter(counter) => counter.add(amount),
            Repr::Gauge(gauge) => gauge.add(amount),
            #[cfg(all(feature = "mmap", unix))]
            Repr::MappedOne(cell) => cell.add(amount),
            Repr::Custom(custom) => custom.add(Number::Float(amount)),
            _ => {}
        }
    }

    /// Sets a gauge.
    #[inline]
    pub fn set(&self, value: f64) {
        match &self.0 {
            Repr::Gauge(gauge) => gauge.set(value),
            #[cfg(all(feature = "mmap", unix))]
            Repr::MappedOne(cell) => cell.set(value),
            Repr::Custom(custom) => custom.set(value),
            _ => {}
        }
    }

    /// Counts an observation of a histogram in the bucket it falls in, or of a summary, which has no buckets.
    #[inline]
    pub fn observe(&self, bucket: usize, value: f64) {
        match &self.0 {
            Repr::Histogram(histogram) => histogram.observe(bucket, value),
            Repr::Summary(summary) => summary.observe(value),
            #[cfg(all(feature = "mmap", unix))]
            Repr::MappedMany(cells) => cells.observe(bucket, value),
            Repr::Custom(custom) => custom.observe(bucket, value),
            _ => {}
        }
    }

    /// Switches a state set to the state of this index.
    #[inline]
    pub fn set_state(&self, state: usize) {
        match &self.0 {
            Repr::State(current) => current.set(state),
            #[cfg(all(feature = "mmap", unix))]
            Repr::MappedMany(cells) => cells.set_state(state),
            Repr::Custom(custom) => custom.set_state(state),
            _ => {}
        }
    }

    /// Takes this process's share back to 0.
    pub fn reset(&self) {
        match &self.0 {
            Repr::Counter(counter) => counter.reset(),
            Repr::Gauge(gauge) => gauge.set(0.0),
            Repr::Histogram(histogram) => histogram.reset(),
            Repr::Summary(summary) => summary.reset(),
            Repr::State(state) => state.set(0),
            Repr::Constant(_) => {}
            #[cfg(all(feature = "mmap", unix))]
            Repr::MappedOne(cell) => cell.reset(),
            #[cfg(all(feature = "mmap", unix))]
            Repr::MappedMany(cells) => cells.reset(),
            Repr::Custom(custom) => custom.reset(),
        }
    }

    /// What the series reads now.
    #[must_use]
    pub fn read(&self) -> Point {
        match &self.0 {
            Repr::Counter(counter) => Point::Counter(counter.read()),
            Repr::Gauge(gauge) => Point::Gauge(Number::Float(gauge.read())),
            Repr::Histogram(histogram) => histogram.read(),
            Repr::Summary(summary) => summary.read(),
            Repr::State(state) => Point::State(state.read()),
            Repr::Constant(point) => point.clone(),
            #[cfg(all(feature = "mmap", unix))]
            Repr::MappedOne(cell) => cell.read(),
            #[cfg(all(feature = "mmap", unix))]
            Repr::MappedMany(cells) => cells.read(),
            Repr::Custom(custom) => custom.read(),
        }
    }
}

impl fmt::Debug for Cells {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Cells").field(&self.read()).finish()
    }
}

/// The cells of a user's own storage, where none of those that pytheus has will do. What is said at [`Cells`] holds. They
/// are called while the family is locked, so they must not record into a metric.
pub trait Record: Send + Sync + 'static {
    /// Adds an amount to a counter or a gauge.
    fn add(&self, amount: Number) {
        let _ = amount;
    }

    /// Sets a gauge.
    fn set(&self, value: f64) {
        let _ = value;
    }

    /// Counts an observation: the index of its bucket, and its value.
    fn observe(&self, bucket: usize, value: f64) {
        let _ = (bucket, value);
    }

    /// Switches a state set to the state of this index.
    fn set_state(&self, state: usize) {
        let _ = state;
    }

    /// Takes this process's share back to 0.
    fn reset(&self);

    /// What the series reads now: a [`Point`] of the metric's kind, whole.
    ///
    /// What was read of a counter or of a bucket never falls from one read to a later one, unless it is reset.
    fn read(&self) -> Point;
}
