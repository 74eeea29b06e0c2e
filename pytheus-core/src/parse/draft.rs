use std::borrow::Cow;

use foldhash::fast::RandomState;

use super::cursor::Cursor;
use super::dialect::Dialect;
use super::fault::Fault;
use super::fault::Found;
use super::group::Group;
use super::group::Shape;
use super::index;
use super::index::Index;
use super::label_set::LabelSet;
use super::number;
use super::sample::Name;
use super::sample::Sample;
use crate::model::Family;
use crate::model::Kind;
use crate::model::MetricName;
use crate::model::Number;
use crate::model::Point;
use crate::model::Series;
use crate::model::Suffix;
use crate::model::parts;

/// What all lines of a text share, taken once.
#[derive(Default)]
pub(super) struct Scratch<'a> {
    pub(super) state: RandomState,
    pub(super) labels: LabelSet<'a>,
    pub(super) exemplar: LabelSet<'a>,
}

/// A family whose lines are still being read.
pub(super) struct Draft<'a> {
    dialect: Dialect,
    pub(super) name: Cow<'a, str>,
    /// Where the name stands.
    pub(super) name_at: usize,
    /// Where its lines begin.
    start: usize,
    /// What its TYPE said.
    pub(super) typed: Option<Kind>,
    pub(super) help: Option<String>,
    pub(super) unit: Option<(&'a str, usize)>,
    pub(super) has_samples: bool,
    /// Its kind changed after samples were read, which lax text allows.
    pub(super) retyped: bool,
    series: Vec<Series>,
    /// In text all, in OpenMetrics the one at hand.
    groups: Vec<Group>,
    index: Index,
    last_hash: u64,
    irregular: bool,
    shape: Shape,
}

impl<'a> Draft<'a> {
    pub(super) fn new(name: Cow<'a, str>, name_at: usize, start: usize, dialect: Dialect) -> Self {
        Self {
            dialect,
            name,
            name_at,
            start,
            typed: None,
            help: None,
            unit: None,
            has_samples: false,
            retyped: false,
            series: Vec::new(),
            groups: Vec::new(),
            index: Index::default(),
            last_hash: 0,
            irregular: false,
            shape: Shape::default(),
        }
    }

    /// What a line's name has behind that of the family, if the line belongs to it.
    pub(super) fn suffix(&self, name: &str) -> Option<Suffix> {
        let rest = name.strip_prefix(&*self.name)?;
        self.dialect.suffixes(self.kind()).iter().copied().find(|suffix| suffix.as_str() == rest)
    }

    /// Whether it has nothing but samples, so that its name came with the first of them.
    pub(super) fn is_bare(&self) -> bool {
        self.typed.is_none() && self.help.is_none()
    }

    pub(super) fn kind(&self) -> Kind {
        self.typed.unwrap_or(Kind::Unknown)
    }

    /// Reads the rest of a line that belongs here.
    pub(super) fn read(
        &mut self,
        cursor: Cursor<'a>,
        name: &Name<'a>,
        suffix: Suffix,
        scratch: &mut Scratch<'a>,
    ) -> Result<(), Found> {
        let kind = self.kind();
        let special = match (kind, suffix) {
            (_, Suffix::Bucket) => Some("le"),
            (Kind::Summary, Suffix::None) => Some("quantile"),
            (Kind::StateSet, _) => Some(&*self.name),
            _ => None,
        };
        let sample = Sample::read(cursor, name, special, &mut scratch.labels, &mut scratch.exemplar)?;
        self.has_samples = true;
        if self.dialect.is_open_metrics() {
            check(kind, suffix, &sample)?;
        }
        let hash = scratch.labels.hash(&scratch.state);
        let single = match kind {
            Kind::Gauge | Kind::Unknown | Kind::Info => true,
            Kind::Counter => !self.dialect.is_open_metrics(),
            _ => false,
        };
        match (single, self.dialect) {
            (true, Dialect::OpenMetrics) => self.single_in_order(sample, hash, &scratch.labels),
            (true, _) => self.single(sample, hash, &scratch.labels),
            (false, Dialect::OpenMetrics) => self.grouped_in_order(suffix, sample, hash, &mut scratch.labels),
            (false, _) => self.grouped(suffix, sample, hash, &mut scratch.labels),
        }
    }

    fn single(&mut self, sample: Sample<'a>, hash: u64, labels: &LabelSet<'a>) -> Result<(), Found> {
        self.irregular |= self.kind() == Kind::Info && sample.value != Number::Whole(1);
        if !self.dialect.is_lax() {
            let series = &self.series;
            if self.index.find(hash, |place| index::same(&series[place].labels, labels.text())).is_some() {
                return Err(Fault::DuplicateSeries.at(sample.at));
            }
            self.index.insert(hash, self.series.len());
        }
        self.push(sample, labels);
        Ok(())
    }

