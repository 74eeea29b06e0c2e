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
use crate::model::digits;

/// Appends a snapshot in the
/// [Prometheus text format 0.0.4](https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format).
///
/// An empty snapshot is an empty text. A family without series still shows its HELP and TYPE; one without help has no
/// HELP line. Info and state sets, which the format does not know, are gauges, a gauge histogram is a histogram.
/// Exemplars, units and creation times have no place in it. A point that is not of its family's kind, which only a
/// custom collector can make, is left out.
///
/// ```
/// use pytheus_core::encode;
/// use pytheus_core::model::{Family, Snapshot};
///
/// let pages = Family::counter("pages_total", "Pages served.")?.with([("route", "/")], 3_u64)?;
/// let mut out = String::new();
/// encode::text(&Snapshot::new(vec![pages]), &mut out);
/// assert_eq!(out, "\
/// ## HELP pages_total Pages served.
/// ## TYPE pages_total counter
/// pages_total{route=\"/\"} 3
/// ");
/// # Ok::<(), pytheus_core::model::NameError>(())
/// ```
pub fn text(snapshot: &Snapshot, out: &mut String) {
    let mut tails = Tails::default();
    let mut own = Tails::default();
    for family in snapshot.families() {
        let line = Line::new(family.name().as_str(), family, number::millis);
        head(family, line, out);
        tails.load(family, digits::float);
        for series in family.series() {
            let has_own = own.load_own(family, series, digits::float);
            let line = line.of(series);
            match &series.point {
                Point::Summary { count, sum } if family.kind() == Kind::Summary => {
                    for &(quantile, value) in series.quantiles() {
                        line.write("", own.quantile(quantile, digits::float), Number::Float(value), out);
                    }
                    sum_and_count(series, line, *sum, *count, out);
                }
                _ => write(family, series, line, if has_own { &own } else { &tails }, out),
            }
        }
    }
}

fn head(family: &Family, line: Line<'_>, out: &mut String) {
    if !family.help().is_empty() {
        line.comment("HELP", |out| escape::help(family.help(), out), out);
    }
    let kind = match family.kind() {
        Kind::Counter => "counter",
        Kind::Gauge | Kind::Info | Kind::StateSet => "gauge",
        Kind::Histogram | Kind::GaugeHistogram => "histogram",
        Kind::Summary => "summary",
        Kind::Unknown => "untyped",
    };
    line.comment("TYPE", |out| out.push_str(kind), out);
}

fn write(family: &Family, series: &Series, line: Line<'_>, tails: &Tails, out: &mut String) {
    match (family.kind(), &series.point) {
        (_, Point::Line { suffix, value }) => line.write(suffix.as_str(), "", *value, out),
        (Kind::Counter, point) => {
            if let Some(value) = line::single(point) {
                line.write("", "", line::total(value), out);
            }
        }
        (Kind::Gauge | Kind::Unknown, point) => {
            if let Some(value) = line::single(point) {
                line.write("", "", value, out);
            }
        }
        (Kind::Histogram | Kind::GaugeHistogram, Point::Histogram { counts, sum }) => {
            let count = line.buckets(tails, counts, |_| None, out);
            sum_and_count(series, line, *sum, count, out);
        }
        (Kind::Info, Point::Info) => line.write_whole("", "", 1, out),
        (Kind::StateSet, Point::State(on)) => line.states(tails.iter(), |state| state == *on, out),
        (Kind::StateSet, Point::States(on)) => line.states(tails.iter(), |state| on.get(state) == Some(&true), out),
        (Kind::Histogram | Kind::GaugeHistogram | Kind::Summary | Kind::Info | Kind::StateSet, _) => {}
    }
}

fn sum_and_count(series: &Series, line: Line<'_>, sum: f64, count: u64, out: &mut String) {
    if series.has_sum() {
        line.write("_sum", "", Number::Float(sum), out);
    }
    if series.has_count() {
        line.write_whole("_count", "", count, out);
    }
}
