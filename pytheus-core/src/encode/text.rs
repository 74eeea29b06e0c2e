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

/// Appends a snapshot in the
/// [Prometheus text format 0.0.4](https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format).
///
/// An empty snapshot is an empty text. A family without series still shows its HELP and TYPE; one without help has no
/// HELP line. Info and state sets, which the format does not know, are gauges. A point that is not of its family's
/// kind, which only a custom collector can make, is left out.
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
    for family in snapshot.families() {
        head(family, out);
        tails.load(family, number::float);
        for series in family.series() {
            write(family, series, &tails, out);
        }
    }
}

fn head(family: &Family, out: &mut String) {
    let name = family.name().as_str();
    if !family.help().is_empty() {
        out.push_str("# HELP ");
        out.push_str(name);
        out.push(' ');
        escape::help(family.help(), out);
        out.push('\n');
    }
    out.push_str("# TYPE ");
    out.push_str(name);
    out.push_str(match family.kind() {
        Kind::Counter => " counter\n",
        Kind::Gauge | Kind::Info | Kind::StateSet => " gauge\n",
        Kind::Histogram => " histogram\n",
        Kind::Summary => " summary\n",
        Kind::Unknown => " untyped\n",
    });
}

fn write(family: &Family, series: &Series, tails: &Tails, out: &mut String) {
    let line = Line::new(family.name().as_str(), family, series);
    match (family.kind(), &series.point) {
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
        (Kind::Histogram, Point::Histogram { counts, sum }) => {
            let count = line.buckets(tails.iter(), counts, out);
            line.write("_sum", "", Number::Float(*sum), out);
            line.write_whole("_count", "", count, out);
        }
        (Kind::Summary, Point::Summary { count, sum }) => {
            line.write("_sum", "", Number::Float(*sum), out);
            line.write_whole("_count", "", *count, out);
        }
        (Kind::Info, Point::Info) => line.write_whole("", "", 1, out),
        (Kind::StateSet, Point::State(on)) => line.states(tails.iter(), *on, out),
        (Kind::Histogram | Kind::Summary | Kind::Info | Kind::StateSet, _) => {}
    }
}
