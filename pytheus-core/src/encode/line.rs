use crate::model::Family;
use crate::model::Number;
use crate::model::Point;
use crate::model::Series;

use super::number;

/// What the lines of one series have in common.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    /// The name, less a suffix.
    pub(super) name: &'a str,
    /// The series' own labels, rendered.
    pub(super) labels: &'a str,
    /// Those of its registry, rendered.
    pub(super) constant: &'a str,
}

impl<'a> Line<'a> {
    pub(super) fn new(name: &'a str, family: &'a Family, series: &'a Series) -> Self {
        Self { name, labels: series.labels.as_text(), constant: family.constant_labels().as_text() }
    }

    /// Appends a line: `name` `suffix` `{labels,constant,tail}` `value`.
    pub(super) fn write(self, suffix: &str, tail: &str, value: Number, out: &mut String) {
        self.head(suffix, tail, out);
        number::value(value, out);
        out.push('\n');
    }

    /// Appends a line whose value is whole.
    pub(super) fn write_whole(self, suffix: &str, tail: &str, whole: u64, out: &mut String) {
        self.head(suffix, tail, out);
        number::whole(whole, out);
        out.push('\n');
    }

    fn head(self, suffix: &str, tail: &str, out: &mut String) {
        out.push_str(self.name);
        out.push_str(suffix);
        let mut before = '{';
        for labels in [self.labels, self.constant, tail] {
            if !labels.is_empty() {
                out.push(before);
                out.push_str(labels);
                before = ',';
            }
        }
        out.push_str(if before == ',' { "} " } else { " " });
    }

    /// Appends the bucket lines and gives the total. Counts that a custom collector did not give are 0, and those
    /// beyond the last bound are in `+Inf`, so that the buckets rise whatever it gave.
    pub(super) fn buckets<'t>(self, tails: impl Iterator<Item = &'t str>, counts: &[u64], out: &mut String) -> u64 {
        let all = counts.iter().fold(0_u64, |sum, &count| sum.saturating_add(count));
        let mut total = 0_u64;
        let mut tails = tails.enumerate().peekable();
        while let Some((i, tail)) = tails.next() {
            total = total.saturating_add(counts.get(i).copied().unwrap_or(0));
            let shown = if tails.peek().is_none() { all } else { total };
            self.write_whole("_bucket", tail, shown, out);
        }
        all
    }

    /// Appends the lines of a state set. With an index out of range, no state is on.
    pub(super) fn states<'t>(self, tails: impl Iterator<Item = &'t str>, on: usize, out: &mut String) {
        for (i, tail) in tails.enumerate() {
            self.write_whole("", tail, u64::from(i == on), out);
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
