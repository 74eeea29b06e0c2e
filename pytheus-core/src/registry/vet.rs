use std::collections::HashSet;

use crate::model::Family;
use crate::model::Kind;
use crate::model::Labels;

/// What makes a custom collector's family one that no reader could take, if anything does.
///
/// Declared metrics were checked when they were registered; this looks at every series of a family that anybody could
/// have put together.
pub(super) fn fault(family: &Family, constant: &Labels) -> Option<String> {
    let mut seen = HashSet::new();
    for series in family.series() {
        let mut names: Vec<&str> = series.labels.iter().map(|(name, _)| name).collect();
        names.extend(constant.iter().map(|(name, _)| name));
        if let Some(reserved) = names.iter().find(|name| reserved(family, name)) {
            return Some(format!("label {reserved:?} of {:?} is the format's own", series.labels));
        }
        names.sort_unstable();
        if let Some(pair) = names.windows(2).find(|pair| pair[0] == pair[1]) {
            return Some(format!("label {:?} of {:?} is there twice", pair[0], series.labels));
        }
        let mut pairs: Vec<_> = series.labels.iter().collect();
        pairs.sort_unstable();
        if !seen.insert(pairs) {
            return Some(format!("the series {:?} is there twice", series.labels));
        }
    }
    None
}

fn reserved(family: &Family, label: &str) -> bool {
    match family.kind() {
        Kind::Histogram => label == "le",
        Kind::Summary => label == "quantile",
        Kind::StateSet => label == family.name().as_str(),
        _ => false,
    }
}
