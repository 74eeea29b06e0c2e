use std::borrow::Cow;

use super::Exemplar;
use super::Family;
use super::Kind;
use super::Number;
use super::Point;
use super::Series;
use super::Timestamp;

/// One line of a scrape, as data: for tests and for bridges to other systems.
#[derive(Clone, Debug)]
pub struct Sample<'a> {
    family: &'a Family,
    series: &'a Series,
    suffix: &'static str,
    extra: Option<(&'a str, Cow<'a, str>)>,
    value: Number,
    bucket: usize,
}

impl<'a> Sample<'a> {
    pub(super) fn of(family: &'a Family) -> impl Iterator<Item = Self> {
        family.series().iter().flat_map(move |series| Self::of_series(family, series))
    }

    /// The names the samples of a family can have.
    pub(super) fn names_of(family: &Family) -> impl Iterator<Item = String> {
        let suffixes: &[&str] = match family.kind() {
            Kind::Histogram | Kind::GaugeHistogram => &["_bucket", "_sum", "_count"],
            Kind::Summary => &["", "_sum", "_count"],
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

    /// The moment of which it tells; `None` is the moment of the scrape.
    #[must_use]
    pub fn timestamp(&self) -> Option<Timestamp> {
        self.series.timestamp()
    }

    /// Its exemplar: of a bucket, or of a counter.
    #[must_use]
    pub fn exemplar(&self) -> Option<&'a Exemplar> {
        match (&self.series.point, self.suffix) {
            (Point::Counter(_) | Point::Line { .. }, _) | (Point::Histogram { .. }, "_bucket") => {
                self.series.exemplar(self.bucket)
            }
            _ => None,
        }
    }

    pub(super) fn is(&self, name: &str, labels: &[(&str, &str)]) -> bool {
        name.strip_suffix(self.suffix) == Some(self.family.name().as_str())
            && self.labels().count() == labels.len()
            && self.labels().all(|(name, value)| labels.contains(&(name, &*value)))
    }

    fn of_series(family: &'a Family, series: &'a Series) -> Vec<Self> {
        let sample = |suffix, extra, value| Self { family, series, suffix, extra, value, bucket: 0 };
        match &series.point {
            Point::Counter(value) | Point::Gauge(value) | Point::Unknown(value) => {
                vec![sample("", None, *value)]
            }
            Point::Line { suffix, value } => vec![sample(suffix.as_str(), None, *value)],
            Point::Info => vec![sample("", None, Number::Whole(1))],
            Point::Summary { count, sum } => {
                let quantiles = series.quantiles().iter().map(|(quantile, value)| {
                    sample("", Some(("quantile", Cow::Owned(quantile.to_string()))), Number::Float(*value))
                });
                let sum = series.has_sum().then(|| sample("_sum", None, Number::Float(*sum)));
                let count = series.has_count().then(|| sample("_count", None, Number::Whole(*count)));
                quantiles.chain(sum).chain(count).collect()
            }
            Point::State(on) => Self::states(family, series, |state| state == *on),
            Point::States(on) => Self::states(family, series, |state| on.get(state) == Some(&true)),
            Point::Histogram { counts, sum } => {
                let buckets = series.own_buckets().unwrap_or_else(|| family.buckets());
                let bounds = buckets.map_or(&[][..], |buckets| buckets.bounds());
                let bounds = bounds.iter().map(|bound| bound.to_string()).chain(["+Inf".to_owned()]);
                let mut total = 0;
                let mut samples: Vec<Self> = bounds
                    .zip(counts)
                    .enumerate()
                    .map(|(bucket, (bound, count))| {
                        total += count;
                        let extra = Some(("le", Cow::Owned(bound)));
                        Self { bucket, ..sample("_bucket", extra, Number::Whole(total)) }
                    })
                    .collect();
                samples.extend(series.has_sum().then(|| sample("_sum", None, Number::Float(*sum))));
                samples.extend(series.has_count().then(|| sample("_count", None, Number::Whole(total))));
                samples
            }
        }
    }

    fn states(family: &'a Family, series: &'a Series, on: impl Fn(usize) -> bool) -> Vec<Self> {
        let states = series.own_states().unwrap_or_else(|| family.states());
        let sample = |(i, state): (usize, &'a std::sync::Arc<str>)| Self {
            family,
            series,
            suffix: "",
            extra: Some((family.name().as_str(), Cow::Borrowed(&**state))),
            value: Number::Whole(u64::from(on(i))),
            bucket: 0,
        };
        states.iter().enumerate().map(sample).collect()
    }
}
