use super::amount::Amount;
use super::amount::AmountError;
use super::core::Core;
use super::operations::instrument;
use super::operations::operations;
use super::partial::Partial;
use crate::model::Number;
use crate::report::Trouble;
use crate::report::report;

/// A total that only rises: requests served, bytes sent, seconds spent.
///
/// `L` is its label set; `Counter`, with none, is also what a series of a labelled counter is once resolved. Whole
/// amounts are exact to 2^64. Clones share the values.
///
/// ```
/// use pytheus_core::Counter;
/// use pytheus_core::Registry;
///
/// let registry = Registry::new();
/// let jobs = Counter::builder("jobs_total", "Jobs done.").build(&registry)?;
/// jobs.inc();
/// jobs.inc_by(2);
/// jobs.inc_by(0.5);
/// assert_eq!(registry.sample_value("jobs_total", &[])?, Some(3.5));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Counter<L: crate::label::LabelSet = ()> {
    core: Core<L>,
}

instrument!(Counter, Counter);

operations! { Counter {
    /// Adds 1.
    #[inline]
    fn inc(self) {
        self.record(|series| series.add_whole(1));
    }

    /// Adds an amount. One that is negative, NaN or infinite is dropped, reported once per metric, and counted in
    /// `pytheus_refused_amounts_total`.
    #[inline]
    fn inc_by(self, amount: impl Amount) {
        match AmountError::check(amount) {
            Ok(number) => self.record(|series| series.add_number(number)),
            Err(error) => report(Trouble::AmountRefused, self.shared().descriptor.name.as_str(), || error.to_string()),
        }
    }

    /// Adds an amount, and says so if it cannot.
    ///
    /// # Errors
    ///
    /// [`AmountError`] when the amount is negative, NaN or infinite; nothing was counted then.
    #[inline]
    fn try_inc_by(self, amount: impl Amount) -> Result<(), AmountError> {
        let number = AmountError::check(amount)?;
        self.record(|series| series.add_number(number));
        Ok(())
    }

    /// Takes this process's share back to 0. To Prometheus it looks like a restart.
    fn reset(self) {
        self.record(|series| series.reset());
    }

    /// Adds 1 if the result is an error, and gives the result back.
    #[inline]
    fn count_error[T, E](self, result: Result<T, E>) -> Result<T, E> {
        if result.is_err() {
            self.inc();
        }
        result
    }

    /// Runs a closure, adds 1 if it returns an error or panics, and gives its result back.
    fn count_errors[T, E](self, run: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        let counter = self.handle();
        let panicked = CountPanic { counter: &counter };
        let result = run();
        std::mem::forget(panicked);
        counter.count_error(result)
    }

    /// This process's share.
    #[must_use]
    fn get(self) -> f64 {
        self.on(|series| match series.read() {
            crate::model::Point::Counter(number) => number,
            _ => Number::Whole(0),
        }).as_f64()
    }
} }

/// Adds 1 when it is dropped, as happens when a panic unwinds.
struct CountPanic<'a> {
    counter: &'a Counter,
}

impl Drop for CountPanic<'_> {
    fn drop(&mut self) {
        self.counter.inc();
    }
}
