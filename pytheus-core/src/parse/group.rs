use std::borrow::Cow;
use std::sync::Arc;

use super::dialect::Dialect;
use super::fault::Fault;
use super::fault::Found;
use super::number;
use super::sample::Sample;
use crate::model::Buckets;
use crate::model::Exemplar;
use crate::model::Kind;
use crate::model::Labels;
use crate::model::Number;
use crate::model::Point;
use crate::model::Series;
use crate::model::Suffix;
use crate::model::Timestamp;

/// The lines that make one point: all of a histogram, of a summary, of a state set; a counter and its creation.
pub(super) struct Group {
    pub(super) labels: Labels,
    pub(super) timestamp: Option<Timestamp>,
    /// Its last line.
    at: usize,
    created: Option<Timestamp>,
    total: Option<Number>,
    sum: Option<Number>,
    count: Option<Number>,
    buckets: Vec<(f64, Number)>,
    exemplars: Vec<(usize, Exemplar)>,
    quantiles: Vec<(f64, f64)>,
    states: Vec<(Arc<str>, bool)>,
    /// The model cannot take it whole, or it is not what its kind should be and the dialect lets it pass.
    irregular: bool,
}

/// What the series of a family have in common, as the first of them has it.
#[derive(Default)]
pub(super) struct Shape {
    known: bool,
    bounds: Vec<f64>,
    pub(super) buckets: Option<Arc<Buckets>>,
    pub(super) states: Arc<[Arc<str>]>,
}

impl Group {
    pub(super) fn new(labels: Labels, timestamp: Option<Timestamp>) -> Self {
        Self {
            labels,
            timestamp,
            at: 0,
            created: None,
            total: None,
            sum: None,
            count: None,
            buckets: Vec::new(),
            exemplars: Vec::new(),
            quantiles: Vec::new(),
            states: Vec::new(),
            irregular: false,
        }
    }