    fn single_in_order(&mut self, sample: Sample<'a>, hash: u64, labels: &LabelSet<'a>) -> Result<(), Found> {
        let same = |series: &Series| index::same(&series.labels, labels.text());
        if let Some(last) = self.series.last().filter(|last| self.last_hash == hash && same(last)) {
            match (last.timestamp(), sample.timestamp) {
                (None, None) => return Err(Fault::DuplicateSeries.at(sample.at)),
                (Some(before), Some(now)) if before == now => {
                    // Two moments that differ in less than a nanosecond: the first stands.
                    return Ok(());
                }
                (Some(before), Some(now)) if before < now || self.typed == Some(Kind::Info) => {}
                (Some(_), Some(_)) => return Err(Fault::EarlierTimestamp.at(sample.at)),
                _ => return Err(Fault::MixedTimestamps.at(sample.at)),
            }
        } else {
            if self.index.find(hash, |place| same(&self.series[place])).is_some() {
                return Err(Fault::Interleaved.at(sample.at));
            }
            self.index.insert(hash, self.series.len());
        }
        self.last_hash = hash;
        self.push(sample, labels);
        Ok(())
    }

    fn push(&mut self, sample: Sample<'a>, labels: &LabelSet<'a>) {
        let point = match self.kind() {
            Kind::Counter => Point::Counter(sample.value),
            Kind::Gauge => Point::Gauge(sample.value),
            Kind::Info => Point::Info,
            _ => Point::Unknown(sample.value),
        };
        self.series.push(series(sample, labels, point));
    }

    fn grouped(
        &mut self,
        suffix: Suffix,
        sample: Sample<'a>,
        hash: u64,
        labels: &mut LabelSet<'a>,
    ) -> Result<(), Found> {
        let groups = &self.groups;
        let same = |place: usize| index::same(&groups[place].labels, labels.text());
        // Most often it is the group of the line before.
        let last = groups.len().checked_sub(1).filter(|&last| self.last_hash == hash && same(last));
        let place = last.or_else(|| self.index.find(hash, same)).unwrap_or_else(|| {
            self.index.insert(hash, self.groups.len());
            self.groups.push(Group::new(labels.labels(), sample.timestamp));
            self.groups.len() - 1
        });
        self.last_hash = hash;
        let kind = self.kind();
        self.groups[place].add(kind, suffix, sample, labels.special.take(), self.dialect)
    }

    fn grouped_in_order(
        &mut self,
        suffix: Suffix,
        sample: Sample<'a>,
        hash: u64,
        labels: &mut LabelSet<'a>,
    ) -> Result<(), Found> {
        let current =
            self.groups.last().filter(|group| self.last_hash == hash && index::same(&group.labels, labels.text()));
        let goes_on = match current.map(|group| (group.timestamp, sample.timestamp)) {
            None => {
                self.flush()?;
                let same = |place: usize| index::same(&self.series[place].labels, labels.text());
                if self.index.find(hash, same).is_some() {
                    return Err(Fault::Interleaved.at(sample.at));
                }
                self.index.insert(hash, self.series.len());
                false
            }
            Some((before, now)) if before == now => true,
            Some((Some(before), Some(now))) if before < now => {
                self.flush()?;
                false
            }
            Some((Some(_), Some(_))) => return Err(Fault::EarlierTimestamp.at(sample.at)),
            Some(_) => return Err(Fault::MixedTimestamps.at(sample.at)),
        };
        if !goes_on {
            self.groups.push(Group::new(labels.labels(), sample.timestamp));
        }
        self.last_hash = hash;
        let kind = self.kind();
        match self.groups.last_mut() {
            Some(group) => group.add(kind, suffix, sample, labels.special.take(), self.dialect),
            None => Ok(()),
        }
    }

    /// Makes series of the groups.
    fn flush(&mut self) -> Result<(), Found> {
        let kind = self.kind();
        for group in std::mem::take(&mut self.groups) {
            let labels = group.labels.clone();
            let series = group.finish(kind, self.dialect, &mut self.shape)?;
            self.irregular |= series.is_none();
            // The place must be taken all the same: the index counts on it.
            self.series.push(series.unwrap_or_else(|| Series::new(labels, Point::Info)));
        }
        Ok(())
    }

    /// The family, its last line read; `end` is where that line ends.
    pub(super) fn finish(mut self, input: &'a str, end: usize, scratch: &mut Scratch<'a>) -> Result<Family, Found> {
        if self.retyped {
            self.read_again(input, end, scratch)?;
        }
        self.flush()?;
        if self.irregular {
            self.series = self.lines(input, end, scratch)?;
            self.shape = Shape::default();
        }
        self.check_unit()?;
        if self.dialect.is_open_metrics() && self.kind() == Kind::StateSet && !parts::names_a_label(&self.name) {
            return Err(Fault::StateSetName.at(self.name_at));
        }
        let mut name = self.name.into_owned();
        match (self.dialect, self.typed.unwrap_or(Kind::Unknown)) {
            (Dialect::OpenMetrics, Kind::Counter) => name.push_str("_total"),
            (Dialect::OpenMetrics, Kind::Info) => name.push_str("_info"),
            // The Python client's parser puts its counters into the form of OpenMetrics.
            (Dialect::Lax, Kind::Counter) if !self.irregular && !name.ends_with("_total") => name.push_str("_total"),
            _ => {}
        }
        let name = MetricName::utf8(&name).map_err(|error| Fault::Name(error).at(self.name_at))?;
        let kind = self.typed.unwrap_or(Kind::Unknown);
        let mut family = Family::new(name, kind, self.help.as_deref().unwrap_or(""))
            .with_buckets(self.shape.buckets)
            .with_states(self.shape.states);
        if let Some((unit, _)) = self.unit.filter(|(unit, _)| !unit.is_empty()) {
            family = family.unit(unit);
        }
        *family.series_mut() = self.series;
        Ok(family)
    }

