use std::sync::Arc;

use once_cell::sync::OnceCell;

use super::key::Layout;
use super::key::RowKey;
use super::series::Series;
use super::series::Shared;
use super::table::Table;
use crate::collect::Collect;
use crate::collect::CollectError;
use crate::collect::Described;
use crate::host::Context;
use crate::label::Slots;
use crate::label::Visit;
use crate::model::Descriptor;
use crate::model::Family;
use crate::model::Kind;
use crate::model::Labels;
use crate::report::Trouble;
use crate::report::hold_back;
use crate::report::report;
use crate::storage::Cells;
use crate::storage::Storage;
use crate::sync::AtomicBool;
use crate::sync::Ordering;
use crate::sync::RwLock;

/// A metric as its registry holds it: the declaration, and the series made so far.
pub(crate) struct Children {
    shared: Arc<Shared>,
    layout: Layout,
    storage: Arc<dyn Storage>,
    limit: Option<usize>,
    table: RwLock<Table>,
    /// Where recordings go that are beyond the limit: cells that no scrape shows.
    beyond: OnceCell<Arc<Series>>,
    /// Set when it is unregistered; no series is made after.
    retired: AtomicBool,
}

impl Children {
    /// The family, with the series that exist from the start.
    pub(super) fn new(descriptor: &Arc<Descriptor>, context: &Context) -> Self {
        let layout = Layout::of(descriptor);
        // What info says is one series, however many values its labels have had.
        let limited = layout.open > 0 && descriptor.kind != Kind::Info;
        let limit = descriptor.series_limit.unwrap_or(context.series_limit).filter(|_| limited);
        let buckets = descriptor.buckets.clone().unwrap_or_default();
        let shared = Shared { descriptor: descriptor.clone(), buckets, clock: context.clock.clone() };
        let family = Self {
            shared: Arc::new(shared),
            layout,
            storage: context.storage.clone(),
            limit,
            table: RwLock::default(),
            beyond: OnceCell::new(),
            retired: AtomicBool::new(false),
        };
        if descriptor.kind != Kind::Info {
            family.open_first();
        }
        family
    }

    pub(super) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    /// Runs `record` on the series that the slots name, made if it is not there.
    ///
    /// `record` runs under the family's lock, so it must be code of this crate that calls nobody back.
    #[inline]
    pub(super) fn with<S: Slots, R>(
        &self,
        slots: &S,
        row: Option<&RowKey>,
        record: impl FnOnce(&Arc<Series>) -> R,
    ) -> R {
        let place = self.layout.place(slots, row);
        // Held and given open labels together are rare: the slow way sorts them out.
        let whole = row.filter(|_| place.held == self.layout.open);
        if whole.is_some() || place.held == 0 {
            let table = self.table.read();
            if let Some(series) = table.find(&self.layout, &place, slots, whole) {
                return record(series);
            }
            if self.is_full(&table) {
                drop(table);
                return record(&self.beyond(|| self.layout.key(slots, row).labels));
            }
        }
        record(&self.open(&self.layout.key(slots, row)))
    }

    /// The key of the row that the slots name. The row is made if it is not there, so that asking again is cheap.
    pub(super) fn row<S: Slots>(&self, slots: &S, row: Option<&RowKey>) -> RowKey {
        let place = self.layout.place(slots, row);
        if place.held == 0
            && let Some(key) = self.table.read().find_row(&self.layout, &place, slots)
        {
            return RowKey { index: place.index, ..key.clone() };
        }
        let mut key = self.layout.key(slots, row);
        key.index = place.index;
        let mut table = self.table.write();
        if self.limit.is_none_or(|limit| table.rows() < limit) {
            table.insert_row(&self.layout, &key);
        }
        key
    }

    /// Takes out the series that the slots name.
    pub(super) fn remove<S: Slots>(&self, slots: &S, row: Option<&RowKey>) -> bool {
        let key = self.layout.key(slots, row);
        let removed = {
            let mut table = self.table.write();
            table
                .get(&self.layout, &key, key.index)
                .cloned()
                .filter(|series| self.remove_from(&mut table, series, &key))
        };
        // The cells may be a user's: they are dropped here, where nothing is locked.
        removed.is_some()
    }

