use std::borrow::Cow;

use super::Family;
use super::Kind;
use super::Number;
use super::Point;
use super::Series;

/// One line of a scrape, as data: for tests and for bridges to other systems.
#[derive(Clone, Debug)]
pub struct Sample<'a> {
    family: &'a Family,
    series: &'a Series,
    suffix: &'static str,
    extra: Option<(&'a str, Cow<'a, str>)>,
    value: Number,
}

impl<'a> Sample<'a> {
    pub(super) fn of(family: &'a Family) -> impl Iterator<Item = Self> {
        family.series().iter().flat_map(move |series| Self::of_series(family, series))
    }

    /// The names the samples of a family can have.
    pub(super) fn names_of(family: &Family) -> impl Iterator<Item = String> {
        let suffixes: &[&str] = match family.kind() {
            Kind::Histogram => &["_bucket", "_sum", "_count"],
            Kind::Summary => &["_sum", "_count"],
            _ => &[""],
        };
        suffixes.iter().map(|suffix| format!("{}{suffix}", family.name()))
    }

    /// The full name, suffix included.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}{}", self.family.name(), self.suffix)
    }

    /// The labels: the series' own, the registry's constant ones, and `le` or the state's.
    pub fn labels(&self) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
        let extra = self.extra.iter().map(|(name, value)| (*name, value.clone()));
        self.series.labels.iter().chain(self.family.constant_labels().iter()).chain(extra)
    }

    /// The value.
    #[must_use]
    pub fn value(&self) -> Number {
        self.value
    }

    pub(super) fn is(&self, name: &str, labels: &[(&str, &str)]) -> bool {
        name.strip_suffix(self.suffix) == Some(self.family.name().as_str())
            && self.labels().count() == labels.len()
            && self.labels().all(|(name, value)| labels.contains(&(name, &*value)))
    }

    fn of_series(family: &'a Family, series: &'a Series) -> Vec<Self> {
        let sample = |suffix, extra, value| Self { family, series, suffix, extra, value };
        match &series.point {
            Point::Counter(value) | Point::Gauge(value) | Point::Unknown(value) => {
                vec![sample("", None, *value)]
            }
            Point::Info => vec![sample("", None, Number::Whole(1))],
            Point::Summary { count, sum } => {
                vec![sample("_sum", None, Number::Float(*sum)), sample("_count", None, Number::Whole(*count))]
            }
            Point::State(on) => family
                .states()
                .iter()
                .enumerate()
                .map(|(i, state)| {
                    let extra = Some((family.name().as_str(), Cow::Borrowed(&**state)));
                    sample("", extra, Number::Whole(u64::from(i == *on)))
                })
                .collect(),
            Point::Histogram { counts, sum } => {
                let bounds = family.buckets().map_or(&[][..], |buckets| buckets.bounds());
                let bounds = bounds.iter().map(|bound| bound.to_string()).chain(["+Inf".to_owned()]);
                let mut total = 0;
                let mut samples: Vec<Self> = bounds
                    .zip(counts)
                    .map(|(bound, count)| {
                        total += count;
                        sample("_bucket", Some(("le", Cow::Owned(bound))), Number::Whole(total))
                    })
                    .collect();
                samples.push(sample("_sum", None, Number::Float(*sum)));
                samples.push(sample("_count", None, Number::Whole(total)));
                samples
            }
        }
    }
}
