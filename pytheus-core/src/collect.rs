//! What a metric gives, and what an exporter asks for.

use std::any::Any;
use std::error::Error;
use std::fmt;
use std::sync::Arc;

use crate::model::Descriptor;
use crate::model::Family;
use crate::model::Kind;
use crate::model::MetricName;
use crate::model::Snapshot;

/// Something that a scrape reads: a metric, or a custom collector.
///
/// `collect` is called at every scrape, from any thread, and possibly by several at once. It may take as long as it
/// must, but the scrape waits for it. When it fails or panics, its own families are left out of that scrape, counted in
/// `pytheus_collector_errors_total`, and everything else is served.
///
/// ```
/// use pytheus_core::Collect;
/// use pytheus_core::collect::CollectError;
/// use pytheus_core::collect::Described;
/// use pytheus_core::model::Family;
/// use pytheus_core::model::Kind;
///
/// struct Disks;
///
/// impl Collect for Disks {
///     fn describe(&self) -> Vec<Described> {
///         vec![Described::new("disk_free_bytes", Kind::Gauge)]
///     }
///
///     fn collect(&self) -> Result<Vec<Family>, CollectError> {
///         Ok(vec![Family::gauge("disk_free_bytes", "Free space.")?.with([("disk", "sda")], 512.0)?])
///     }
/// }
/// ```
pub trait Collect: Any + Send + Sync {
    /// The families it may give, at least one: their names are reserved when it is registered, so that nothing else takes them. A
    /// family that is not among them is dropped from the scrape and reported.
    fn describe(&self) -> Vec<Described>;

    /// The families and their series, as of now.
    ///
    /// # Errors
    ///
    /// Any error leaves this collector's families out of the scrape.
    fn collect(&self) -> Result<Vec<Family>, CollectError>;

    /// Told once it has been unregistered, with no lock held.
    fn retire(&self) {}

    /// The declaration behind a metric; `None`, as it is unless overridden, for a custom collector.
    fn descriptor(&self) -> Option<&Arc<Descriptor>> {
        None
    }

    /// Whether its names and labels are kept as they are: the registry's prefix and constant labels stay off them.
    /// `false` unless overridden. It is asked once, when the collector is registered.
    fn bare(&self) -> bool {
        false
    }
}

/// A collector that is shared: what keeps a clone can change what it gives.
impl<C: Collect + ?Sized> Collect for Arc<C> {
    fn describe(&self) -> Vec<Described> {
        (**self).describe()
    }

    fn collect(&self) -> Result<Vec<Family>, CollectError> {
        (**self).collect()
    }

    fn retire(&self) {
        (**self).retire();
    }

    fn descriptor(&self) -> Option<&Arc<Descriptor>> {
        (**self).descriptor()
    }

    fn bare(&self) -> bool {
        (**self).bare()
    }
}

/// A name that a collector will give, and the kind of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Described {
    /// The name, as [`Family::name`].
    pub name: Box<str>,
    /// What it is.
    pub kind: Kind,
}

impl Described {
    /// A name, checked when the collector is registered, and its kind.
    #[must_use]
    pub fn new(name: &str, kind: Kind) -> Self {
        Self { name: name.into(), kind }
    }

    /// Every name that a family of this kind takes in some format, its own among them: a histogram `h` takes
    /// `h_count` too.
    pub fn claims(name: &MetricName, kind: Kind) -> Vec<String> {
        let name = name.as_str();
        let (base, suffixes): (&str, &[&str]) = match kind {
            Kind::Counter => (name.strip_suffix("_total").unwrap_or(name), &["", "_total", "_created"]),
            Kind::Summary => (name, &["", "_sum", "_count", "_created"]),
            Kind::Histogram => (name, &["", "_bucket", "_sum", "_count", "_created"]),
            // Text 0.0.4 calls it a histogram.
            Kind::GaugeHistogram => (name, &["", "_bucket", "_gsum", "_gcount", "_sum", "_count"]),
            Kind::Info => (name.strip_suffix("_info").unwrap_or(name), &["", "_info"]),
            _ => (name, &[""]),
        };
        suffixes.iter().map(|suffix| format!("{base}{suffix}")).collect()
    }
}

/// Why a collector gave nothing: any error of its own.
pub type CollectError = Box<dyn Error + Send + Sync>;

/// Something that can be scraped: a registry, or part of one. Exporters hold it.
pub trait Gather: Send + Sync {
    /// Reads everything.
    ///
    /// It may block up to the deadline of the storages in use; exporters call it off their executor.
    ///
    /// # Errors
    ///
    /// [`GatherError`] when a storage does not give its values: what is left would look like a reset.
    fn gather(&self) -> Result<Snapshot, GatherError>;
}

impl<G: Gather + ?Sized> Gather for Arc<G> {
    fn gather(&self) -> Result<Snapshot, GatherError> {
        (**self).gather()
    }
}

impl<G: Gather + ?Sized> Gather for &G {
    fn gather(&self) -> Result<Snapshot, GatherError> {
        (**self).gather()
    }
}

/// A scrape that would lie, and is refused instead. The world is at fault.
#[derive(Debug)]
pub struct GatherError {
    storage: Box<str>,
    source: CollectError,
}

impl GatherError {
    /// The storage that did not answer, and why.
    pub fn new(storage: &str, source: impl Into<CollectError>) -> Self {
        Self { storage: storage.into(), source: source.into() }
    }
}

impl fmt::Display for GatherError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "storage {} gave no values", self.storage)
    }
}

impl Error for GatherError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.source)
    }
}
