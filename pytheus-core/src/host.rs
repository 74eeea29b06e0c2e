//! What a registry is to a declaration.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use crate::clock::Clock;
use crate::collect::Collect;
use crate::model::BucketsError;
use crate::model::Descriptor;
use crate::model::NameError;
use crate::model::Place;
use crate::storage::Storage;
use crate::storage::StorageError;

/// Where metrics are declared: a registry.
pub trait Host: Send + Sync {
    /// Takes a declaration in.
    ///
    /// If the same metric is declared already, the one that is there is given back; if another holds its name, that is
    /// an error. Else `make` makes it, and its scrape begins.
    ///
    /// # Errors
    ///
    /// [`RegisterError`] on any conflict, or when the storage refuses the metric. Then `make` was not called.
    fn attach(
        &self,
        descriptor: Arc<Descriptor>,
        make: &mut dyn FnMut(&Context) -> Arc<dyn Collect>,
    ) -> Result<Arc<dyn Collect>, RegisterError>;
}

/// What a metric gets from its registry.
#[derive(Clone)]
#[non_exhaustive]
pub struct Context {
    /// Where its values live.
    pub storage: Arc<dyn Storage>,
    /// Where it reads the time.
    pub clock: Clock,
    /// The most series of a family, unless it has a limit of its own; `None` for no limit.
    pub series_limit: Option<usize>,
}

impl Context {
    /// A context of these parts.
    #[must_use]
    pub fn new(storage: Arc<dyn Storage>, clock: Clock, series_limit: Option<usize>) -> Self {
        Self { storage, clock, series_limit }
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("storage", &self.storage.name())
            .field("clock", &self.clock)
            .field("series_limit", &self.series_limit)
            .finish()
    }
}

/// A metric that could not be registered. The declaration is at fault, but for [`Storage`](Self::Storage).
#[derive(Debug)]
#[non_exhaustive]
pub enum RegisterError {
    /// A name is illegal.
    Name(NameError),
    /// Bounds are no buckets.
    Buckets {
        /// The metric.
        metric: Box<str>,
        /// What is wrong with them.
        source: BucketsError,
    },
    /// The same name is declared otherwise elsewhere.
    Conflict {
        /// The name.
        metric: Box<str>,
        /// What the two differ in.
        differs: &'static str,
        /// Where this declaration stands.
        here: Place,
        /// Where the other one stands.
        there: Place,
    },
    /// Some format shows a name of this metric that another one has too, as `h_count` of a histogram `h`.
    Claimed {
        /// The metric.
        metric: Box<str>,
        /// The name that both show.
        name: Box<str>,
        /// The metric that has it.
        owner: Box<str>,
        /// Where this declaration stands; none for a custom collector.
        here: Option<Place>,
        /// Where the other one stands; none for a custom collector.
        there: Option<Place>,
    },
    /// A label that the metric may not have.
    Label {
        /// The metric.
        metric: Box<str>,
        /// The label.
        label: Box<str>,
        /// Why not.
        why: &'static str,
    },
    /// What the declaration asks for does not go with the metric.
    Unfit {
        /// The metric.
        metric: Box<str>,
        /// Why not.
        why: &'static str,
    },
    /// The storage does not keep such a metric.
    Storage {
        /// The metric.
        metric: Box<str>,
        /// What the storage says.
        source: StorageError,
    },
}

impl fmt::Display for RegisterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(error) => error.fmt(f),
            Self::Buckets { metric, .. } => write!(f, "the buckets of {metric} are not legal"),
            Self::Conflict { metric, differs, here, there } => {
                write!(f, "{metric} at {here} is declared with another {differs} at {there}")
            }
            Self::Claimed { metric, name, owner, here, there } => {
                let at = |place: &Option<Place>| place.map_or(String::new(), |place| format!(" at {place}"));
                write!(f, "{metric}{} shows the name {name}, which {owner}{} has", at(here), at(there))
            }
            Self::Label { metric, label, why } => write!(f, "label {label:?} of {metric}: {why}"),
            Self::Unfit { metric, why } => write!(f, "{metric}: {why}"),
            Self::Storage { metric, .. } => write!(f, "the storage does not keep {metric}"),
        }
    }
}

impl Error for RegisterError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Buckets { source, .. } => Some(source),
            Self::Storage { source, .. } => Some(source),
            _ => None,
        }
    }
}

impl From<NameError> for RegisterError {
    fn from(error: NameError) -> Self {
        Self::Name(error)
    }
}
