/// A sum of floats that does not depend on the order they come in: what their sum in real numbers rounds to.
///
/// A total over processes must not fall when a file is read earlier than before, or when processes that ended are folded
/// into one. It is kept as a list of floats that do not overlap, as
/// [Shewchuk](https://people.eecs.berkeley.edu/~jrs/papers/robustr.pdf) describes; for whole numbers the list has one.
#[derive(Clone, Debug, Default)]
pub(super) struct Exact {
    /// Rising in magnitude, no two with a bit of the same weight.
    parts: Vec<f64>,
    /// What is not finite, summed as floats are.
    beyond: f64,
}

impl Exact {
    pub(super) fn add(&mut self, amount: f64) {
        if !amount.is_finite() {
            self.beyond += amount;
            return;
        }
        let mut carried = amount;
        let mut kept = 0;
        for at in 0..self.parts.len() {
            let mut part = self.parts[at];
            if carried.abs() < part.abs() {
                (carried, part) = (part, carried);
            }
            let sum = carried + part;
            let lost = part - (sum - carried);
            if lost != 0.0 {
                self.parts[kept] = lost;
                kept += 1;
            }
            carried = sum;
        }
        self.parts.truncate(kept);
        if !carried.is_finite() {
            self.beyond += carried;
            self.parts.clear();
        } else if carried != 0.0 {
            self.parts.push(carried);
        }
    }

    /// The floats whose sum it is, none for 0.
    pub(super) fn parts(&self) -> impl Iterator<Item = f64> {
        let beyond = Some(self.beyond).filter(|beyond| *beyond != 0.0);
        self.parts.iter().copied().chain(beyond)
    }

    /// The nearest float.
    pub(super) fn total(&self) -> f64 {
        if self.beyond != 0.0 {
            return self.beyond;
        }
        let mut parts = self.parts.iter().rev().copied();
        let Some(mut total) = parts.next() else { return 0.0 };
        let mut lost = 0.0;
        for part in parts.by_ref() {
            let before = total;
            total = before + part;
            lost = part - (total - before);
            if lost != 0.0 {
                break;
            }
        }
        // Half way between two floats: what comes below decides.
        if let Some(below) = parts.next()
            && ((lost < 0.0 && below < 0.0) || (lost > 0.0 && below > 0.0))
        {
            let doubled = lost * 2.0;
            let up = total + doubled;
            if doubled == up - total {
                total = up;
            }
        }
        total
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(amounts: &[f64]) -> f64 {
        let mut exact = Exact::default();
        amounts.iter().for_each(|amount| exact.add(*amount));
        exact.total()
    }

    #[test]
    fn the_order_does_not_matter() {
        let amounts = [0.1; 10];
        assert_eq!(sum(&amounts), 1.0);
        assert_eq!(sum(&[1e100, 1.0, -1e100, 1e-30]), 1.0);
        assert_eq!(sum(&[1e-30, -1e100, 1.0, 1e100]), 1.0);
        assert_eq!(sum(&[9_007_199_254_740_992.0, 1.0, 1e-16]), 9_007_199_254_740_994.0);
        assert_eq!(sum(&[]), 0.0);
    }

    #[test]
    fn folding_first_changes_nothing() {
        let mut all = Exact::default();
        let mut folded = Exact::default();
        for i in 0..1_000 {
            let amount = 0.1 * f64::from(i) + 1e-9;
            all.add(amount);
            let mut next = Exact::default();
            folded.parts().for_each(|part| next.add(part));
            next.add(amount);
            folded = next;
        }
        assert_eq!(all.total(), folded.total());
    }

    #[test]
    fn what_is_not_finite_stays_so() {
        assert_eq!(sum(&[1.0, f64::INFINITY]), f64::INFINITY);
        assert!(sum(&[f64::NEG_INFINITY, f64::INFINITY, 1.0]).is_nan());
        assert_eq!(sum(&[f64::MAX, f64::MAX]), f64::INFINITY);
    }
}
