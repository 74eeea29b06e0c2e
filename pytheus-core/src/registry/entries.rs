use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::sync::Arc;

use super::claims::Claims;
use crate::collect::Collect;
use crate::host::RegisterError;
use crate::model::Descriptor;
use crate::model::Family;
use crate::model::Kind;
use crate::model::MetricName;
use crate::model::Place;
use crate::report::Trouble;
use crate::report::report;

/// What is in a registry, in the order it came.
#[derive(Default)]
pub(super) struct Entries {
    pub(super) list: Vec<Arc<Entry>>,
    pub(super) claims: Claims,
    pub(super) next: u64,
}

/// A metric or a collector.
pub(super) struct Entry {
    pub(super) number: u64,
    /// The metrics it gives: the name as declared, and as exposed.
    pub(super) names: Vec<(MetricName, MetricName)>,
    pub(super) kinds: Vec<Kind>,
    pub(super) place: Option<Place>,
    /// Whether prefix and constant labels are kept off it.
    pub(super) bare: bool,
    pub(super) source: Arc<dyn Collect>,
}

impl Entries {
    /// The metric of this name, if one was declared.
    pub(super) fn declared(&self, name: &MetricName) -> Option<(Arc<Descriptor>, Arc<dyn Collect>)> {
        let found =
            self.list.iter().find(|entry| entry.source.descriptor().is_some_and(|there| there.name == *name))?;
        Some((found.source.descriptor()?.clone(), found.source.clone()))
    }

    /// That a name is taken, as an error.
    pub(super) fn claimed(&self, metric: &MetricName, shown: &str, owner: u64, here: Option<Place>) -> RegisterError {
        let owner = self.list.iter().find(|entry| entry.number == owner);
        let name =
            owner.and_then(|owner| owner.names.first()).map_or("another metric", |(declared, _)| declared.as_str());
        let there = owner.and_then(|owner| owner.place);
        if let (true, Some(here), Some(there)) = (name == metric.as_str(), here, there) {
            return RegisterError::Conflict { metric: name.into(), differs: "source", here, there };
        }
        RegisterError::Claimed { metric: metric.as_str().into(), name: shown.into(), owner: name.into(), here, there }
    }
}

impl Entry {
    /// One collector's families; none if it fails or panics.
    pub(super) fn collect(&self) -> Vec<Family> {
        let name = self.names.first().map_or("a collector without names", |(declared, _)| declared.as_str());
        let fault = match catch_unwind(AssertUnwindSafe(|| self.source.collect())) {
            Ok(Ok(families)) => return families,
            Ok(Err(error)) => format!("the collector failed: {error}"),
            Err(panic) => format!("the collector panicked: {}", message(&*panic)),
        };
        report(Trouble::CollectorFailed, name, || fault);
        Vec::new()
    }
}

fn message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("without a message")
}
