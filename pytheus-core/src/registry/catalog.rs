use std::fmt;
use std::sync::Arc;

use super::builder::RegistryBuilder;
use super::entries::Entries;
use super::entries::Entry;
use super::restricted::Restricted;
use super::vet;
use crate::collect::Collect;
use crate::collect::Described;
use crate::collect::Gather;
use crate::collect::GatherError;
use crate::host::Context;
use crate::host::Host;
use crate::host::RegisterError;
use crate::model::Descriptor;
use crate::model::Family;
use crate::model::Kind;
use crate::model::Labels;
use crate::model::MetricName;
use crate::model::Place;
use crate::model::Snapshot;
use crate::model::reserved;
use crate::report::Trouble;
use crate::report::hold_back;
use crate::report::report;
use crate::storage::StorageError;
use crate::sync::RwLock;

/// A set of metrics and collectors that are exposed together. Clones are the same registry.
///
/// ```
/// use pytheus_core::Counter;
/// use pytheus_core::Registry;
///
/// let registry = Registry::new();
/// let jobs = Counter::builder("jobs_total", "Jobs done.").build(&registry)?;
/// jobs.inc();
/// assert_eq!(registry.sample_value("jobs_total", &[])?, Some(1.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Registry {
    inner: Arc<Inner>,
}

struct Inner {
    prefix: Box<str>,
    constant: Labels,
    context: Context,
    entries: RwLock<Entries>,
}

impl Registry {
    /// An empty registry that keeps its values in memory.
    #[must_use]
    pub fn new() -> Self {
        Self::of(Box::default(), Labels::empty(), RegistryBuilder::new().into_context())
    }

    /// Sets up a registry: prefix, constant labels, storage, limits.
    pub fn builder() -> RegistryBuilder {
        RegistryBuilder::new()
    }

    pub(super) fn of(prefix: Box<str>, constant: Labels, context: Context) -> Self {
        Self { inner: Arc::new(Inner { prefix, constant, context, entries: RwLock::default() }) }
    }

    /// Adds a custom collector. Its names are reserved both ways, and get the registry's prefix and constant labels
    /// unless it is [bare](Collect::bare).
    ///
    /// # Errors
    ///
    /// [`RegisterError`] when it describes no family, and when one of the names it describes is illegal or taken, or
    /// needs a label for itself that is a constant label of the registry.
    pub fn register(&self, collector: impl Collect) -> Result<(), RegisterError> {
        self.add(Arc::new(collector))
    }

    /// Takes out the metric or collector that gives this name (as declared, less the prefix), with all that it gives.
    /// Handles of its metrics record into nothing, which is counted. `false` if there is no such name.
    pub fn unregister(&self, name: &str) -> bool {
        let mut entries = self.inner.entries.write();
        let gives = |entry: &Arc<Entry>| entry.names.iter().any(|(declared, _)| declared.as_str() == name);
        let Some(at) = entries.list.iter().position(gives) else { return false };
        let entry = entries.list.remove(at);
        entries.claims.free(entry.number);
        // The collector is user code, and so is what drops it: neither runs under the lock.
        drop(entries);
        entry.source.retire();
        true
    }

    /// The value of one sample, for tests: its full name, and exactly these labels in any order.
    ///
    /// # Errors
    ///
    /// [`GatherError`] when a storage does not give its values.
    pub fn sample_value(&self, name: &str, labels: &[(&str, &str)]) -> Result<Option<f64>, GatherError> {
        Ok(self.gather()?.sample_value(name, labels))
    }

    /// The part of this registry with these names: whole families, picked by their own name or by that of a sample
    /// (`h` or `h_sum`), as they are exposed. It reads the registry at each gather.
    pub fn restricted<N: AsRef<str>>(&self, names: impl IntoIterator<Item = N>) -> Restricted {
        Restricted::new(self.clone(), names.into_iter().map(|name| name.as_ref().to_owned()).collect())
    }

    /// The declarations of all metrics in it, in the order they came; custom collectors have none.
    #[must_use]
    pub fn descriptors(&self) -> Vec<Arc<Descriptor>> {
        let entries = self.inner.entries.read();
        entries.list.iter().filter_map(|entry| entry.source.descriptor().cloned()).collect()
    }

    /// Brings everything recorded so far to where the storage keeps it.
    ///
    /// # Errors
    ///
    /// [`StorageError`] when that is not known to have happened.
    pub fn flush(&self) -> Result<(), StorageError> {
        self.inner.context.storage.flush()
    }

