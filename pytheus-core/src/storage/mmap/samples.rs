use std::borrow::Cow;
use std::collections::BTreeMap;

use super::key;
use super::key::Key;
use crate::model::Descriptor;
use crate::model::Kind;
use crate::model::Labels;

/// One entry of a series, before anything was recorded.
pub(super) struct Sample {
    pub(super) key: String,
    pub(super) value: f64,
}

/// The entries of a series, in the order that Python writes them in.
pub(super) fn samples(metric: &Descriptor, labels: &Labels) -> Vec<Sample> {
    let name = metric.name.as_str();
    let owned: Vec<(&str, Cow<'_, str>)> = labels.iter().collect();
    let labels: BTreeMap<&str, &str> = owned.iter().map(|(name, value)| (*name, &**value)).collect();
    let sample = |name: &str, labels: &BTreeMap<&str, &str>, value: f64| Sample {
        key: Key::write(family(metric), name, labels, &metric.help),
        value,
    };
    let with = |label: &str, text: &str, name: &str, value: f64| {
        let mut labels = labels.clone();
        labels.insert(label, text);
        sample(name, &labels, value)
    };
    match metric.kind {
        Kind::Histogram => {
            let bounds = metric.buckets.as_ref().map_or(&[][..], |buckets| buckets.bounds());
            let bucket = format!("{name}_bucket");
            let buckets = bounds.iter().chain([&f64::INFINITY]);
            let buckets = buckets.map(|bound| with("le", &key::bound(*bound), &bucket, 0.0));
            [sample(&format!("{name}_sum"), &labels, 0.0)].into_iter().chain(buckets).collect()
        }
        Kind::Summary => ["_count", "_sum"].map(|suffix| sample(&format!("{name}{suffix}"), &labels, 0.0)).into(),
        Kind::StateSet => {
            let states = metric.states.iter().enumerate();
            states.map(|(at, state)| with(name, state, name, if at == 0 { 1.0 } else { 0.0 })).collect()
        }
        Kind::Info => vec![sample(name, &labels, 1.0)],
        _ => vec![sample(name, &labels, 0.0)],
    }
}

/// What Python calls the family: a counter's name lacks its `_total`.
fn family(metric: &Descriptor) -> &str {
    let name = metric.name.as_str();
    match metric.kind {
        Kind::Counter => name.strip_suffix("_total").unwrap_or(name),
        _ => name,
    }
}
