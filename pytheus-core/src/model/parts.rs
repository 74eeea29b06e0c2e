//! What lines have besides the labels of their series: a histogram's `le`, a state set's state.

use std::borrow::Cow;

use super::Kind;

/// Why a metric of a kind cannot have a label, if it cannot: it shows its parts by it. `name` is the one under which it
/// is exposed, prefix included.
pub(crate) fn reserved(kind: Kind, name: &str, label: &str) -> Option<&'static str> {
    let (own, why) = match kind {
        Kind::Histogram | Kind::GaugeHistogram => (Cow::Borrowed("le"), "a histogram shows its buckets by it"),
        Kind::Summary => (Cow::Borrowed("quantile"), "a summary shows its quantiles by it"),
        Kind::StateSet => (state_label(name), "a state set shows its states by a label of its own name"),
        _ => return None,
    };
    (own == label).then_some(why)
}

/// Whether the states of a set can stand in a label that is called as the set is, as OpenMetrics asks.
pub(crate) fn names_a_label(name: &str) -> bool {
    !name.contains(':') && !name.starts_with("__")
}

/// The label of a state set's states: the set's name, as far as it is legal for a label.
pub(crate) fn state_label(name: &str) -> Cow<'_, str> {
    if names_a_label(name) {
        return Cow::Borrowed(name);
    }
    let name = name.replace(':', "_");
    Cow::Owned(format!("_{}", name.trim_start_matches('_')))
}

/// What so many buckets show, `+Inf` the last of them. Counts that a custom collector did not give are 0, and those
/// beyond the last bound are in `+Inf`, so that the buckets rise whatever it gave.
pub(crate) fn cumulated(counts: &[u64], buckets: usize) -> impl Iterator<Item = u64> {
    let mut sum = 0_u64;
    (1..=buckets).map(move |bucket| {
        if bucket == buckets {
            return total(counts);
        }
        sum = sum.saturating_add(counts.get(bucket - 1).copied().unwrap_or(0));
        sum
    })
}

/// How many observations there are in all.
pub(crate) fn total(counts: &[u64]) -> u64 {
    counts.iter().fold(0_u64, |sum, &count| sum.saturating_add(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_label_is_legal_whatever_the_set_is_called() {
        for (name, label) in [("phase", "phase"), ("_a", "_a"), ("job:phase", "_job_phase"), ("__x", "_x"), ("::", "_")]
        {
            assert_eq!(state_label(name), label);
        }
    }

    #[test]
    fn the_label_that_is_reserved_is_the_one_that_is_shown() {
        let cases = [
            (Kind::Histogram, "h", "le", true),
            (Kind::GaugeHistogram, "h", "le", true),
            (Kind::Summary, "s", "quantile", true),
            (Kind::Summary, "s", "le", false),
            (Kind::StateSet, "shop_phase", "shop_phase", true),
            (Kind::StateSet, "shop_phase", "phase", false),
            (Kind::StateSet, "job:phase", "_job_phase", true),
            (Kind::Gauge, "le", "le", false),
        ];
        for (kind, name, label, expected) in cases {
            assert_eq!(reserved(kind, name, label).is_some(), expected, "{kind} {name} {label}");
        }
    }

    #[test]
    fn buckets_rise_whatever_the_counts_are() {
        let shown = |counts: &[u64], buckets| cumulated(counts, buckets).collect::<Vec<_>>();
        assert_eq!(shown(&[1, 2, 3], 3), [1, 3, 6]);
        assert_eq!(shown(&[7], 3), [7, 7, 7]);
        assert_eq!(shown(&[], 1), [0]);
        assert_eq!(shown(&[1, 2, 3], 2), [1, 6]);
        assert_eq!(shown(&[u64::MAX, 1], 2), [u64::MAX, u64::MAX]);
    }
}