    pub(crate) fn context(&self) -> &Context {
        &self.inner.context
    }

    fn add(&self, source: Arc<dyn Collect>) -> Result<(), RegisterError> {
        // User code: it runs before the lock is taken, and a collector that is refused is dropped after it is freed.
        let described = source.describe();
        let bare = source.bare();
        if described.is_empty() {
            let why = "it describes no family, so nothing of it could ever be shown";
            return Err(RegisterError::Unfit { metric: "the collector".into(), why });
        }
        let _kept = source.clone();
        let _held_back = hold_back();
        let mut entries = self.inner.entries.write();
        self.admit(&mut entries, described, None, bare, || Ok(source)).map(drop)
    }

    /// Checks names against all others, and adds what `source` makes only if they are free.
    fn admit(
        &self,
        entries: &mut Entries,
        described: Vec<Described>,
        place: Option<Place>,
        bare: bool,
        source: impl FnOnce() -> Result<Arc<dyn Collect>, RegisterError>,
    ) -> Result<Arc<dyn Collect>, RegisterError> {
        let mut names = Vec::new();
        let mut claimed: Vec<String> = Vec::new();
        for Described { name, kind } in &described {
            let declared = MetricName::new(name)?;
            let exposed = if bare { declared.clone() } else { declared.prefixed(&self.inner.prefix)? };
            if !bare {
                self.check_constant(&declared, &exposed, *kind)?;
            }
            let claims = Described::claims(&exposed, *kind);
            if let Some((shown, owner)) = entries.claims.taken(&claims) {
                return Err(entries.claimed(&declared, shown, owner, place));
            }
            if let Some(shown) = claims.iter().find(|claim| claimed.contains(claim)) {
                return Err(RegisterError::Claimed {
                    metric: declared.as_str().into(),
                    name: shown.as_str().into(),
                    owner: "the same collector".into(),
                    here: place,
                    there: None,
                });
            }
            claimed.extend(claims);
            names.push((declared, exposed));
        }
        let source = source()?;
        let number = entries.next;
        entries.next += 1;
        entries.claims.take(claimed, number);
        let kinds = described.iter().map(|described| described.kind).collect();
        entries.list.push(Arc::new(Entry { number, names, kinds, place, bare, source: source.clone() }));
        Ok(source)
    }

    /// Refuses what would be shown with a constant label and a label of the format's own of the same name.
    fn check_constant(&self, declared: &MetricName, exposed: &MetricName, kind: Kind) -> Result<(), RegisterError> {
        match self.inner.constant.iter().find(|(label, _)| reserved(kind, exposed.as_str(), label).is_some()) {
            Some((label, _)) => Err(RegisterError::Label {
                metric: declared.as_str().into(),
                label: label.into(),
                why: "the registry has a constant label of this name, but the format needs it",
            }),
            None => Ok(()),
        }
    }

    /// An entry's families under the names and with the labels that the registry gives them; without those that its
    /// collector never described, or that no reader could take.
    fn qualified<'a>(&'a self, entry: &'a Entry, families: Vec<Family>) -> impl Iterator<Item = Family> + use<'a> {
        let twice = vet::twice(&families);
        for name in &twice {
            report(Trouble::CollectorFailed, name.as_str(), || {
                "its collector gave this family more than once, so it was left out".to_owned()
            });
        }
        let once = families.into_iter().filter(move |family| !twice.contains(family.name()));
        once.filter_map(|family| self.exposed(entry, family))
    }

    fn exposed(&self, entry: &Entry, family: Family) -> Option<Family> {
        let known = entry.names.iter().zip(&entry.kinds);
        let found =
            known.into_iter().find(|((declared, _), kind)| declared == family.name() && **kind == family.kind());
        let Some(((_, exposed), _)) = found else {
            report(Trouble::CollectorFailed, family.name().as_str(), || {
                "its collector gave this family without describing it, so it was left out".to_owned()
            });
            return None;
        };
        let constant = if entry.bare { Labels::empty() } else { self.inner.constant.clone() };
        if entry.source.descriptor().is_none()
            && let Some(fault) = vet::fault(&family, exposed, &constant)
        {
            report(Trouble::CollectorFailed, family.name().as_str(), || {
                format!("its collector gave a family that no reader could take, so it was left out: {fault}")
            });
            return None;
        }
        Some(family.qualified(exposed.clone(), constant))
    }

