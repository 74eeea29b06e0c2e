use std::borrow::Cow;

use super::Buckets;
use super::Exemplar;
use super::Family;
use super::Kind;
use super::Number;
use super::Point;
use super::Series;
use super::Timestamp;
use super::digits;
use super::parts;

/// One line of a scrape, as data: for tests and for bridges to other systems.
#[derive(Clone, Debug)]
pub struct Sample<'a> {
    family: &'a Family,
    series: &'a Series,
    suffix: &'static str,
    extra: Option<(Cow<'a, str>, Cow<'a, str>)>,
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
        let extra = self.extra.iter().map(|(name, value)| (&**name, value.clone()));
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
        match (family.kind(), &series.point) {
            (_, Point::Line { suffix, value }) => vec![sample(suffix.as_str(), None, *value)],
            (
                Kind::Counter | Kind::Gauge | Kind::Unknown,
                Point::Counter(value) | Point::Gauge(value) | Point::Unknown(value),
            ) => vec![sample("", None, *value)],
            (Kind::Info, Point::Info) => vec![sample("", None, Number::Whole(1))],
            (Kind::Summary, Point::Summary { count, sum }) => {
                let quantiles = series.quantiles().iter().map(|&(quantile, value)| {
                    sample("", Some(("quantile".into(), bound(quantile))), Number::Float(value))
                });
                quantiles.chain(Self::sum_and_count(family, series, *sum, *count)).collect()
            }
            (Kind::StateSet, Point::State(on)) => Self::states(family, series, |state| state == *on),
            (Kind::StateSet, Point::States(on)) => Self::states(family, series, |state| on.get(state) == Some(&true)),
            (Kind::Histogram | Kind::GaugeHistogram, Point::Histogram { counts, sum }) => {
                let buckets = series.own_buckets().unwrap_or_else(|| family.buckets());
                let bounds = buckets.map_or(&[][..], Buckets::bounds);
                let shown = parts::cumulated(counts, bounds.len() + 1);
                let buckets = bounds.iter().chain(&[f64::INFINITY]).zip(shown).enumerate();
                let buckets = buckets.map(|(bucket, (&upper, count))| {
                    let extra = Some(("le".into(), bound(upper)));
                    Self { bucket, ..sample("_bucket", extra, Number::Whole(count)) }
                });
                buckets.chain(Self::sum_and_count(family, series, *sum, parts::total(counts))).collect()
            }
            // A point that is not of its family's kind is not shown.
            _ => Vec::new(),
        }
    }

    fn sum_and_count(family: &'a Family, series: &'a Series, sum: f64, count: u64) -> impl Iterator<Item = Self> {
        let sample = |suffix, value| Self { family, series, suffix, extra: None, value, bucket: 0 };
        let sum = series.has_sum().then(|| sample("_sum", Number::Float(sum)));
        let count = series.has_count().then(|| sample("_count", Number::Whole(count)));
        sum.into_iter().chain(count)
    }

    fn states(family: &'a Family, series: &'a Series, on: impl Fn(usize) -> bool) -> Vec<Self> {
        let states = series.own_states().unwrap_or_else(|| family.states());
        let label = parts::state_label(family.name().as_str());
        let sample = |(i, state): (usize, &'a std::sync::Arc<str>)| Self {
            family,
            series,
            suffix: "",
            extra: Some((label.clone(), Cow::Borrowed(&**state))),
            value: Number::Whole(u64::from(on(i))),
            bucket: 0,
        };
        states.iter().enumerate().map(sample).collect()
    }
}

/// A bound or a quantile as text 0.0.4 writes it.
fn bound(value: f64) -> Cow<'static, str> {
    let mut text = String::new();
    digits::float(value, &mut text);
    text.into()
}
