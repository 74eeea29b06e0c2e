//! What the function attributes take for a metric: it, or what it is reached through. Each check fails once, with a
//! text of its own, and gives back an associated type, so that nothing that comes after it is a second error.

use std::sync::Arc;
use std::sync::LazyLock;

use once_cell::sync::Lazy;

use crate::clock::Stopwatch;
use crate::label::LabelSet;
use crate::metric::CallbackCounter;
use crate::metric::CallbackGauge;
use crate::metric::Counter;
use crate::metric::Gauge;
use crate::metric::Histogram;
use crate::metric::Info;
use crate::metric::StateSet;
use crate::metric::States;
use crate::metric::Summary;

/// The metric that `#[timed]` was given, and a stopwatch that runs by its clock.
#[inline]
pub fn timed<H>(held: &H) -> (&<H::Metric as Times>::Metric, Stopwatch)
where
    H: Held,
    H::Metric: Times,
{
    held.metric().begin()
}

/// The metric that `#[count_errors]` was given.
#[inline]
pub fn counting<H>(held: &H) -> &<H::Metric as Counts>::Metric
where
    H: Held,
    H::Metric: Counts,
{
    held.metric().counting()
}

/// The metric that `#[track_inprogress]` was given.
#[inline]
pub fn tracking<H>(held: &H) -> &<H::Metric as Tracks>::Metric
where
    H: Held,
    H::Metric: Tracks,
{
    held.metric().tracking()
}

/// A metric, or a pointer to one.
#[diagnostic::on_unimplemented(message = "`{Self}` is not a metric", label = "not a metric")]
pub trait Held {
    /// The metric.
    type Metric;

    /// The metric.
    fn metric(&self) -> &Self::Metric;
}

macro_rules! pointers {
    ($($pointer:ty [$($bounds:tt)*])*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: Held, $($bounds)*> Held for $pointer {
            type Metric = T::Metric;

            #[inline]
            fn metric(&self) -> &T::Metric {
                T::metric(self)
            }
        }
    )*};
}

pointers! { &T [] Arc<T> [] Box<T> [] LazyLock<T, F> [F: FnOnce() -> T] Lazy<T, F> [F: FnOnce() -> T] }

macro_rules! metrics {
    ($($metric:ty [$($bounds:tt)*])*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($bounds)*> Held for $metric {
            type Metric = Self;

            #[inline]
            fn metric(&self) -> &Self {
                self
            }
        }
    )*};
}

metrics! {
    Counter<L> [L: LabelSet]
    Gauge<L> [L: LabelSet]
    Histogram<L> [L: LabelSet]
    Summary<L> [L: LabelSet]
    Info<L> [L: LabelSet]
    StateSet<E, L> [E: States, L: LabelSet]
    CallbackCounter []
    CallbackGauge []
}

/// A metric that takes durations, its labels not yet given.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be timed",
    label = "takes no duration",
    note = "a histogram or a summary observes durations, a gauge is set to the last one"
)]
pub trait Times {
    /// It.
    type Metric;

    /// It, and a stopwatch.
    fn begin(&self) -> (&Self::Metric, Stopwatch);
}

macro_rules! times {
    ($($metric:ident)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<L: LabelSet> Times for $metric<L> {
            type Metric = Self;

            #[inline]
            fn begin(&self) -> (&Self, Stopwatch) {
                (self, Stopwatch::start(&self.shared().clock))
            }
        }
    )*};
}

times! { Gauge Histogram Summary }

/// A metric that counts, its labels not yet given.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot count errors",
    label = "not a counter",
    note = "`#[count_errors]` adds 1 to a `Counter`"
)]
pub trait Counts {
    /// It.
    type Metric;

    /// It.
    fn counting(&self) -> &Self::Metric;
}

#[diagnostic::do_not_recommend]
impl<L: LabelSet> Counts for Counter<L> {
    type Metric = Self;

    #[inline]
    fn counting(&self) -> &Self {
        self
    }
}

/// A metric that goes up and down, its labels not yet given.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot track calls in progress",
    label = "not a gauge",
    note = "`#[track_inprogress]` takes a `Gauge` up and down again"
)]
pub trait Tracks {
    /// It.
    type Metric;

    /// It.
    fn tracking(&self) -> &Self::Metric;
}

#[diagnostic::do_not_recommend]
impl<L: LabelSet> Tracks for Gauge<L> {
    type Metric = Self;

    #[inline]
    fn tracking(&self) -> &Self {
        self
    }
}
