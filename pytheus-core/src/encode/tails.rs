use super::escape;
use crate::model::Family;
use crate::model::Kind;

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
        self.text.clear();
        self.ends.clear();
        match family.kind() {
            Kind::Histogram => {
                let bounds = family.buckets().map_or(&[][..], |buckets| buckets.bounds());
                for &upper in bounds.iter().chain(&[f64::INFINITY]) {
                    self.push("le", |text| bound(upper, text));
                }
            }
            Kind::StateSet => {
                let label = state_label(family.name().as_str());
                for state in family.states() {
                    self.push(&label, |text| escape::label_value(state, text));
                }
            }
            _ => {}
        }
    }

    /// Them, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| &self.text[start..end])
    }

    fn push(&mut self, label: &str, value: impl FnOnce(&mut String)) {
        self.text.push_str(label);
        self.text.push_str("=\"");
        value(&mut self.text);
        self.text.push('"');
        self.ends.push(self.text.len());
    }
}

/// Whether the states of a set can stand in a label that is called as the set is, as OpenMetrics asks.
pub(super) fn names_a_label(name: &str) -> bool {
    !name.contains(':') && !name.starts_with("__")
}

/// The label of a state set's states: the set's name, as far as it is legal for a label.
fn state_label(name: &str) -> String {
    if names_a_label(name) {
        return name.to_owned();
    }
    let name = name.replace(':', "_");
    format!("_{}", name.trim_start_matches('_'))
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
}
