use super::escape;
use super::line;
use super::line::Line;
use super::number;
use super::tails;
use super::tails::Tails;
use crate::model::Family;
use crate::model::Kind;
use crate::model::Number;
use crate::model::Point;
use crate::model::Series;
use crate::model::Snapshot;

/// Appends a snapshot in the
/// [OpenMetrics text format 1.0](https://prometheus.io/docs/specs/om/open_metrics_spec/), `# EOF` included.
///
/// Counters lose `_total` in their family's name and have it on every sample, info likewise with `_info`. The unit is
/// shown where the family's name ends with it. What the format forbids is left out: a counter that is negative or NaN;
/// the sum and the count of a histogram with negative bounds, or whose sum is negative or NaN; such a sum of a summary.
/// A point that is not of its family's kind is left out too.
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
    for family in snapshot.families() {
        let name = base(family);
        head(family, name, out);
        tails.load(family, number::canonical);
        for series in family.series() {
            write(family, Line::new(name, family, series), series, &tails, out);
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

fn head(family: &Family, name: &str, out: &mut String) {
    let kind = match family.kind() {
        // Its states stand in a label of the same name, which this one cannot be.
        Kind::StateSet if !tails::names_a_label(name) => Kind::Gauge,
        kind => kind,
    };
    comment("TYPE", name, out);
    out.push_str(kind.as_str());
    out.push('\n');
    if let Some(unit) = family.unit_name().filter(|unit| shows_unit(family.kind(), name, unit)) {
        comment("UNIT", name, out);
        out.push_str(unit);
        out.push('\n');
    }
    if !family.help().is_empty() {
        comment("HELP", name, out);
        // Double quotes are escaped here too, unlike in text 0.0.4.
        escape::label_value(family.help(), out);
        out.push('\n');
    }
}

fn comment(word: &str, name: &str, out: &mut String) {
    for part in ["# ", word, " ", name, " "] {
        out.push_str(part);
    }
}

/// A unit must be the end of the name, and info and state sets have none.
fn shows_unit(kind: Kind, name: &str, unit: &str) -> bool {
    let ends = name.strip_suffix(unit).is_some_and(|rest| rest.ends_with('_'));
    ends && !unit.is_empty() && !matches!(kind, Kind::Info | Kind::StateSet)
}

fn write(family: &Family, line: Line<'_>, series: &Series, tails: &Tails, out: &mut String) {
    match (family.kind(), &series.point) {
        (Kind::Counter, point) => {
            if let Some(value) = line::single(point).filter(|value| rises(*value)) {
                line.write("_total", "", line::total(value), out);
            }
        }
        (Kind::Gauge | Kind::Unknown, point) => {
            if let Some(value) = line::single(point) {
                line.write("", "", value, out);
            }
        }
        (Kind::Histogram, Point::Histogram { counts, sum }) => {
            let count = line.buckets(tails.iter(), counts, out);
            // The sum and the count come together or not at all.
            let signed = family.buckets().is_some_and(|buckets| buckets.bounds().iter().any(|&bound| bound < 0.0));
            let sum = Number::Float(*sum);
            if !signed && rises(sum) {
                line.write("_sum", "", line::total(sum), out);
                line.write_whole("_count", "", count, out);
            }
        }
        (Kind::Summary, Point::Summary { count, sum }) => {
            let sum = Number::Float(*sum);
            if rises(sum) {
                line.write("_sum", "", line::total(sum), out);
            }
            line.write_whole("_count", "", *count, out);
        }
        (Kind::Info, Point::Info) => line.write_whole("_info", "", 1, out),
        (Kind::StateSet, Point::State(on)) => line.states(tails.iter(), *on, out),
        (Kind::Histogram | Kind::Summary | Kind::Info | Kind::StateSet, _) => {}
    }
}

/// Whether a counter can have this value.
fn rises(value: Number) -> bool {
    match value {
        Number::Whole(_) => true,
        Number::Float(value) => value >= 0.0,
    }
}
