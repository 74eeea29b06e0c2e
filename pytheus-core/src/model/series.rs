use std::sync::Arc;

use super::Buckets;
use super::Exemplar;
use super::Labels;
use super::Point;
use super::Timestamp;

/// One label set of a family and what it read.
///
/// What few series have (a timestamp, exemplars, a creation time) costs the others nothing.
///
/// ```
/// use pytheus_core::model::{Family, Labels, Point, Series, Timestamp};
///
/// let mut jobs = Family::counter("jobs_total", "Jobs.")?;
/// let series = Series::new(Labels::empty(), Point::Counter(3_u64.into())).at(Timestamp::from_seconds(7));
/// jobs.push_series(series);
/// assert_eq!(jobs.series()[0].timestamp(), Some(Timestamp::from_seconds(7)));
/// # Ok::<(), pytheus_core::model::NameError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Series {
    /// Its labels, the constant ones not among them.
    pub labels: Labels,
    /// What it read.
    pub point: Point,
    details: Option<Box<Details>>,
}

/// What few series have. A box that says nothing is never kept, so that equal series are equal.
#[derive(Clone, Debug, Default, PartialEq)]
struct Details {
    timestamp: Option<Timestamp>,
    created: Option<Timestamp>,
    /// With the bucket each belongs to, which is 0 for a counter; in the order of buckets.
    exemplars: Vec<(usize, Exemplar)>,
    quantiles: Box<[(f64, f64)]>,
    own_bounds: Option<OwnBounds>,
    own_states: Option<Arc<[Arc<str>]>>,
    without_sum: bool,
    without_count: bool,
}

/// The buckets of one series; `None` where `+Inf` is the only one.
type OwnBounds = Option<Arc<Buckets>>;

impl Series {
    /// A series with nothing but labels and a point.
    #[must_use]
    pub fn new(labels: Labels, point: Point) -> Self {
        Self { labels, point, details: None }
    }

    /// The series as of a moment: its lines show that timestamp.
    #[must_use]
    pub fn at(self, timestamp: Timestamp) -> Self {
        self.detailed(|details| details.timestamp = Some(timestamp))
    }

    /// The series with the moment since when it counts, which OpenMetrics shows as `_created`.
    #[must_use]
    pub fn created_at(self, created: Timestamp) -> Self {
        self.detailed(|details| details.created = Some(created))
    }

    /// The series with an exemplar of a bucket, counted from 0 with `+Inf` as the last; of a counter it is bucket 0. A
    /// bucket has one exemplar: a second one takes the place of the first.
    #[must_use]
    pub fn with_exemplar(self, bucket: usize, exemplar: Exemplar) -> Self {
        self.detailed(|details| match details.exemplars.binary_search_by_key(&bucket, |(bucket, _)| *bucket) {
            Ok(found) => details.exemplars[found].1 = exemplar,
            Err(place) => details.exemplars.insert(place, (bucket, exemplar)),
        })
    }

    /// The series with the quantiles of a summary, and the value of each.
    #[must_use]
    pub fn with_quantiles(self, quantiles: impl Into<Box<[(f64, f64)]>>) -> Self {
        let quantiles = quantiles.into();
        if quantiles.is_empty() {
            return self;
        }
        self.detailed(|details| details.quantiles = quantiles)
    }

    /// The series with buckets of its own, other than its family's; `None` where `+Inf` is the only bucket.
    #[must_use]
    pub fn with_buckets(self, buckets: Option<Arc<Buckets>>) -> Self {
        self.detailed(|details| details.own_bounds = Some(buckets))
    }

    /// The series with states of its own, other than its family's.
    #[must_use]
    pub fn with_states(self, states: impl Into<Arc<[Arc<str>]>>) -> Self {
        self.detailed(|details| details.own_states = Some(states.into()))
    }

    /// The series of a histogram or a summary whose sum nobody knows: the sum in its point is not shown.
    #[must_use]
    pub fn without_sum(self) -> Self {
        self.detailed(|details| details.without_sum = true)
    }

    /// The series of a histogram or a summary that shows no `_count`.
    #[must_use]
    pub fn without_count(self) -> Self {
        self.detailed(|details| details.without_count = true)
    }

    /// The moment of which it tells; `None` is the moment of the scrape.
    #[must_use]
    pub fn timestamp(&self) -> Option<Timestamp> {
        self.details.as_ref()?.timestamp
    }

    /// Since when it counts, if that is known.
    #[must_use]
    pub fn created(&self) -> Option<Timestamp> {
        self.details.as_ref()?.created
    }

    /// The exemplar of a bucket; a counter's is that of bucket 0.
    #[must_use]
    pub fn exemplar(&self, bucket: usize) -> Option<&Exemplar> {
        let exemplars = &self.details.as_ref()?.exemplars;
        let found = exemplars.binary_search_by_key(&bucket, |(bucket, _)| *bucket).ok()?;
        Some(&exemplars[found].1)
    }

    /// The quantiles of a summary, and the value of each.
    #[must_use]
    pub fn quantiles(&self) -> &[(f64, f64)] {
        self.details.as_ref().map_or(&[], |details| &details.quantiles)
    }

    /// Its own buckets, if they are not those of its family: `Some(None)` where `+Inf` is the only one.
    #[must_use]
    pub fn own_buckets(&self) -> Option<Option<&Buckets>> {
        self.details.as_ref()?.own_bounds.as_ref().map(|own| own.as_deref())
    }

    /// Its own states, if they are not those of its family.
    #[must_use]
    pub fn own_states(&self) -> Option<&[Arc<str>]> {
        self.details.as_ref()?.own_states.as_deref()
    }

    /// Whether its sum is known.
    #[must_use]
    pub fn has_sum(&self) -> bool {
        self.details.as_ref().is_none_or(|details| !details.without_sum)
    }

    /// Whether it shows how many observations there were.
    #[must_use]
    pub fn has_count(&self) -> bool {
        self.details.as_ref().is_none_or(|details| !details.without_count)
    }

    fn detailed(mut self, change: impl FnOnce(&mut Details)) -> Self {
        change(self.details.get_or_insert_default());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_series_without_details_is_small() {
        assert!(size_of::<Series>() <= 64, "{}", size_of::<Series>());
    }

    #[test]
    fn a_bucket_has_one_exemplar() {
        let exemplar = |value: f64| Exemplar::new(Labels::empty(), value).unwrap();
        let series = Series::new(Labels::empty(), Point::Info)
            .with_exemplar(2, exemplar(2.0))
            .with_exemplar(0, exemplar(0.0))
            .with_exemplar(2, exemplar(3.0));
        let found: Vec<_> = (0..4).map(|bucket| series.exemplar(bucket).map(|e| e.value().as_f64())).collect();
        assert_eq!(found, [Some(0.0), None, Some(3.0), None]);
    }
}
