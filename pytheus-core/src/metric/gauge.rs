use std::future::Future;
use std::time::Duration;

use super::amount::Amount;
use super::core::Core;
use super::in_progress::InProgress;
use super::operations::instrument;
use super::operations::operations;
use super::partial::Partial;
use super::timer::Timed;
use super::timer::Timer;
use crate::clock::Stopwatch;
use crate::model::Number;

/// A number that goes up and down: a temperature, a queue's length, the calls in progress.
///
/// `L` is its label set; `Gauge`, with none, is also what a series of a labelled gauge is once resolved. It holds an
/// `f64`. Clones share the values.
///
/// ```
/// use pytheus_core::Gauge;
/// use pytheus_core::Registry;
///
/// let registry = Registry::new();
/// let queue = Gauge::builder("queue_length", "Jobs that wait.").build(&registry)?;
/// queue.set(5);
/// queue.dec();
/// assert_eq!(registry.sample_value("queue_length", &[])?, Some(4.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Gauge<L: crate::label::LabelSet = ()> {
    core: Core<L>,
}

instrument!(Gauge, Gauge);

operations! { Gauge {
    /// Sets the value.
    #[inline]
    fn set(self, value: impl Amount) {
        let value = value.number().as_f64();
        self.record(|series| series.set(value));
    }

    /// Adds 1.
    #[inline]
    fn inc(self) {
        self.record(|series| series.add(1.0));
    }

    /// Takes off 1.
    #[inline]
    fn dec(self) {
        self.record(|series| series.add(-1.0));
    }

    /// Adds an amount, which may be negative.
    #[inline]
    fn inc_by(self, amount: impl Amount) {
        let amount = amount.number().as_f64();
        self.record(|series| series.add(amount));
    }

    /// Takes off an amount, which may be negative.
    #[inline]
    fn dec_by(self, amount: impl Amount) {
        let amount = amount.number().as_f64();
        self.record(|series| series.add(-amount));
    }

    /// Sets the value to the seconds since the Unix epoch.
    fn set_to_current_time(self) {
        let now = self.shared().clock.unix();
        self.set(now);
    }

    /// Takes this process's share back to 0.
    fn reset(self) {
        self.record(|series| series.reset());
    }

    /// Counts up until the guard is dropped, however that comes about.
    #[must_use = "the count goes down when the guard is dropped"]
    fn track_inprogress(self) -> InProgress {
        InProgress::new(self.handle())
    }

    /// A guard that sets the gauge to the seconds it lived.
    #[must_use = "the time ends when the guard is dropped"]
    fn start_timer(self) -> Timer<Gauge> {
        Timer::start(self.handle())
    }

    /// Runs a closure and sets the gauge to the seconds it took, also if it panics.
    fn time[R](self, run: impl FnOnce() -> R) -> R {
        let _timer = self.start_timer();
        run()
    }

    /// A future that sets the gauge to the seconds from its first poll to its end, also if it panics or is dropped
    /// before; one that is never polled sets nothing.
    fn time_async[F: Future](self, future: F) -> impl Future<Output = F::Output> {
        let handle = self.handle();
        async move {
            let _timer = handle.start_timer();
            future.await
        }
    }

    /// A stopwatch by this metric's clock.
    fn stopwatch(self) -> Stopwatch {
        Stopwatch::start(&self.shared().clock)
    }

    /// The value, as this process sees it.
    #[must_use]
    fn get(self) -> f64 {
        self.on(|series| match series.read() {
            crate::model::Point::Gauge(number) => number,
            _ => Number::Whole(0),
        }).as_f64()
    }
} }

impl Timed for Gauge {
    fn record(&self, elapsed: Duration) {
        self.set(elapsed);
    }

    fn stopwatch(&self) -> Stopwatch {
        Stopwatch::start(&self.shared().clock)
    }
}
