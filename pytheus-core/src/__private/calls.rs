//! What the expansions of the function attributes do around a body.

use std::fmt;
use std::ops::Deref;
use std::pin::Pin;
use std::task::Context;
use std::task::Poll;
use std::time::Duration;

use crate::clock::Stopwatch;
pub use crate::functions::Declared;
pub use crate::functions::Function;
pub use crate::functions::Listed;
pub use crate::functions::OutcomeLabel;
pub use crate::functions::Unset;
use crate::global::lenient;
use crate::metric::Histogram;
pub use crate::metric::InProgress;
pub use crate::metric::Outcome;
pub use crate::metric::Timed;
pub use crate::metric::Timer;

/// The timer of a function with a bare `#[timed]`.
#[inline]
pub fn function_timer(function: &Function) -> Timer<Histogram> {
    Timer::start(function.series(lenient).clone())
}

/// The timer of a function that declares its histogram.
#[inline]
pub fn declared_timer(declared: &Declared) -> Timer<Histogram> {
    Timer::start(declared.histogram(lenient).clone())
}

/// The call of a function that declares its histogram, with an outcome.
#[inline]
pub fn declared_call(
    declared: &'static Declared<OutcomeLabel>,
) -> Call<impl FnOnce(Outcome, Duration) + Send + Sync + use<>> {
    let histogram = declared.histogram(lenient);
    let record = move |outcome, elapsed: Duration| histogram.with(OutcomeLabel(outcome)).observe(elapsed);
    Call::new(histogram.stopwatch(), record)
}

/// Records a duration into a resolved metric.
#[inline]
pub fn record(metric: &impl Timed, elapsed: Duration) {
    metric.record(elapsed);
}

/// Runs a body. The bound is what tells the compiler that the closure is called once, so that it may give out what it
/// borrows.
#[inline]
pub fn once<R>(body: impl FnOnce() -> R) -> R {
    body()
}

/// A value of any type, for code that is never run: `return any::<T>()` tells the compiler what a body returns.
pub fn any<T>() -> T {
    unreachable!()
}

/// Records how a call ended, and how long it took, when it is dropped: a panic, unless it is told otherwise.
#[must_use]
pub struct Call<F: FnOnce(Outcome, Duration)> {
    stopwatch: Stopwatch,
    outcome: Outcome,
    /// Gone once it was called.
    record: Option<F>,
}

impl<F: FnOnce(Outcome, Duration)> Call<F> {
    /// A call that began when the stopwatch was started.
    #[inline]
    pub fn new(stopwatch: Stopwatch, record: F) -> Self {
        Self { stopwatch, outcome: Outcome::Panic, record: Some(record) }
    }

    /// The call has ended.
    #[inline]
    pub fn end(&mut self, outcome: Outcome) {
        self.outcome = outcome;
    }

    /// Ends with this outcome whenever it is dropped, unless a panic has begun since.
    #[inline]
    pub fn watch(self, outcome: Outcome) -> Watched<F> {
        Watched { call: self, outcome, panicking: std::thread::panicking() }
    }

    /// The future of the body of this call: if it is dropped between two polls, the call is cancelled.
    #[inline]
    pub fn polled<'c, B: Future>(&'c mut self, body: Pin<&'c mut B>) -> Polled<'c, F, B> {
        Polled { call: self, body }
    }
}

impl<F: FnOnce(Outcome, Duration)> Drop for Call<F> {
    #[inline]
    fn drop(&mut self) {
        if let Some(record) = self.record.take() {
            record(self.outcome, self.stopwatch.elapsed());
        }
    }
}

impl<F: FnOnce(Outcome, Duration)> fmt::Debug for Call<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("outcome", &self.outcome).finish_non_exhaustive()
    }
}

/// A call whose body is not wrapped, as there is no value of it to look at.
#[derive(Debug)]
#[must_use]
pub struct Watched<F: FnOnce(Outcome, Duration)> {
    call: Call<F>,
    outcome: Outcome,
    /// Whether a panic was under way already when the call began.
    panicking: bool,
}

impl<F: FnOnce(Outcome, Duration)> Drop for Watched<F> {
    #[inline]
    fn drop(&mut self) {
        if self.panicking || !std::thread::panicking() {
            self.call.end(self.outcome);
        }
    }
}

/// The body of an async call.
#[must_use]
pub struct Polled<'c, F: FnOnce(Outcome, Duration), B> {
    call: &'c mut Call<F>,
    body: Pin<&'c mut B>,
}

impl<F: FnOnce(Outcome, Duration), B: Future> Future for Polled<'_, F, B> {
    type Output = B::Output;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<B::Output> {
        self.call.outcome = Outcome::Panic;
        let poll = self.body.as_mut().poll(context);
        if poll.is_pending() {
            self.call.outcome = Outcome::Cancelled;
        }
        poll
    }
}

impl<F: FnOnce(Outcome, Duration), B> fmt::Debug for Polled<'_, F, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.call, f)
    }
}

/// A value that a body returned: `outcome()` finds the method for a `Result` if it is one, and else the one for all.
#[derive(Debug)]
pub struct Returned<'r, R>(pub &'r R);

impl<T, E> Returned<'_, Result<T, E>> {
    /// Whether it is an error.
    #[inline]
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        if self.0.is_err() { Outcome::Error } else { Outcome::Ok }
    }
}

impl<R> Deref for Returned<'_, R> {
    type Target = NoResult;

    #[inline]
    fn deref(&self) -> &NoResult {
        &NoResult
    }
}

/// What every value is that is not a `Result`.
#[derive(Debug)]
pub struct NoResult;

impl NoResult {
    /// To return at all is well.
    #[inline]
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        Outcome::Ok
    }
}

/// What `#[count_errors]` looks at.
#[diagnostic::on_unimplemented(
    message = "`count_errors` needs a function that returns a `Result`, this one returns `{Self}`",
    label = "not a `Result`"
)]
pub trait Fallible {
    /// The error.
    type Error;

    /// The error, if it is one.
    fn error(&self) -> Option<&Self::Error>;
}

impl<T, E> Fallible for Result<T, E> {
    type Error = E;

    #[inline]
    fn error(&self) -> Option<&E> {
        self.as_ref().err()
    }
}

/// The error that a body returned, if it did.
#[inline]
pub fn error<R: Fallible>(returned: &R) -> Option<&R::Error> {
    returned.error()
}
