use std::error::Error;
use std::fmt;
use std::sync::Arc;

use super::Cells;
use crate::model::Descriptor;
use crate::model::Family;
use crate::model::Labels;

/// Keeps the values of metrics.
///
/// What an implementation must hold to:
///
/// - [`open`](Self::open), [`remove`](Self::remove) and [`accept`](Self::accept) are called while the family is
///   locked: they may allocate and take a short lock of their own, but never wait for a network or a disk, and never
///   record into a metric. Queue what takes longer.
/// - They may be called from any thread, and for different families at once. One series is opened once, until it is
///   removed.
/// - [`merge`](Self::merge) and [`flush`](Self::flush) may block, up to a deadline of the storage's own.
/// - What [`Cells`] promises to those who record is promised by the storage too: no panic, no allocation, no I/O.
///
/// The simplest storage keeps nothing outside the process and takes the cells that pytheus has:
///
/// ```
/// use pytheus_core::model::{Descriptor, Labels};
/// use pytheus_core::storage::{Cells, Storage, StorageError};
///
/// struct Mine;
///
/// impl Storage for Mine {
///     fn name(&self) -> &str {
///         "mine"
///     }
///
///     fn open(&self, metric: &Descriptor, _labels: &Labels) -> Result<Cells, StorageError> {
///         Ok(Cells::in_memory(metric))
///     }
/// }
/// ```
pub trait Storage: Send + Sync + 'static {
    /// What to call it in reports and errors.
    fn name(&self) -> &str;

    /// Whether it can keep this metric; asked once, when the metric is registered.
    ///
    /// # Errors
    ///
    /// [`StorageError`] makes the registration fail, and leaves no trace.
    fn accept(&self, metric: &Descriptor) -> Result<(), StorageError> {
        let _ = metric;
        Ok(())
    }

    /// The cells of one series, all of them as one group.
    ///
    /// # Errors
    ///
    /// On [`StorageError`] the series gets cells of this process only, which its own scrape shows; that is reported and
    /// counted in `pytheus_detached_series_total`.
    fn open(&self, metric: &Descriptor, labels: &Labels) -> Result<Cells, StorageError>;

    /// Forgets a series: it shows in no later scrape, unless it is opened again, from 0.
    fn remove(&self, metric: &Descriptor, labels: &Labels) {
        let _ = (metric, labels);
    }

    /// Adds to this process's families what other processes recorded; only the storage knows their series.
    ///
    /// `metrics` are the declarations of all families that live here, `local` those families in the same order. They are
    /// given back in that order; families that only other processes declared may follow.
    ///
    /// # Errors
    ///
    /// [`StorageError`] makes the scrape fail: half of the values would look like a reset.
    fn merge(&self, metrics: &[Arc<Descriptor>], local: Vec<Family>) -> Result<Vec<Family>, StorageError> {
        let _ = metrics;
        Ok(local)
    }

    /// Brings everything recorded so far to where it is kept.
    ///
    /// # Errors
    ///
    /// [`StorageError`] when that is not known to have happened.
    fn flush(&self) -> Result<(), StorageError> {
        Ok(())
    }
}

impl<S: Storage + ?Sized> Storage for Arc<S> {
    fn name(&self) -> &str {
        (**self).name()
    }

    fn accept(&self, metric: &Descriptor) -> Result<(), StorageError> {
        (**self).accept(metric)
    }

    fn open(&self, metric: &Descriptor, labels: &Labels) -> Result<Cells, StorageError> {
        (**self).open(metric, labels)
    }

    fn remove(&self, metric: &Descriptor, labels: &Labels) {
        (**self).remove(metric, labels);
    }

    fn merge(&self, metrics: &[Arc<Descriptor>], local: Vec<Family>) -> Result<Vec<Family>, StorageError> {
        (**self).merge(metrics, local)
    }

    fn flush(&self) -> Result<(), StorageError> {
        (**self).flush()
    }
}

/// A storage that could not do its work.
#[derive(Debug)]
pub struct StorageError {
    text: Box<str>,
    source: Option<Box<dyn Error + Send + Sync>>,
}

impl StorageError {
    /// What could not be done.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self { text: text.into(), source: None }
    }

    /// What could not be done, and what stood in the way.
    pub fn caused(text: &str, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { text: text.into(), source: Some(source.into()) }
    }
}

impl fmt::Display for StorageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Error for StorageError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
