use std::collections::HashSet;
use std::sync::Arc;

use crate::model::Family;
use crate::model::Labels;
use crate::model::MetricName;
use crate::model::Point;
use crate::model::reserved;

/// What makes a custom collector's family one that no reader could take, if anything does.
///
/// Declared metrics were checked when they were registered; this looks at every series of a family that anybody could
/// have put together. `exposed` is the name it will be shown under.
pub(super) fn fault(family: &Family, exposed: &MetricName, constant: &Labels) -> Option<String> {
    if let Some(state) = repeated(family.states()) {
        return Some(format!("the state {state:?} is there twice"));
    }
    let mut seen = HashSet::new();
    for series in family.series() {
        if let Some(state) = series.own_states().and_then(repeated) {
            return Some(format!("the state {state:?} of {:?} is there twice", series.labels));
        }
        let mut names: Vec<&str> = series.labels.iter().map(|(name, _)| name).collect();
        names.extend(constant.iter().map(|(name, _)| name));
        let line = matches!(series.point, Point::Line { .. });
        let own = |name: &&&str| reserved(family.kind(), exposed.as_str(), name).is_some();
        if let Some(name) = names.iter().filter(|_| !line).find(own) {
            return Some(format!("label {name:?} of {:?} is the format's own", series.labels));
        }
        names.sort_unstable();
        if let Some(pair) = names.windows(2).find(|pair| pair[0] == pair[1]) {
            return Some(format!("label {:?} of {:?} is there twice", pair[0], series.labels));
        }
        let mut pairs: Vec<_> = series.labels.iter().collect();
        pairs.sort_unstable();
        // A parser gives one series per moment, and lone lines that differ in their suffix.
        let suffix = if let Point::Line { suffix, .. } = series.point { Some(suffix) } else { None };
        if !seen.insert((pairs, series.timestamp(), suffix)) {
            return Some(format!("the series {:?} is there twice", series.labels));
        }
    }
    None
}

/// The names of which there is more than one family of a kind.
pub(super) fn twice(families: &[Family]) -> HashSet<MetricName> {
    let mut seen = HashSet::with_capacity(families.len());
    let again = families.iter().filter(|family| !seen.insert((family.name(), family.kind())));
    again.map(|family| family.name().clone()).collect()
}

fn repeated(states: &[Arc<str>]) -> Option<&Arc<str>> {
    let mut seen = HashSet::new();
    states.iter().find(|state| !seen.insert(*state))
}