    /// Takes one more line. `special` is the value of the label that belongs to the kind.
    pub(super) fn add(
        &mut self,
        kind: Kind,
        suffix: Suffix,
        sample: Sample<'_>,
        special: Option<(Cow<'_, str>, usize)>,
        dialect: Dialect,
    ) -> Result<(), Found> {
        self.at = sample.at;
        self.irregular |= sample.timestamp != self.timestamp;
        let result = self.put(kind, suffix, sample, special, dialect);
        if dialect.is_lax() && result.is_err() {
            self.irregular = true;
            return Ok(());
        }
        result
    }

    fn put(
        &mut self,
        kind: Kind,
        suffix: Suffix,
        sample: Sample<'_>,
        special: Option<(Cow<'_, str>, usize)>,
        dialect: Dialect,
    ) -> Result<(), Found> {
        let at = sample.at;
        match (kind, suffix) {
            (_, Suffix::Bucket) => {
                let (le, le_at) = special.ok_or_else(|| Fault::NoLabel("le".into()).at(at))?;
                let bound = bound(&le, dialect).ok_or(Fault::BadLabel("le=\"..\" with a number").at(le_at))?;
                if let Some((exemplar, exemplar_at)) = sample.exemplar {
                    let inside = exemplar.value().as_f64() <= bound || bound == f64::INFINITY;
                    if !inside {
                        return Err(Fault::ExemplarOutside.at(exemplar_at));
                    }
                    self.exemplars.push((self.buckets.len(), exemplar));
                }
                // -0 and 0 are one bound.
                self.buckets.push((bound + 0.0, sample.value));
                Ok(())
            }
            (Kind::Summary, Suffix::None) => {
                let missing = || Fault::NoLabel("quantile".into()).at(at);
                let (quantile, quantile_at) = special.ok_or_else(missing)?;
                let quantile = self::quantile(&quantile, dialect)
                    .ok_or(Fault::BadLabel("quantile=\"..\" with a number from 0 to 1").at(quantile_at))?;
                self.irregular |= quantile.is_nan();
                self.quantiles.push((quantile, sample.value.as_f64()));
                Ok(())
            }
            (_, Suffix::None) => {
                let (state, _) = special.ok_or_else(|| Fault::NoLabel("of the state".into()).at(at))?;
                let on = match sample.value.as_f64() {
                    0.0 => false,
                    1.0 => true,
                    _ => return Err(Fault::NoState.at(sample.value_at)),
                };
                self.states.push((state.into(), on));
                Ok(())
            }
            (_, Suffix::Created) => {
                let created = number::seconds(sample.word).map_err(|fault| fault.at(sample.value_at))?;
                once(&mut self.created, created, at)
            }
            (_, Suffix::Total) => {
                if let Some((exemplar, _)) = sample.exemplar.filter(|_| self.total.is_none()) {
                    self.exemplars.push((0, exemplar));
                }
                if self.total.is_some() && self.timestamp.is_some() {
                    // Two moments that differ in less than a nanosecond: the first stands.
                    return Ok(());
                }
                once(&mut self.total, sample.value, at)
            }
            (_, Suffix::Sum | Suffix::GaugeSum) => once(&mut self.sum, sample.value, at),
            _ => once(&mut self.count, sample.value, at),
        }
    }

    /// The series that the lines make; `None` if the model cannot take them whole.
    pub(super) fn finish(self, kind: Kind, dialect: Dialect, shape: &mut Shape) -> Result<Option<Series>, Found> {
        let at = self.at;
        let irregular = self.irregular;
        let finished = match kind {
            Kind::Histogram | Kind::GaugeHistogram => self.histogram(kind, dialect, shape),
            Kind::Summary => self.summary(dialect),
            Kind::StateSet => self.states(shape),
            _ => self.counter(),
        };
        match finished {
            Ok(series) => Ok(series.filter(|_| !irregular)),
            Err(_) if dialect.is_lax() => Ok(None),
            Err(fault) => Err(fault.at(at)),
        }
    }

    fn histogram(mut self, kind: Kind, dialect: Dialect, shape: &mut Shape) -> Result<Option<Series>, Fault> {
        let Some(&(f64::INFINITY, all)) = self.buckets.last() else { return Err(Fault::NoInfinity) };
        if self.buckets.windows(2).any(|pair| pair[0].0 >= pair[1].0) {
            return Err(Fault::BucketOrder);
        }
        if self.count.is_some_and(|count| count != all) {
            return Err(Fault::CountDiffers);
        }
        let falls = self.buckets.windows(2).any(|pair| pair[0].1.as_f64() > pair[1].1.as_f64());
        if dialect.is_open_metrics() {
            let negative = self.buckets[0].0 < 0.0;
            match (self.sum, self.count) {
                _ if falls => return Err(Fault::BucketFalls),
                (Some(_), None) => return Err(Fault::SumWithoutCount),
                (None, Some(_)) => return Err(Fault::CountWithoutSum),
                (Some(_), _) if kind == Kind::Histogram && negative => return Err(Fault::SumWithNegativeBounds),
                (Some(sum), _) if sum.as_f64() < 0.0 && !negative => return Err(Fault::NegativeGaugeSum),
                _ => {}
            }
        }
        self.buckets.pop();
        let mut before = 0;
        let mut counts = Vec::with_capacity(self.buckets.len() + 1);
        for value in self.buckets.iter().map(|(_, value)| *value).chain([all]) {
            let Some(count) = number::count(value) else { return Ok(None) };
            let Some(difference) = count.checked_sub(before) else { return Ok(None) };
            counts.push(difference);
            before = count;
        }
        let sum = self.sum.map_or(0.0, Number::as_f64);
        let point = Point::Histogram { counts: counts.into(), sum };
        let (has_sum, has_count) = (self.sum.is_some(), self.count.is_some());
        let bounds: Vec<f64> = self.buckets.iter().map(|(bound, _)| *bound).collect();
        let Some(own) = shape.bounds(bounds) else { return Ok(None) };
        let mut series = self.series(point);
        if let Some(own) = own {
            series = series.with_buckets(own);
        }
        Ok(Some(with_parts(series, has_sum, has_count)))
    }

    fn summary(mut self, dialect: Dialect) -> Result<Option<Series>, Fault> {
        let quantiles = std::mem::take(&mut self.quantiles);
        if dialect.is_open_metrics() {
            let mut sorted: Vec<f64> = quantiles.iter().map(|(quantile, _)| *quantile).collect();
            sorted.sort_unstable_by(f64::total_cmp);
            if sorted.windows(2).any(|pair| pair[0] == pair[1]) {
                return Err(Fault::DuplicateSeries);
            }
        } else if quantiles.windows(2).any(|pair| pair[0].0 >= pair[1].0) {
            return Err(Fault::QuantileOrder);
        }
        let count = match self.count.map(number::count) {
            Some(None) => return Ok(None),
            Some(Some(count)) => count,
            None => 0,
        };
        let sum = self.sum.map_or(0.0, Number::as_f64);
        let (has_sum, has_count) = (self.sum.is_some(), self.count.is_some());
        let series = self.series(Point::Summary { count, sum }).with_quantiles(quantiles);
        Ok(Some(with_parts(series, has_sum, has_count)))
    }

    fn states(mut self, shape: &mut Shape) -> Result<Option<Series>, Fault> {
        let (states, on): (Vec<_>, Vec<_>) = std::mem::take(&mut self.states).into_iter().unzip();
        let mut sorted: Vec<&Arc<str>> = states.iter().collect();
        sorted.sort_unstable();
        if sorted.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(Fault::DuplicateState);
        }
        let mut which = on.iter().enumerate().filter(|(_, on)| **on).map(|(state, _)| state);
        let point = match (which.next(), which.next()) {
            (Some(only), None) => Point::State(only),
            _ => Point::States(on.into()),
        };
        let own = shape.states(states);
        let series = self.series(point);
        Ok(Some(match own {
            Some(own) => series.with_states(own),
            None => series,
        }))
    }

    fn counter(self) -> Result<Option<Series>, Fault> {
        let total = self.total.ok_or(Fault::NoTotal)?;
        Ok(Some(self.series(Point::Counter(total))))
    }

    fn series(self, point: Point) -> Series {
        let mut series = Series::new(self.labels, point);
        if let Some(timestamp) = self.timestamp {
            series = series.at(timestamp);
        }
        if let Some(created) = self.created {
            series = series.created_at(created);
        }
        for (bucket, exemplar) in self.exemplars {
            series = series.with_exemplar(bucket, exemplar);
        }
        series
    }
}

impl Shape {
    /// The buckets of a series, if they are not those of the family; `None` outside if they are no buckets.
    #[allow(clippy::option_option)]
    fn bounds(&mut self, bounds: Vec<f64>) -> Option<Option<Option<Arc<Buckets>>>> {
        if self.known && self.bounds == bounds {
            return Some(None);
        }
        let buckets = match bounds.as_slice() {
            [] => None,
            bounds => Some(Arc::new(Buckets::new(bounds.iter().copied()).ok()?)),
        };
        if self.known {
            return Some(Some(buckets));
        }
        *self = Self { known: true, bounds, buckets, states: Arc::default() };
        Some(None)
    }