    /// Takes out all series that have the labels given so far. None given: none taken.
    pub(super) fn remove_matching<S: Slots>(&self, slots: &S, row: Option<&RowKey>) -> usize {
        // A default is no choice of the caller's.
        let mut given = Given { labels: Vec::new() };
        slots.visit(&mut given);
        let texts = self.layout.texts(slots, row);
        let mut wanted = Vec::new();
        for label in given.labels {
            if let (Some(name), Some(Some(text))) = (self.layout.name(label), texts.get(label)) {
                wanted.push((name.as_str(), text.as_str()));
            }
        }
        if wanted.is_empty() {
            return 0;
        }
        self.remove_where(|series| {
            wanted.iter().all(|(name, text)| series.labels.get(name).is_some_and(|value| value == *text))
        })
    }

    /// Takes out all series.
    pub(super) fn clear(&self) -> usize {
        let removed = self.remove_where(|_| true);
        self.table.write().forget_empty_rows();
        removed
    }

    /// Makes the series that the slots name the only one, in one step.
    pub(super) fn replace<S: Slots>(&self, slots: &S) {
        let key = self.layout.key(slots, None);
        let _held_back = hold_back();
        // Dropped after the lock is freed, as the cells may be a user's.
        let mut removed = Vec::new();
        let mut table = self.table.write();
        if self.retired.load(Ordering::Relaxed) {
            return;
        }
        let kept = table.get(&self.layout, &key, key.index).cloned();
        let others =
            table.list().iter().flatten().filter(|series| kept.as_ref().is_none_or(|k| !Arc::ptr_eq(k, series)));
        removed.extend(others.cloned());
        for series in &removed {
            self.remove_from(&mut table, series, &self.key_of(series));
        }
        if kept.is_none() {
            self.open_in(&mut table, &key);
        }
    }

    /// Takes out the series that are wanted out, a few at a time, so that nobody who records waits for long.
    fn remove_where(&self, wanted: impl Fn(&Series) -> bool) -> usize {
        let mut removed = 0;
        let mut from = 0;
        loop {
            let (found, to, end) = {
                let table = self.table.read();
                let list = table.list();
                let to = list.len().min(from + AT_ONCE);
                let found = list.get(from..to).unwrap_or_default().iter().flatten();
                (found.filter(|series| wanted(series)).cloned().collect::<Vec<_>>(), to, list.len())
            };
            for some in found.chunks(REMOVED_AT_ONCE) {
                let keys: Vec<RowKey> = some.iter().map(|series| self.key_of(series)).collect();
                let mut table = self.table.write();
                removed +=
                    some.iter().zip(&keys).filter(|(series, key)| self.remove_from(&mut table, series, key)).count();
            }
            from = to;
            if from >= end {
                return removed;
            }
        }
    }

    /// Takes this very series out of the table; `false` if it is not there any more.
    fn remove_from(&self, table: &mut Table, series: &Arc<Series>, key: &RowKey) -> bool {
        if !table.get(&self.layout, key, key.index).is_some_and(|there| Arc::ptr_eq(there, series)) {
            return false;
        }
        table.remove(&self.layout, key, key.index);
        series.remove();
        self.storage.remove(&self.shared.descriptor, &series.labels);
        true
    }

    fn key_of(&self, series: &Series) -> RowKey {
        self.layout.key(&Texts(&self.layout, series), None)
    }

    /// Opens the series of a key.
    #[cold]
    fn open(&self, key: &RowKey) -> Arc<Series> {
        let _held_back = hold_back();
        let mut table = self.table.write();
        if let Some(series) = table.get(&self.layout, key, key.index) {
            return series.clone();
        }
        if self.is_full(&table) {
            drop(table);
            return self.beyond(|| key.labels.clone());
        }
        self.open_in(&mut table, key)
    }

    /// Opens the series of a key that is not there. Reports are held back by the caller, who holds the lock.
    fn open_in(&self, table: &mut Table, key: &RowKey) -> Arc<Series> {
        let labels = self.layout.labels(key, key.index);
        let descriptor = &self.shared.descriptor;
        let cells = self.storage.open(descriptor, &labels).unwrap_or_else(|error| {
            report(Trouble::StorageRefused, descriptor.name.as_str(), || {
                format!("storage {} keeps no series {labels:?}, it counts here only: {error}", self.storage.name())
            });
            Cells::in_memory(descriptor)
        });
        let series = Arc::new(Series::new(self.shared.clone(), labels, table.next_position(), cells));
        table.insert(&self.layout, key, key.index, &series);
        series
    }

