use std::sync::Arc;

use super::escape;
use crate::model::Buckets;
use crate::model::Family;
use crate::model::Kind;
use crate::model::LabelName;
use crate::model::Series;
use crate::model::parts;

/// The label that a line has and its series has not, written once per family: `le="0.5"`, or that of a state.
///
/// One of these serves a whole scrape, so that its memory is taken once.
#[derive(Default)]
pub(super) struct Tails {
    text: String,
    ends: Vec<usize>,
}

impl Tails {
    /// Takes those of another family; `bound` writes a bound in the format's way.
    pub(super) fn load(&mut self, family: &Family, bound: fn(f64, &mut String)) {
        self.fill(family, family.buckets(), family.states(), bound);
    }

    /// Takes those of a series that has buckets or states of its own; `false` if it has none.
    pub(super) fn load_own(&mut self, family: &Family, series: &Series, bound: fn(f64, &mut String)) -> bool {
        match (series.own_buckets(), series.own_states()) {
            (None, None) => return false,
            (buckets, states) => self.fill(family, buckets.flatten(), states.unwrap_or(&[]), bound),
        }
        true
    }

    /// The label of a quantile, in place of what was here.
    pub(super) fn quantile(&mut self, quantile: f64, bound: fn(f64, &mut String)) -> &str {
        self.clear();
        self.push("quantile", |text| bound(quantile, text));
        &self.text
    }

    /// How many.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Them, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| &self.text[start..end])
    }

    fn fill(&mut self, family: &Family, buckets: Option<&Buckets>, states: &[Arc<str>], bound: fn(f64, &mut String)) {
        self.clear();
        match family.kind() {
            Kind::Histogram | Kind::GaugeHistogram => {
                let bounds = buckets.map_or(&[][..], Buckets::bounds);
                for &upper in bounds.iter().chain(&[f64::INFINITY]) {
                    self.push("le", |text| bound(upper, text));
                }
            }
            Kind::StateSet => {
                let label = state_label(family.name().as_str());
                for state in states {
                    self.push(&label, |text| escape::label_value(state, text));
                }
            }
            _ => {}
        }
    }

    fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }

    fn push(&mut self, label: &str, value: impl FnOnce(&mut String)) {
        self.text.push_str(label);
        self.text.push_str("=\"");
        value(&mut self.text);
        self.text.push('"');
        self.ends.push(self.text.len());
    }
}

/// The label of a state set's states, as it is written.
fn state_label(name: &str) -> String {
    let label = parts::state_label(name);
    if LabelName::new(&label).is_ok() {
        return label.into_owned();
    }
    let mut quoted = "\"".to_owned();
    escape::label_value(&label, &mut quoted);
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_label_that_is_not_plain_is_quoted() {
        for (name, label) in [("phase", "phase"), ("job:phase", "_job_phase"), ("my.phase", "\"my.phase\"")] {
            assert_eq!(state_label(name), label);
        }
    }
}