    /// Families that only other processes declared, as far as their names are free here.
    fn foreign(&self, families: Vec<Family>) -> Vec<Family> {
        if families.is_empty() {
            return families;
        }
        let mut names = Vec::new();
        {
            let entries = self.inner.entries.read();
            for family in &families {
                let exposed = family.name().prefixed(&self.inner.prefix).ok();
                let claims = exposed.as_ref().map(|exposed| Described::claims(exposed, family.kind()));
                let owner = claims.and_then(|claims| entries.claims.taken(&claims).map(|(shown, _)| shown.to_owned()));
                names.push((exposed, owner));
            }
        }
        let free = families.into_iter().zip(names).filter_map(|(family, (exposed, owner))| {
            if let Some(shown) = owner {
                report(Trouble::CollectorFailed, family.name().as_str(), || {
                    format!("another process declares this {}, but {shown} is something else here", family.kind())
                });
                return None;
            }
            Some(family.qualified(exposed?, self.inner.constant.clone()))
        });
        free.collect()
    }
}

impl Gather for Registry {
    fn gather(&self) -> Result<Snapshot, GatherError> {
        let entries: Vec<Arc<Entry>> = self.inner.entries.read().list.clone();
        let mut collected: Vec<Vec<Family>> = entries.iter().map(|entry| entry.collect()).collect();
        let mut places = Vec::new();
        let mut descriptors = Vec::new();
        let mut local = Vec::new();
        for (at, (entry, families)) in entries.iter().zip(&mut collected).enumerate() {
            if let Some(descriptor) = entry.source.descriptor() {
                places.extend(std::iter::repeat_n(at, families.len()));
                descriptors.extend(std::iter::repeat_n(descriptor.clone(), families.len()));
                local.append(families);
            }
        }
        let storage = &self.inner.context.storage;
        let mut merged = storage.merge(&descriptors, local).map_err(|error| GatherError::new(storage.name(), error))?;
        let elsewhere = merged.split_off(places.len().min(merged.len()));
        for (at, family) in places.into_iter().zip(merged) {
            collected[at].push(family);
        }
        let families = entries.iter().zip(collected).flat_map(|(entry, families)| self.qualified(entry, families));
        let mut families: Vec<Family> = families.collect();
        families.extend(self.foreign(elsewhere));
        Ok(Snapshot::new(families))
    }
}

impl Host for Registry {
    fn attach(
        &self,
        descriptor: Arc<Descriptor>,
        make: &mut dyn FnMut(&Context) -> Arc<dyn Collect>,
    ) -> Result<Arc<dyn Collect>, RegisterError> {
        let _held_back = hold_back();
        let mut entries = self.inner.entries.write();
        if let Some((there, source)) = entries.declared(&descriptor.name) {
            return match there.difference(&descriptor) {
                None => Ok(source),
                Some(differs) => Err(RegisterError::Conflict {
                    metric: descriptor.name.as_str().into(),
                    differs,
                    here: descriptor.place,
                    there: there.place,
                }),
            };
        }
        let exposed = descriptor.name.prefixed(&self.inner.prefix)?;
        for label in descriptor.labels.iter() {
            if let Some(why) = reserved(descriptor.kind, exposed.as_str(), label.name.as_str()) {
                let (metric, label) = (descriptor.name.as_str().into(), label.name.as_str().into());
                return Err(RegisterError::Label { metric, label, why });
            }
            if self.inner.constant.get(label.name.as_str()).is_some() {
                return Err(RegisterError::Label {
                    metric: descriptor.name.as_str().into(),
                    label: label.name.as_str().into(),
                    why: "the registry has a constant label of this name",
                });
            }
        }
        let context = &self.inner.context;
        let described = vec![Described::new(descriptor.name.as_str(), descriptor.kind)];
        self.admit(&mut entries, described, Some(descriptor.place), false, || {
            context
                .storage
                .accept(&descriptor)
                .map_err(|source| RegisterError::Storage { metric: descriptor.name.as_str().into(), source })?;
            Ok(make(context))
        })
    }
}

impl Default for Registry {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let entries = self.inner.entries.read();
        f.debug_struct("Registry")
            .field("prefix", &self.inner.prefix)
            .field("constant", &self.inner.constant)
            .field("context", &self.inner.context)
            .field("entries", &entries.list.len())
            .finish()
    }
}
