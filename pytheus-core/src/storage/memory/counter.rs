use super::float::Float;
use crate::model::Number;
use crate::sync::AtomicU64;
use crate::sync::Ordering;

/// A total, in two parts that both only rise: whole amounts, exact to 2^64, and the rest.
#[derive(Debug, Default)]
pub(in crate::storage) struct Counter {
    whole: AtomicU64,
    rest: Float,
}

impl Counter {
    #[inline]
    pub(in crate::storage) fn add_whole(&self, amount: u64) {
        if amount < SMALL {
            // Relaxed: the count publishes nothing but itself.
            let before = self.whole.fetch_add(amount, Ordering::Relaxed);
            if before > u64::MAX - amount {
                self.wrapped();
            }
        } else {
            self.add_large(amount);
        }
    }

    #[inline]
    pub(in crate::storage) fn add(&self, amount: f64) {
        // The casts are exact: a whole amount below 2^64 is a u64.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        if amount < TWO_TO_64 && amount.fract() == 0.0 {
            self.add_whole(amount as u64);
        } else {
            self.rest.add(amount);
        }
    }

    pub(in crate::storage) fn reset(&self) {
        self.whole.store(0, Ordering::Relaxed);
        self.rest.set(0.0);
    }

    pub(in crate::storage) fn read(&self) -> Number {
        let rest = self.rest.read();
        let whole = self.whole.load(Ordering::Relaxed);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        if rest < TWO_TO_64
            && let Some(total) = whole.checked_add(rest as u64)
        {
            let fraction = rest.fract();
            // From 2^53 on a float has no room for a fraction; rounding one in would make the total go up and down.
            if fraction == 0.0 || total >= TWO_TO_53 {
                return Number::Whole(total);
            }
            return Number::Float(Number::Whole(total).as_f64() + fraction);
        }
        Number::Float(Number::Whole(whole).as_f64() + rest)
    }

    /// The sum went round: what was lost goes to the other part.
    #[cold]
    fn wrapped(&self) {
        self.rest.add(TWO_TO_64);
    }

    /// Amounts that could bring the sum round at once are added only if they do not.
    #[cold]
    fn add_large(&self, amount: u64) {
        let fits = self.whole.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |whole| whole.checked_add(amount));
        if fits.is_err() {
            self.rest.add(Number::Whole(amount).as_f64());
        }
    }
}

const SMALL: u64 = 1 << 32;
const TWO_TO_53: u64 = 1 << 53;
const TWO_TO_64: f64 = 18_446_744_073_709_551_616.0;

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    #[test]
    fn whole_amounts_are_exact_to_the_last_u64() {
        let counter = Counter::default();
        counter.add_whole(u64::MAX - 1);
        counter.add(1.0);
        assert!(matches!(counter.read(), Number::Whole(u64::MAX)));
    }

    #[test]
    fn beyond_the_last_u64_it_goes_on_rising() {
        let counter = Counter::default();
        counter.add_whole(u64::MAX);
        counter.add_whole(u64::MAX);
        assert_eq!(counter.read().as_f64(), 2.0 * TWO_TO_64);
        counter.add_whole(1);
        counter.add_whole(5);
        assert_eq!(counter.read().as_f64(), 2.0 * TWO_TO_64);
        assert!(matches!(counter.read(), Number::Float(_)));
    }

    #[test]
    fn fractions_never_bring_a_large_total_down() {
        let counter = Counter::default();
        counter.add_whole((1 << 54) + 2);
        let mut last = counter.read().as_f64();
        for _ in 0..100 {
            counter.add(0.5);
            let now = counter.read().as_f64();
            assert!(now >= last, "{now} after {last}");
            last = now;
        }
        assert!(matches!(counter.read(), Number::Whole(total) if total == (1 << 54) + 52));
    }

    #[test]
    fn halves_that_make_a_whole_show_as_one() {
        let counter = Counter::default();
        counter.add(0.5);
        assert!(matches!(counter.read(), Number::Float(half) if half == 0.5));
        counter.add(0.5);
        counter.add_whole(2);
        assert!(matches!(counter.read(), Number::Whole(3)));
    }
}
