use crate::model::Exemplar;
use crate::model::Family;
use crate::model::Number;
use crate::model::Point;
use crate::model::Series;
use crate::model::Timestamp;
use crate::model::parts;

use super::escape;
use super::number;
use super::tails::Tails;

/// How a format writes a timestamp.
pub(super) type Stamp = fn(Timestamp, &mut String);

/// What the lines of one series have in common.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    /// The name, less a suffix.
    name: &'a str,
    /// Whether the name needs quotes, and stands in the braces.
    quoted: bool,
    /// The series' own labels, rendered.
    labels: &'a str,
    /// Those of its registry, rendered.
    constant: &'a str,
    timestamp: Option<Timestamp>,
    stamp: Stamp,
}

impl<'a> Line<'a> {
    /// The lines of a family, so far without a series.
    pub(super) fn new(name: &'a str, family: &'a Family, stamp: Stamp) -> Self {
        let quoted = !family.name().is_plain();
        Self { name, quoted, labels: "", constant: family.constant_labels().as_text(), timestamp: None, stamp }
    }

    /// The lines of one of its series.
    pub(super) fn of(self, series: &'a Series) -> Self {
        Self { labels: series.labels.as_text(), timestamp: series.timestamp(), ..self }
    }

    /// Appends a line of metadata: `# word name text`.
    pub(super) fn comment(self, word: &str, text: impl FnOnce(&mut String), out: &mut String) {
        out.push_str("# ");
        out.push_str(word);
        out.push(' ');
        if self.quoted {
            out.push('"');
            escape::label_value(self.name, out);
            out.push('"');
        } else {
            out.push_str(self.name);
        }
        out.push(' ');
        text(out);
        out.push('\n');
    }

    /// Appends a line: `name` `suffix` `{labels,constant,tail}` `value` `timestamp`.
    pub(super) fn write(self, suffix: &str, tail: &str, value: Number, out: &mut String) {
        self.write_with(suffix, tail, value, None, out);
    }

    /// Appends a line whose value is whole.
    pub(super) fn write_whole(self, suffix: &str, tail: &str, whole: u64, out: &mut String) {
        self.write(suffix, tail, Number::Whole(whole), out);
    }

    /// Appends a line, with an exemplar if there is one: ` # {labels} value timestamp`.
    pub(super) fn write_with(
        self,
        suffix: &str,
        tail: &str,
        value: Number,
        exemplar: Option<&Exemplar>,
        out: &mut String,
    ) {
        self.head(suffix, tail, out);
        number::value(value, out);
        self.end(exemplar, out);
    }

    /// Appends a line that says since when the series counts.
    pub(super) fn created(self, series: &Series, out: &mut String) {
        if let Some(created) = series.created() {
            self.head("_created", "", out);
            number::seconds(created, out);
            self.end(None, out);
        }
    }

    fn end(self, exemplar: Option<&Exemplar>, out: &mut String) {
        if let Some(timestamp) = self.timestamp {
            out.push(' ');
            (self.stamp)(timestamp, out);
        }
        if let Some(exemplar) = exemplar {
            out.push_str(" # {");
            out.push_str(exemplar.labels().as_text());
            out.push_str("} ");
            number::value(exemplar.value(), out);
            if let Some(timestamp) = exemplar.timestamp() {
                out.push(' ');
                (self.stamp)(timestamp, out);
            }
        }
        out.push('\n');
    }

    fn head(self, suffix: &str, tail: &str, out: &mut String) {
        let mut before = '{';
        if self.quoted {
            out.push_str("{\"");
            escape::label_value(self.name, out);
            out.push_str(suffix);
            out.push('"');
            before = ',';
        } else {
            out.push_str(self.name);
            out.push_str(suffix);
        }
        for labels in [self.labels, self.constant, tail] {
            if !labels.is_empty() {
                out.push(before);
                out.push_str(labels);
                before = ',';
            }
        }
        out.push_str(if before == ',' { "} " } else { " " });
    }

    /// Appends the bucket lines, with their exemplars if the format has them, and gives the total.
    pub(super) fn buckets<'e>(
        self,
        tails: &Tails,
        counts: &[u64],
        exemplar: impl Fn(usize) -> Option<&'e Exemplar>,
        out: &mut String,
    ) -> u64 {
        let shown = parts::cumulated(counts, tails.len());
        for (i, (tail, count)) in tails.iter().zip(shown).enumerate() {
            self.write_with("_bucket", tail, Number::Whole(count), exemplar(i), out);
        }
        parts::total(counts)
    }

    /// Appends the lines of a state set. With an index out of range, no state is on.
    pub(super) fn states<'t>(self, tails: impl Iterator<Item = &'t str>, on: impl Fn(usize) -> bool, out: &mut String) {
        for (i, tail) in tails.enumerate() {
            self.write_whole("", tail, u64::from(on(i)), out);
        }
    }
}

/// The number of a series that has just one.
pub(super) fn single(point: &Point) -> Option<Number> {
    match point {
        Point::Counter(value) | Point::Gauge(value) | Point::Unknown(value) => Some(*value),
        _ => None,
    }
}

/// The total of a counter: its zero has no sign.
pub(super) fn total(value: Number) -> Number {
    match value {
        Number::Float(value) => Number::Float(value + 0.0),
        whole @ Number::Whole(_) => whole,
    }
}
