use std::collections::BTreeMap;

use super::exact::Exact;
use super::group::number;
use super::group::whole;
use super::layout::Entry;
use crate::model::Across;
use crate::model::Kind;
use crate::model::Labels;
use crate::model::Number;
use crate::model::Point;

/// What processes said of one series so far.
#[derive(Debug)]
pub(super) enum Merged {
    Sum(Exact),
    Least(Option<f64>),
    Most(Option<f64>),
    /// The latest value and its time; before anybody set one, what a series that is in no file reads.
    Latest {
        set: Option<(f64, f64)>,
        unset: Option<f64>,
    },
    /// By process.
    Each(BTreeMap<String, f64>),
    Summary {
        count: u64,
        sum: Exact,
    },
    /// The counts are in the order in which the family met the bounds.
    Histogram {
        counts: Vec<u64>,
        sum: Exact,
    },
    /// The value and time of each state; and the state that this process is in.
    States {
        latest: Vec<(f64, f64)>,
        unset: Option<usize>,
    },
    Info,
}

/// Which number of a series an entry is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Role {
    Value,
    Sum,
    Count,
    Bucket(usize),
    State(usize),
}

impl Merged {
    pub(super) fn new(kind: Kind, across: Across) -> Self {
        use Across::{All, LiveAll, LiveMax, LiveMin, LiveMostRecent, Max, Min, MostRecent};
        match (kind, across) {
            (Kind::Counter, _) => Self::Sum(Exact::default()),
            (Kind::Summary, _) => Self::Summary { count: 0, sum: Exact::default() },
            (Kind::Histogram, _) => Self::Histogram { counts: Vec::new(), sum: Exact::default() },
            (Kind::StateSet, _) => Self::States { latest: Vec::new(), unset: None },
            (Kind::Info, _) => Self::Info,
            (_, All | LiveAll) => Self::Each(BTreeMap::new()),
            (_, Min | LiveMin) => Self::Least(None),
            (_, Max | LiveMax) => Self::Most(None),
            (_, MostRecent | LiveMostRecent) => Self::Latest { set: None, unset: None },
            _ => Self::Sum(Exact::default()),
        }
    }

    /// One number of a file.
    pub(super) fn entry(&mut self, role: Role, writer: &str, entry: Entry<'_>) {
        match (self, role) {
            (Self::Sum(sum), _) => sum.add(entry.value),
            (Self::Least(least), _) => *least = Some(least.map_or(entry.value, |least| least.min(entry.value))),
            (Self::Most(most), _) => *most = Some(most.map_or(entry.value, |most| most.max(entry.value))),
            (Self::Latest { set, .. }, _) => latest(set, entry),
            (Self::Each(each), _) => *each.entry(writer.to_owned()).or_default() += entry.value,
            (Self::Summary { count, .. }, Role::Count) => *count = count.saturating_add(whole(entry.value)),
            (Self::Summary { sum, .. } | Self::Histogram { sum, .. }, Role::Sum) => sum.add(entry.value),
            (Self::Histogram { counts, .. }, Role::Bucket(at)) => count(counts, at, whole(entry.value)),
            (Self::States { latest: states, .. }, Role::State(at)) => {
                if states.len() <= at {
                    states.resize(at + 1, (0.0, 0.0));
                }
                let mut known = Some(states[at]);
                latest(&mut known, entry);
                states[at] = known.unwrap_or_default();
            }
            _ => {}
        }
    }

    /// What a series of this process reads, which is in none of the files that are read.
    pub(super) fn local(&mut self, writer: &str, point: &Point, bounds: &[usize], in_file: bool) {
        match (self, point) {
            (Self::Sum(sum), Point::Counter(value) | Point::Gauge(value) | Point::Unknown(value)) => {
                sum.add(value.as_f64());
            }
            (Self::Least(least), Point::Gauge(value)) => *least = Some(value.as_f64()),
            (Self::Most(most), Point::Gauge(value)) => *most = Some(value.as_f64()),
            // Its own files are read for the times.
            (Self::Latest { unset, .. }, Point::Gauge(value)) if !in_file => *unset = Some(value.as_f64()),
            (Self::Each(each), Point::Gauge(value)) => drop(each.insert(writer.to_owned(), value.as_f64())),
            (Self::Summary { count, sum }, Point::Summary { count: more, sum: further }) => {
                *count = count.saturating_add(*more);
                sum.add(*further);
            }
            (Self::Histogram { counts, sum }, Point::Histogram { counts: more, sum: further }) => {
                more.iter().zip(bounds).for_each(|(more, at)| count(counts, *at, *more));
                sum.add(*further);
            }
            (Self::States { unset, .. }, Point::State(state)) => *unset = Some(*state),
            _ => {}
        }
    }

    /// The points it comes to, with the label of the process for those that are by process. `bounds` says where in the
    /// counts each bound is, in rising order.
    pub(super) fn finish(self, kind: Kind, labels: &Labels, bounds: &[usize]) -> Vec<(Labels, Point)> {
        let single = |value: f64| match kind {
            Kind::Counter => Point::Counter(number(value)),
            Kind::Unknown => Point::Unknown(Number::Float(value)),
            _ => Point::Gauge(Number::Float(value)),
        };
        let point = match self {
            Self::Sum(sum) => Some(single(sum.total())),
            Self::Least(value) | Self::Most(value) => value.map(single),
            Self::Latest { set, unset } => set.map(|(value, _)| value).or(unset).map(single),
            Self::Summary { count, sum } => Some(Point::Summary { count, sum: sum.total() }),
            Self::Histogram { counts, sum } => {
                let counts = bounds.iter().map(|at| counts.get(*at).copied().unwrap_or(0)).collect();
                Some(Point::Histogram { counts, sum: sum.total() })
            }
            Self::States { latest, unset } => state(&latest).or(unset).map(Point::State),
            Self::Info => Some(Point::Info),
            Self::Each(each) => {
                let one = |(writer, value): (String, f64)| Some((with_process(labels, &writer)?, single(value)));
                return each.into_iter().filter_map(one).collect();
            }
        };
        point.map(|point| (labels.clone(), point)).into_iter().collect()
    }
}

/// As Python's reader: what was never set, or not later, does not count.
fn latest(known: &mut Option<(f64, f64)>, entry: Entry<'_>) {
    if entry.stamp > known.map_or(0.0, |(_, stamp)| stamp) {
        *known = Some((entry.value, entry.stamp));
    }
}

fn count(counts: &mut Vec<u64>, at: usize, more: u64) {
    if counts.len() <= at {
        counts.resize(at + 1, 0);
    }
    counts[at] = counts[at].saturating_add(more);
}

/// The state that was switched on last.
fn state(latest: &[(f64, f64)]) -> Option<usize> {
    let set = latest.iter().enumerate().filter(|(_, (value, stamp))| *value == 1.0 && *stamp > 0.0);
    set.max_by(|(_, (_, one)), (_, (_, other))| one.total_cmp(other)).map(|(at, _)| at)
}

fn with_process(labels: &Labels, writer: &str) -> Option<Labels> {
    let pairs: Vec<_> = labels.iter().collect();
    let pairs = pairs.iter().map(|(name, value)| (*name, &**value)).filter(|(name, _)| *name != "pid");
    Labels::new(pairs.chain([("pid", writer)])).ok()
}
