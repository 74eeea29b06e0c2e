use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::time::SystemTime;
use std::time::UNIX_EPOCH;

use super::region::Cell;
use super::writer::Writer;
use crate::fork;
use crate::model::Across;
use crate::model::Descriptor;
use crate::model::Kind;
use crate::model::Labels;
use crate::model::Number;
use crate::model::Point;

/// The cells of one series in a file of this process.
///
/// In a forked child they are the parent's at first; the child's first recording moves them to a file of its own.
pub(in crate::storage) struct Placed<C> {
    cells: C,
    /// The process, counted in forks, that the cells are of.
    born: AtomicU32,
    /// The state that a state set was switched to last.
    state: AtomicUsize,
    origin: Arc<Origin>,
}

/// Which series, and of which storage.
pub(super) struct Origin {
    pub(super) writer: Arc<Writer>,
    pub(super) metric: Arc<Descriptor>,
    pub(super) labels: Labels,
}

/// The one cell of a counter or gauge.
pub(in crate::storage) type One = Placed<[Cell; 1]>;

/// The cells of any other series.
pub(in crate::storage) type Many = Placed<Box<[Cell]>>;

impl<C: AsRef<[Cell]>> Placed<C> {
    pub(super) fn new(cells: C, born: u32, origin: Arc<Origin>) -> Self {
        Self { cells, born: AtomicU32::new(born), state: AtomicUsize::new(0), origin }
    }

    /// The cells, if this process has made them its own.
    fn known(&self) -> Option<&[Cell]> {
        (self.born.load(Ordering::Acquire) == fork::generation()).then_some(self.cells.as_ref())
    }

    #[inline]
    fn here(&self) -> &C {
        if self.born.load(Ordering::Acquire) != fork::generation() {
            self.settle();
        }
        &self.cells
    }

    #[cold]
    fn settle(&self) {
        self.origin.writer.settle(&self.origin, self.cells.as_ref(), &self.born);
    }
}

impl One {
    #[inline]
    pub(in crate::storage) fn add(&self, amount: f64) {
        let [cell] = self.here();
        cell.add(amount);
    }

    #[inline]
    pub(in crate::storage) fn set(&self, value: f64) {
        let [cell] = self.here();
        cell.set(value);
        if let Across::MostRecent | Across::LiveMostRecent = self.origin.metric.across {
            cell.stamp(now());
        }
    }

    pub(in crate::storage) fn reset(&self) {
        let [cell] = self.here();
        cell.set(0.0);
    }

    pub(in crate::storage) fn read(&self) -> Point {
        let value = self.known().and_then(|cells| cells.first()).map_or(0.0, Cell::read);
        match self.origin.metric.kind {
            Kind::Counter => Point::Counter(number(value)),
            Kind::Unknown => Point::Unknown(Number::Float(value)),
            _ => Point::Gauge(Number::Float(value)),
        }
    }
}

impl Many {
    /// Counts an observation.
    #[inline]
    pub(in crate::storage) fn observe(&self, bucket: usize, value: f64) {
        let cells = self.here();
        match self.origin.metric.kind {
            // The order in which Python writes them: the sum and the buckets, but the count and the sum.
            Kind::Histogram => {
                if let (Some(count), Some(sum)) = (cells.get(1 + bucket), cells.first()) {
                    count.add(1.0);
                    sum.add(value);
                }
            }
            Kind::Summary => {
                if let [count, sum] = &**cells {
                    count.add(1.0);
                    sum.add(value);
                }
            }
            _ => {}
        }
    }

    /// Switches to a state: all of its cells say so, with one time.
    pub(in crate::storage) fn set_state(&self, state: usize) {
        if self.origin.metric.kind != Kind::StateSet {
            return;
        }
        let cells = self.here();
        self.state.store(state, Ordering::SeqCst);
        loop {
            // If two threads write at once, the one that ends last sees what the other wants, and writes that.
            let wanted = self.state.load(Ordering::SeqCst);
            let stamp = now();
            for (at, cell) in cells.iter().enumerate() {
                cell.set(if at == wanted { 1.0 } else { 0.0 });
                cell.stamp(stamp);
            }
            if self.state.load(Ordering::SeqCst) == wanted {
                return;
            }
        }
    }

    pub(in crate::storage) fn reset(&self) {
        match self.origin.metric.kind {
            Kind::StateSet => self.set_state(0),
            Kind::Info => {}
            _ => self.here().iter().for_each(|cell| cell.set(0.0)),
        }
    }

    pub(in crate::storage) fn read(&self) -> Point {
        let metric = &self.origin.metric;
        let cells = self.known().unwrap_or_default();
        let value = |at: usize| cells.get(at).map_or(0.0, Cell::read);
        match metric.kind {
            Kind::Histogram => {
                let bounds = metric.buckets.as_ref().map_or(0, |buckets| buckets.bounds().len());
                let counts = (0..=bounds).map(|at| whole(value(1 + at))).collect();
                Point::Histogram { counts, sum: value(0) }
            }
            Kind::Summary => Point::Summary { count: whole(value(0)), sum: value(1) },
            Kind::StateSet if cells.is_empty() => Point::State(0),
            Kind::StateSet => Point::State(self.state.load(Ordering::SeqCst)),
            _ => Point::Info,
        }
    }
}

impl Cell {
    #[inline]
    fn add(&self, amount: f64) {
        let number = &self.pair().number;
        // Relaxed: the value publishes nothing but itself.
        let mut seen = number.load(Ordering::Relaxed);
        loop {
            let sum = (f64::from_bits(seen) + amount).to_bits();
            match number.compare_exchange_weak(seen, sum, Ordering::Relaxed, Ordering::Relaxed) {
                Ok(_) => return,
                Err(now) => seen = now,
            }
        }
    }

    #[inline]
    pub(super) fn set(&self, value: f64) {
        self.pair().number.store(value.to_bits(), Ordering::Relaxed);
    }

    /// After the value, as Python does it.
    #[inline]
    pub(super) fn stamp(&self, stamp: f64) {
        self.pair().stamp.store(stamp.to_bits(), Ordering::Release);
    }

    fn read(&self) -> f64 {
        f64::from_bits(self.pair().number.load(Ordering::Relaxed))
    }
}

impl<C> fmt::Debug for Placed<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{:?}", self.origin.metric.name, self.origin.labels)
    }
}

/// A total, whole where it is.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub(super) fn number(total: f64) -> Number {
    let is_whole = (0.0..18_446_744_073_709_551_616.0).contains(&total) && total.fract() == 0.0;
    if is_whole { Number::Whole(total as u64) } else { Number::Float(total) }
}

/// A count that a file says; what is no count is none.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub(super) fn whole(count: f64) -> u64 {
    // The cast makes NaN and what is below 0 to 0.
    count as u64
}

fn now() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs_f64()
}