    fn check_unit(&self) -> Result<(), Found> {
        let Some((unit, at)) = self.unit.filter(|(unit, _)| !unit.is_empty()) else { return Ok(()) };
        if matches!(self.typed, Some(Kind::Info | Kind::StateSet)) {
            return Err(Fault::UnitForbidden.at(at));
        }
        let ends = self.name.strip_suffix(unit).is_some_and(|rest| rest.ends_with('_'));
        if ends { Ok(()) } else { Err(Fault::UnitNoSuffix(unit.into()).at(at)) }
    }

    /// Reads the samples once more, now that their kind is known.
    fn read_again(&mut self, input: &'a str, end: usize, scratch: &mut Scratch<'a>) -> Result<(), Found> {
        self.series.clear();
        self.groups.clear();
        self.index = Index::default();
        for (base, line) in samples(input, self.start, end, self.dialect) {
            let mut cursor = Cursor::new(line, base, self.dialect);
            let name = Name::read(&mut cursor)?;
            match self.suffix(&name.text) {
                Some(suffix) => self.read(cursor, &name, suffix, scratch)?,
                None => self.irregular = true,
            }
        }
        Ok(())
    }

    /// Its samples as the lines they are.
    fn lines(&self, input: &'a str, end: usize, scratch: &mut Scratch<'a>) -> Result<Vec<Series>, Found> {
        let mut lines = Vec::new();
        for (base, line) in samples(input, self.start, end, self.dialect) {
            let mut cursor = Cursor::new(line, base, self.dialect);
            let name = Name::read(&mut cursor)?;
            let rest = name.text.strip_prefix(&*self.name).unwrap_or("");
            let suffix = Suffix::ALL.into_iter().find(|suffix| suffix.as_str() == rest).unwrap_or(Suffix::None);
            let Scratch { labels, exemplar, .. } = scratch;
            let sample = Sample::read(cursor, &name, None, labels, exemplar)?;
            let value = sample.value;
            lines.push(series(sample, labels, Point::Line { suffix, value }));
        }
        Ok(lines)
    }
}

fn series(sample: Sample<'_>, labels: &LabelSet<'_>, point: Point) -> Series {
    let mut series = Series::new(labels.labels(), point);
    if let Some(timestamp) = sample.timestamp {
        series = series.at(timestamp);
    }
    if let Some((exemplar, _)) = sample.exemplar {
        series = series.with_exemplar(0, exemplar);
    }
    series
}

/// A line of text without what a dialect ignores around it, and where it begins.
pub(super) fn content(line: &str, start: usize, dialect: Dialect) -> (usize, &str) {
    let blank: &[char] = match dialect {
        Dialect::Strict => &[' ', '\t'],
        Dialect::Lax => &[' ', '\t', '\r', '\u{b}', '\u{c}'],
        Dialect::OpenMetrics => &[],
    };
    let trimmed = line.trim_start_matches(blank);
    // A HELP text keeps the blanks at its end, as Prometheus does.
    let ends = dialect == Dialect::Strict && trimmed.starts_with('#');
    (start + line.len() - trimmed.len(), if ends { trimmed } else { trimmed.trim_end_matches(blank) })
}

/// The lines with samples in a part of the input.
fn samples(input: &str, start: usize, end: usize, dialect: Dialect) -> impl Iterator<Item = (usize, &str)> {
    let mut at = start;
    input[start..end].split('\n').filter_map(move |line| {
        let (base, content) = content(line, at, dialect);
        at += line.len() + 1;
        (!content.is_empty() && !content.starts_with('#')).then_some((base, content))
    })
}

/// What OpenMetrics says of the value and the exemplar of a line.
fn check(kind: Kind, suffix: Suffix, sample: &Sample<'_>) -> Result<(), Found> {
    use Suffix as S;
    let value = sample.value.as_f64();
    let fault = match suffix {
        S::Total | S::Sum | S::Count | S::Bucket | S::GaugeCount if value.is_nan() || value < 0.0 => Fault::NotCounted,
        S::GaugeSum if value.is_nan() => Fault::NotCounted,
        S::Count | S::Bucket | S::GaugeCount if !number::is_whole(value) => Fault::NotWhole,
        S::Info if sample.value != Number::Whole(1) => Fault::NoInfo,
        S::None if kind == Kind::Summary && value < 0.0 => Fault::NegativeQuantile,
        _ => {
            return match &sample.exemplar {
                Some((_, at)) if !matches!(suffix, S::Bucket | S::Total) => Err(Fault::ExemplarForbidden.at(*at)),
                _ => Ok(()),
            };
        }
    };
    Err(fault.at(sample.value_at))
}
