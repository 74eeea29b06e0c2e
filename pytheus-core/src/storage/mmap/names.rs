//! What files are called.

use std::str::FromStr;

use crate::model::Across;
use crate::model::Descriptor;
use crate::model::Kind;

/// What a file holds: its name says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Holds {
    Counters,
    Summaries,
    Histograms,
    Gauges(Across),
}

impl Holds {
    /// Where a metric is kept.
    pub(super) fn of(metric: &Descriptor) -> Self {
        match metric.kind {
            Kind::Counter => Self::Counters,
            Kind::Summary => Self::Summaries,
            Kind::Histogram => Self::Histograms,
            Kind::Info => Self::Gauges(Across::Max),
            Kind::StateSet => Self::Gauges(Across::MostRecent),
            _ => Self::Gauges(metric.across),
        }
    }

    /// The first part of the file's name.
    pub(super) fn word(self) -> String {
        match self {
            Self::Counters => "counter".to_owned(),
            Self::Summaries => "summary".to_owned(),
            Self::Histograms => "histogram".to_owned(),
            Self::Gauges(across) => {
                let found = Across::WORDS.iter().find(|(_, mode)| *mode == across);
                format!("gauge_{}", found.map_or("livesum", |(word, _)| word))
            }
        }
    }

    /// What a first part says.
    pub(super) fn parse(word: &str) -> Option<Self> {
        match word {
            "counter" => Some(Self::Counters),
            "summary" => Some(Self::Summaries),
            "histogram" => Some(Self::Histograms),
            _ => Some(Self::Gauges(Across::from_str(word.strip_prefix("gauge_")?).ok()?)),
        }
    }

    /// Whether values of processes that have ended do not count.
    pub(super) fn only_live(self) -> bool {
        use Across::{LiveAll, LiveMax, LiveMin, LiveMostRecent, LiveSum};
        matches!(self, Self::Gauges(LiveAll | LiveMin | LiveMax | LiveSum | LiveMostRecent))
    }
}

/// The name of a file of values.
pub(super) fn values(holds: Holds, writer: &str) -> String {
    format!("{}_{writer}.db", holds.word())
}

/// What the name of a file of values says: what it holds and who writes it.
pub(super) fn parse_values(name: &str) -> Option<(Holds, &str)> {
    let (word, writer) = name.strip_suffix(".db")?.rsplit_once('_')?;
    Some((Holds::parse(word)?, writer)).filter(|(_, writer)| !writer.is_empty())
}

/// The name of the file whose lock a writer holds as long as it lives.
pub(super) fn life(writer: &str) -> String {
    format!("{writer}.lock")
}

/// Whose life a lock file stands for.
pub(super) fn parse_life(name: &str) -> Option<&str> {
    name.strip_suffix(".lock").filter(|writer| is_ours(writer))
}

/// A name for a file that is not finished.
pub(super) fn unfinished(name: &str, writer: &str) -> String {
    format!("{name}.{writer}.tmp")
}

/// Who has not finished a file.
pub(super) fn parse_unfinished(name: &str) -> Option<&str> {
    name.strip_suffix(".tmp")?.rsplit_once('.').map(|(_, writer)| writer).filter(|writer| is_ours(writer))
}

/// Whether a writer's name is one that this library gives: a process id, and when it began to write.
pub(super) fn is_ours(writer: &str) -> bool {
    writer
        .split_once('-')
        .is_some_and(|(process, began)| process.parse::<u32>().is_ok() && u64::from_str_radix(began, 16).is_ok())
}

/// Whether a writer, of whatever library, is the process of this id.
pub(super) fn is_process(writer: &str, process: u32) -> bool {
    writer.split_once('-').map_or(writer, |(process, _)| process).parse() == Ok(process)
}

/// The file whose lock readers share and the folder has alone.
pub(super) const FOLDING: &str = "folding.lock";

/// The file with the values of processes that have ended. Python's reader takes every `.db` for one of its own.
pub(super) const FOLDED: &str = "folded.pyx";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_a_file_holds_and_who_writes_it() {
        assert_eq!(values(Holds::Gauges(Across::LiveSum), "7-a1"), "gauge_livesum_7-a1.db");
        assert_eq!(parse_values("gauge_livesum_7-a1.db"), Some((Holds::Gauges(Across::LiveSum), "7-a1")));
        assert_eq!(parse_values("counter_12.db"), Some((Holds::Counters, "12")));
        for foreign in ["exemplar_1.db", "counter_1.txt", "counter_.db", "counter.db", "gauge_1.db", "gauge_most_1.db"]
        {
            assert_eq!(parse_values(foreign), None, "{foreign}");
        }
    }

    #[test]
    fn writers_are_told_apart() {
        assert_eq!(["7-a1", "7", "-1", "7-", "x-1", "worker"].map(is_ours), [true, false, false, false, false, false]);
        assert!(is_process("7-a1", 7) && is_process("7", 7) && !is_process("77-a1", 7));
        assert_eq!(parse_unfinished(&unfinished("counter_7-a1.db", "7-a1")), Some("7-a1"));
        assert_eq!((parse_life("7-a1.lock"), parse_life("folding.lock")), (Some("7-a1"), None));
    }
}
