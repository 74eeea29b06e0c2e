use crate::collect::Collect;
use crate::collect::CollectError;
use crate::collect::Described;
use crate::model::Family;
use crate::model::Kind;
use crate::report::Trouble;
use crate::report::tally;

/// What pytheus has to say of itself in this process: what it dropped, and why. The global registry has it from the
/// start; add it to one of your own with `registry.register(SelfMetrics)`. Prefix and constant labels of a registry stay
/// off it: the names are the same everywhere.
#[derive(Clone, Copy, Debug, Default)]
pub struct SelfMetrics;

impl Collect for SelfMetrics {
    fn describe(&self) -> Vec<Described> {
        Trouble::ALL.iter().map(|trouble| Described::new(line(*trouble).0, Kind::Counter)).collect()
    }

    fn collect(&self) -> Result<Vec<Family>, CollectError> {
        let mut families = Vec::new();
        for &trouble in Trouble::ALL {
            let (name, label, help) = line(trouble);
            let mut family = Family::counter(name, help)?;
            for (subject, count) in tally(trouble) {
                family = family.with([(label, subject.as_str())], count)?;
            }
            families.push(family);
        }
        Ok(families)
    }

    fn bare(&self) -> bool {
        true
    }
}

/// Name, label and HELP text.
fn line(trouble: Trouble) -> (&'static str, &'static str, &'static str) {
    match trouble {
        Trouble::AmountRefused => (
            "pytheus_refused_amounts_total",
            "metric",
            "Amounts that a counter could not take: negative, NaN, infinite.",
        ),
        Trouble::SeriesRemoved => {
            ("pytheus_removed_series_recordings_total", "metric", "Recordings into handles of removed series.")
        }
        Trouble::SeriesLimit => (
            "pytheus_dropped_label_sets_total",
            "metric",
            "Times that a label set beyond the series limit was not kept.",
        ),
        Trouble::StorageRefused => (
            "pytheus_detached_series_total",
            "metric",
            "Series that the storage did not open: they count in this process only.",
        ),
        Trouble::CollectorFailed => (
            "pytheus_collector_errors_total",
            "collector",
            "Scrapes that miss a collector's families because it failed.",
        ),
        Trouble::RegistrationFailed => {
            ("pytheus_failed_registrations_total", "metric", "Metrics that are not exposed because of a conflict.")
        }
        Trouble::BackendRefused => (
            "pytheus_refused_backends_total",
            "variable",
            "Storages that the environment asked for in vain: values are kept in memory.",
        ),
        Trouble::FileDamaged => (
            "pytheus_damaged_files_total",
            "file",
            "Times that a file of values was not read, or not to its end; by what it should hold.",
        ),
    }
}
