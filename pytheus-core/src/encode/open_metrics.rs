use super::escape;
use super::line;
use super::line::Line;
use super::number;
use super::tails::Tails;
use crate::model::Family;
use crate::model::Kind;
use crate::model::Number;
use crate::model::Point;
use crate::model::Series;
use crate::model::Snapshot;
use crate::model::Suffix;
use crate::model::digits;
use crate::model::parts;

/// Appends a snapshot in the
/// [OpenMetrics text format 1.0](https://prometheus.io/docs/specs/om/open_metrics_spec/), `# EOF` included.
///
/// Counters lose `_total` in their family's name and have it on every sample, info likewise with `_info`. The unit is
/// shown where the family's name ends with it. What the format forbids is left out: a counter that is negative or NaN;
/// the sum and the count of a histogram with negative bounds, or whose sum is negative or NaN; such a sum of a summary.
/// A point that is not of its family's kind is left out too, and so is a lone line that could not stand in it.
///
/// Timestamps, exemplars and creation times are written where a series has them.
///
/// ```
/// use pytheus_core::encode;
/// use pytheus_core::model::{Family, Snapshot};
///
/// let pages = Family::counter("pages_total", "Pages served.")?.with([("route", "/")], 3_u64)?;
/// let mut out = String::new();
/// encode::open_metrics(&Snapshot::new(vec![pages]), &mut out);
/// assert_eq!(out, "\
/// ## TYPE pages counter
/// ## HELP pages Pages served.
/// pages_total{route=\"/\"} 3
/// ## EOF
/// ");
/// # Ok::<(), pytheus_core::model::NameError>(())
/// ```
pub fn open_metrics(snapshot: &Snapshot, out: &mut String) {
    let mut tails = Tails::default();
    let mut own = Tails::default();
    for family in snapshot.families() {
        let line = Line::new(base(family), family, number::seconds);
        head(family, base(family), line, out);
        tails.load(family, digits::canonical);
        for series in family.series() {
            let has_own = own.load_own(family, series, digits::canonical);
            let line = line.of(series);
            match &series.point {
                Point::Summary { count, sum } if family.kind() == Kind::Summary => {
                    quantiles(series, line, &mut own, out);
                    summary(series, line, *count, *sum, out);
                }
                _ => write(family, line, series, if has_own { &own } else { &tails }, out),
            }
        }
    }
    out.push_str("# EOF\n");
}

/// The name of the family, less the suffix that its kind puts on the samples.
fn base(family: &Family) -> &str {
    let name = family.name().as_str();
    let suffix = match family.kind() {
        Kind::Counter => "_total",
        Kind::Info => "_info",
        _ => return name,
    };
    name.strip_suffix(suffix).filter(|base| !base.is_empty()).unwrap_or(name)
}

fn head(family: &Family, name: &str, line: Line<'_>, out: &mut String) {
    let kind = match family.kind() {
        // Its states stand in a label of the same name, which this one cannot be.
        Kind::StateSet if !parts::names_a_label(name) => Kind::Gauge,
        kind => kind,
    };
    line.comment("TYPE", |out| out.push_str(kind.as_str()), out);
    if let Some(unit) = family.unit_name().filter(|unit| shows_unit(family.kind(), name, unit)) {
        line.comment("UNIT", |out| out.push_str(unit), out);
    }
    if !family.help().is_empty() {
        // Double quotes are escaped here too, unlike in text 0.0.4.
        line.comment("HELP", |out| escape::label_value(family.help(), out), out);
    }
}

/// A unit must be the end of the name, and info and state sets have none.
fn shows_unit(kind: Kind, name: &str, unit: &str) -> bool {
    let ends = name.strip_suffix(unit).is_some_and(|rest| rest.ends_with('_'));
    ends && !unit.is_empty() && !matches!(kind, Kind::Info | Kind::StateSet)
}