    /// Whether no further series is made: the limit is reached, or the metric was unregistered.
    fn is_full(&self, table: &Table) -> bool {
        // Relaxed: the flag is set under the table's write lock.
        self.limit.is_some_and(|limit| table.len() >= limit) || self.retired.load(Ordering::Relaxed)
    }

    #[cold]
    fn beyond(&self, labels: impl Fn() -> Labels) -> Arc<Series> {
        let name = self.shared.descriptor.name.as_str();
        if self.retired.load(Ordering::Relaxed) {
            report(Trouble::SeriesRemoved, name, || "the metric was unregistered, and recorded into".to_owned());
        } else {
            report(Trouble::SeriesLimit, name, || {
                let limit = self.limit.unwrap_or_default();
                format!("{:?} is not kept: the family has {limit} series, which is its limit", labels())
            });
        }
        let beyond = self.beyond.get_or_init(|| {
            let cells = Cells::in_memory(&self.shared.descriptor);
            Arc::new(Series::new(self.shared.clone(), labels(), usize::MAX, cells))
        });
        beyond.clone()
    }

    /// Opens what exists from registration: the series without labels, the all-defaulted one, and on request every
    /// combination of closed labels.
    fn open_first(&self) {
        let descriptor = &self.shared.descriptor;
        if descriptor.labels.iter().all(|label| label.default.is_some()) {
            self.open(&self.layout.key(&AllDefaulted(descriptor.labels.len()), None));
        }
        if descriptor.init && self.layout.open == 0 {
            let row = self.layout.key(&(), None);
            (0..self.layout.width).for_each(|index| drop(self.open(&RowKey { index, ..row.clone() })));
        }
    }
}

impl Collect for Children {
    fn describe(&self) -> Vec<Described> {
        let descriptor = &self.shared.descriptor;
        vec![Described::new(descriptor.name.as_str(), descriptor.kind)]
    }

    /// Reads the series a few at a time, so that nobody who makes one waits for the whole scrape.
    fn collect(&self) -> Result<Vec<Family>, CollectError> {
        let mut family = Family::of(&self.shared.descriptor);
        let mut read: Vec<Arc<Series>> = Vec::new();
        let mut from = 0;
        let at_once;
        loop {
            let table = self.table.read();
            let list = table.list();
            if from == 0 {
                read.reserve_exact(table.len());
            }
            let to = list.len().min(from + AT_ONCE);
            read.extend(list.get(from..to).unwrap_or_default().iter().flatten().cloned());
            let first = from == 0;
            from = to;
            if from >= list.len() {
                at_once = first;
                break;
            }
        }
        family.reserve(read.len());
        for series in &read {
            let point = series.read();
            // If it took several looks, a series that was removed meanwhile may have a successor further down the list.
            if at_once || !series.is_removed() {
                family.push(series.labels.clone(), point);
            }
        }
        Ok(vec![family])
    }

    /// The storage forgets its series, and nothing brings them back.
    fn retire(&self) {
        {
            let _table = self.table.write();
            self.retired.store(true, Ordering::Relaxed);
        }
        self.clear();
    }

    fn descriptor(&self) -> Option<&Arc<Descriptor>> {
        Some(&self.shared.descriptor)
    }
}

/// Every label at its default.
struct AllDefaulted(usize);

impl Slots for AllDefaulted {
    type InRow = ();

    fn visit<V: Visit>(&self, visitor: &mut V) {
        (0..self.0).for_each(|label| visitor.defaulted(label));
    }

    fn in_row(&self) {}
}

/// The labels of a series, by their text.
struct Texts<'a>(&'a Layout, &'a Series);

impl Slots for Texts<'_> {
    type InRow = ();

    fn visit<V: Visit>(&self, visitor: &mut V) {
        for (label, (_, value)) in self.1.labels.iter().enumerate() {
            visitor.set(label, &self.0.arg(label, &value));
        }
    }

    fn in_row(&self) {}
}

/// Which labels the caller has given.
struct Given {
    labels: Vec<usize>,
}

impl Visit for Given {
    fn missing(&mut self, _: usize) {}

    fn defaulted(&mut self, _: usize) {}

    fn held(&mut self, label: usize) {
        self.labels.push(label);
    }

    fn set<A: crate::label::LabelArg>(&mut self, label: usize, _: &A) {
        self.labels.push(label);
    }
}

/// So many series are looked at under one lock.
const AT_ONCE: usize = 512;

/// So many series are taken out under one lock.
const REMOVED_AT_ONCE: usize = 64;