    /// The states of a series, if they are not those of the family.
    fn states(&mut self, states: Vec<Arc<str>>) -> Option<Arc<[Arc<str>]>> {
        if !self.known {
            *self = Self { known: true, states: states.into(), ..Self::default() };
            return None;
        }
        (*self.states != *states).then(|| states.into())
    }
}

fn with_parts(series: Series, has_sum: bool, has_count: bool) -> Series {
    let series = if has_sum { series } else { series.without_sum() };
    if has_count { series } else { series.without_count() }
}

fn once<T>(place: &mut Option<T>, value: T, at: usize) -> Result<(), Found> {
    match place.replace(value) {
        None => Ok(()),
        Some(_) => Err(Fault::DuplicateSeries.at(at)),
    }
}

/// The bound that `le` says. OpenMetrics has one spelling for the last.
fn bound(le: &str, dialect: Dialect) -> Option<f64> {
    let bound = number::number(le, dialect).ok()?.as_f64();
    let canonical = !dialect.is_open_metrics() || bound != f64::INFINITY || le == "+Inf";
    (canonical && !bound.is_nan()).then_some(bound)
}

fn quantile(text: &str, dialect: Dialect) -> Option<f64> {
    let quantile = number::number(text, dialect).ok()?.as_f64();
    (!dialect.is_open_metrics() || (0.0..=1.0).contains(&quantile)).then_some(quantile)
}