fn write(family: &Family, line: Line<'_>, series: &Series, tails: &Tails, out: &mut String) {
    match (family.kind(), &series.point) {
        (kind, Point::Line { suffix, value }) => {
            if line_fits(kind, *suffix, *value) {
                line.write_with(suffix.as_str(), "", *value, series.exemplar(0), out);
            }
        }
        (Kind::Counter, point) => {
            if let Some(value) = line::single(point).filter(|value| rises(*value)) {
                line.write_with("_total", "", line::total(value), series.exemplar(0), out);
                line.created(series, out);
            }
        }
        (Kind::Gauge | Kind::Unknown, point) => {
            if let Some(value) = line::single(point) {
                line.write("", "", value, out);
            }
        }
        (Kind::Histogram, Point::Histogram { counts, sum }) => {
            let count = line.buckets(tails, counts, |bucket| series.exemplar(bucket), out);
            // The sum and the count come together or not at all.
            let sum = Number::Float(*sum);
            if !signed(family, series) && rises(sum) && series.has_sum() && series.has_count() {
                line.write("_sum", "", line::total(sum), out);
                line.write_whole("_count", "", count, out);
            }
            line.created(series, out);
        }
        (Kind::GaugeHistogram, Point::Histogram { counts, sum }) => {
            let count = line.buckets(tails, counts, |bucket| series.exemplar(bucket), out);
            let legal = if signed(family, series) { !sum.is_nan() } else { *sum >= 0.0 };
            if legal && series.has_sum() && series.has_count() {
                line.write("_gsum", "", Number::Float(*sum), out);
                line.write_whole("_gcount", "", count, out);
            }
        }
        (Kind::Info, Point::Info) => line.write_whole("_info", "", 1, out),
        (Kind::StateSet, Point::State(on)) => line.states(tails.iter(), |state| state == *on, out),
        (Kind::StateSet, Point::States(on)) => line.states(tails.iter(), |state| on.get(state) == Some(&true), out),
        (Kind::Histogram | Kind::GaugeHistogram | Kind::Summary | Kind::Info | Kind::StateSet, _) => {}
    }
}

fn quantiles(series: &Series, line: Line<'_>, scratch: &mut Tails, out: &mut String) {
    for &(quantile, value) in series.quantiles() {
        if (0.0..=1.0).contains(&quantile) && (value.is_nan() || value >= 0.0) {
            line.write("", scratch.quantile(quantile, digits::canonical), Number::Float(value), out);
        }
    }
}

fn summary(series: &Series, line: Line<'_>, count: u64, sum: f64, out: &mut String) {
    let sum = Number::Float(sum);
    if rises(sum) && series.has_sum() {
        line.write("_sum", "", line::total(sum), out);
    }
    if series.has_count() {
        line.write_whole("_count", "", count, out);
    }
    line.created(series, out);
}

/// Whether a bucket counts what is below zero, so that a sum says nothing about how often something happened.
fn signed(family: &Family, series: &Series) -> bool {
    let buckets = series.own_buckets().unwrap_or_else(|| family.buckets());
    buckets.is_some_and(|buckets| buckets.bounds().iter().any(|&bound| bound < 0.0))
}

/// Whether a lone line can stand in a family of a kind: buckets and counts are whole, and no sum is NaN.
fn line_fits(kind: Kind, suffix: Suffix, value: Number) -> bool {
    let number = value.as_f64();
    match (kind, suffix) {
        (Kind::Histogram | Kind::GaugeHistogram, Suffix::Bucket)
        | (Kind::Histogram | Kind::Summary, Suffix::Count)
        | (Kind::GaugeHistogram, Suffix::GaugeCount) => number >= 0.0 && number.trunc() == number,
        (Kind::Histogram | Kind::Summary, Suffix::Sum) => number >= 0.0,
        (Kind::Histogram | Kind::Summary, Suffix::Created) => number.is_finite(),
        (Kind::GaugeHistogram, Suffix::GaugeSum) => !number.is_nan(),
        (Kind::Summary, Suffix::None) => number.is_nan() || number >= 0.0,
        _ => false,
    }
}

/// Whether a counter can have this value.
fn rises(value: Number) -> bool {
    match value {
        Number::Whole(_) => true,
        Number::Float(value) => value >= 0.0,
    }
}
