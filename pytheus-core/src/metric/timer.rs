use std::time::Duration;

use crate::clock::Stopwatch;

/// Something that can take a duration: a histogram or a summary observes it, a gauge is set to it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be timed",
    label = "takes no duration",
    note = "a histogram or a summary observes durations, a gauge is set to the last one"
)]
pub trait Timed {
    /// Takes a duration.
    fn record(&self, elapsed: Duration);

    /// A stopwatch by the clock of this metric.
    fn stopwatch(&self) -> Stopwatch;
}

/// A guard that records the time it lived when it is dropped: at the end of a scope, at `?`, at a panic, or when the
/// future that holds it is dropped.
///
/// ```
/// use pytheus_core::Histogram;
/// use pytheus_core::Registry;
///
/// let registry = Registry::new();
/// let latency = Histogram::builder("latency_seconds", "Time to answer.").build(&registry)?;
/// {
///     let _timer = latency.start_timer();
/// }
/// latency.start_timer().discard();
/// assert_eq!(registry.sample_value("latency_seconds_count", &[])?, Some(1.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
#[must_use = "the time ends when the guard is dropped"]
pub struct Timer<M: Timed> {
    /// Gone once it is recorded or discarded.
    metric: Option<M>,
    stopwatch: Stopwatch,
}

impl<M: Timed> Timer<M> {
    /// Starts now, by the clock of the metric.
    #[inline]
    pub fn start(metric: M) -> Self {
        Self { stopwatch: metric.stopwatch(), metric: Some(metric) }
    }

    /// A timer that has been running since the stopwatch was started.
    #[inline]
    pub fn since(stopwatch: Stopwatch, metric: M) -> Self {
        Self { metric: Some(metric), stopwatch }
    }

    /// The time so far.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.stopwatch.elapsed()
    }

    /// Records now, and tells the time.
    pub fn stop(mut self) -> Duration {
        let elapsed = self.elapsed();
        if let Some(metric) = self.metric.take() {
            metric.record(elapsed);
        }
        elapsed
    }

    /// Records nothing, and tells the time.
    pub fn discard(mut self) -> Duration {
        self.metric = None;
        self.elapsed()
    }

    /// Records into another series, as the labels have become known.
    pub fn record_into(&mut self, metric: M) {
        self.metric = Some(metric);
    }
}

impl<M: Timed> Drop for Timer<M> {
    #[inline]
    fn drop(&mut self) {
        if let Some(metric) = &self.metric {
            metric.record(self.stopwatch.elapsed());
        }
    }
}
