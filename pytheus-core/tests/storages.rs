//! One set of behaviours over every storage: ours, one written with public API alone, and one whose cells are owned by
//! the threads that record and summed when they are read.
#![allow(clippy::unwrap_used)]

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::Weak;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::thread;

use pytheus_core::Counter;
use pytheus_core::Gather;
use pytheus_core::Gauge;
use pytheus_core::Histogram;
use pytheus_core::Registry;
use pytheus_core::Summary;
use pytheus_core::model::Buckets;
use pytheus_core::model::Descriptor;
use pytheus_core::model::Family;
use pytheus_core::model::Kind;
use pytheus_core::model::Labels;
use pytheus_core::model::Number;
use pytheus_core::model::Point;
use pytheus_core::storage::Cells;
use pytheus_core::storage::Memory;
use pytheus_core::storage::Null;
use pytheus_core::storage::Record;
use pytheus_core::storage::Storage;
use pytheus_core::storage::StorageError;

/// A storage shared by all its clones, as a database would be: it keeps the series of every registry that uses it.
#[derive(Clone, Default)]
struct Shelf {
    series: Arc<Mutex<Vec<Slot>>>,
}

/// The metric's name, the labels, the values.
type Slot = (String, Labels, Arc<Kept>);

/// One series: a mutex around a point.
struct Kept(Mutex<Point>);

impl Kept {
    fn zero(metric: &Descriptor) -> Point {
        Cells::in_memory(metric).read()
    }
}

impl Record for Kept {
    fn add(&self, amount: Number) {
        match &mut *self.0.lock().unwrap() {
            Point::Counter(Number::Whole(total)) => match amount {
                Number::Whole(whole) => *total += whole,
                Number::Float(_) => unreachable!("these tests add whole amounts to counters"),
            },
            Point::Gauge(value) => *value = Number::Float(value.as_f64() + amount.as_f64()),
            _ => {}
        }
    }

    fn set(&self, value: f64) {
        *self.0.lock().unwrap() = Point::Gauge(Number::Float(value));
    }

    fn observe(&self, bucket: usize, value: f64) {
        match &mut *self.0.lock().unwrap() {
            Point::Histogram { counts, sum } => {
                counts[bucket] += 1;
                *sum += value;
            }
            Point::Summary { count, sum } => {
                *count += 1;
                *sum += value;
            }
            _ => {}
        }
    }

    fn reset(&self) {
        match &mut *self.0.lock().unwrap() {
            Point::Counter(number) | Point::Gauge(number) => *number = Number::Whole(0),
            _ => {}
        }
    }

    fn read(&self) -> Point {
        self.0.lock().unwrap().clone()
    }
}

impl Storage for Shelf {
    fn name(&self) -> &'static str {
        "shelf"
    }

    fn open(&self, metric: &Descriptor, labels: &Labels) -> Result<Cells, StorageError> {
        let mut series = self.series.lock().unwrap();
        let name = metric.name.as_str();
        let found = series.iter().find(|(other, at, _)| other == name && at == labels).map(|(_, _, kept)| kept.clone());
        let kept = found.unwrap_or_else(|| {
            let kept = Arc::new(Kept(Mutex::new(Kept::zero(metric))));
            series.push((name.to_owned(), labels.clone(), kept.clone()));
            kept
        });
        Ok(Cells::custom(kept))
    }

    fn remove(&self, metric: &Descriptor, labels: &Labels) {
        self.series.lock().unwrap().retain(|(name, at, _)| name != metric.name.as_str() || at != labels);
    }

    fn merge(&self, metrics: &[Arc<Descriptor>], mut local: Vec<Family>) -> Result<Vec<Family>, StorageError> {
        let series = self.series.lock().unwrap();
        for (metric, family) in metrics.iter().zip(&mut local) {
            for (name, labels, kept) in &*series {
                let known = family.series().iter().any(|series| series.labels == *labels);
                if name == metric.name.as_str() && !known {
                    family.push(labels.clone(), kept.read());
                }
            }
        }
        Ok(local)
    }
}

/// Counters whose every thread has a number of its own; what a thread that ended had counted is kept in the group.
#[derive(Clone, Default)]
struct Owned;

struct Group {
    id: u64,
    ended: AtomicU64,
    threads: Mutex<Vec<Weak<AtomicU64>>>,
}

/// A thread's numbers; they are folded into their groups when the thread ends.
#[derive(Default)]
struct Mine(HashMap<u64, (Weak<Group>, Arc<AtomicU64>)>);

impl Drop for Mine {
    fn drop(&mut self) {
        for (group, number) in self.0.values() {
            if let Some(group) = group.upgrade() {
                let mut threads = group.threads.lock().unwrap();
                group.ended.fetch_add(number.load(Ordering::Relaxed), Ordering::Relaxed);
                threads.retain(|thread| !thread.ptr_eq(&Arc::downgrade(number)));
            }
        }
    }
}

thread_local! {
    static MINE: RefCell<Mine> = RefCell::default();
}

struct OwnedCells(Arc<Group>);

impl Record for OwnedCells {
    fn add(&self, amount: Number) {
        let Number::Whole(amount) = amount else { unreachable!("these tests add whole amounts") };
        MINE.with_borrow_mut(|mine| {
            let (_, number) = mine.0.entry(self.0.id).or_insert_with(|| {
                let number = Arc::new(AtomicU64::new(0));
                self.0.threads.lock().unwrap().push(Arc::downgrade(&number));
                (Arc::downgrade(&self.0), number)
            });
            // One writer: a plain load and store.
            number.store(number.load(Ordering::Relaxed) + amount, Ordering::Relaxed);
        });
    }

    fn reset(&self) {}

    fn read(&self) -> Point {
        let threads = self.0.threads.lock().unwrap();
        let live = threads.iter().filter_map(Weak::upgrade).map(|number| number.load(Ordering::Relaxed)).sum::<u64>();
        Point::Counter(Number::Whole(self.0.ended.load(Ordering::Relaxed) + live))
    }
}

impl Storage for Owned {
    fn name(&self) -> &'static str {
        "owned"
    }

    fn accept(&self, metric: &Descriptor) -> Result<(), StorageError> {
        match metric.kind {
            Kind::Counter => Ok(()),
            other => Err(StorageError::new(&format!("cells owned by threads hold counters, not a {other}"))),
        }
    }

    fn open(&self, _: &Descriptor, _: &Labels) -> Result<Cells, StorageError> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let id = NEXT.fetch_add(1, Ordering::Relaxed);
        let group = Group { id, ended: AtomicU64::new(0), threads: Mutex::default() };
        Ok(Cells::custom(Arc::new(OwnedCells(Arc::new(group)))))
    }
}

fn registry(storage: impl Storage) -> Registry {
    Registry::builder().storage(storage).build().unwrap()
}

fn counters_count_from_many_threads(registry: &Registry) {
    let total = Counter::builder("jobs_total", "Jobs.").labels(["kind"]).build(registry).unwrap();
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..1_000).for_each(|_| total.with(&["mail"]).unwrap().inc()));
        }
    });
    let read = || registry.sample_value("jobs_total", &[("kind", "mail")]).unwrap();
    assert_eq!(read(), Some(4_000.0));
    assert!(total.remove(&["mail"]).unwrap());
    assert_eq!(read(), None);
    total.with(&["mail"]).unwrap().inc();
    assert_eq!(read(), Some(1.0));
}

fn every_kind_is_kept(registry: &Registry) {
    let gauge = Gauge::builder("depth", "Depth.").build(registry).unwrap();
    gauge.set(5);
    gauge.dec_by(1.5);
    let buckets = Buckets::new([1.0, 2.0]).unwrap();
    let histogram = Histogram::builder("size_bytes", "Size.").buckets(buckets).build(registry).unwrap();
    [1, 2, 3].iter().for_each(|value| histogram.observe(*value));
    let summary = Summary::builder("wait_seconds", "Wait.").build(registry).unwrap();
    summary.observe(0.25);
    let value = |name, labels: &[(&str, &str)]| registry.sample_value(name, labels).unwrap();
    assert_eq!(value("depth", &[]), Some(3.5));
    assert_eq!(value("size_bytes_bucket", &[("le", "1")]), Some(1.0));
    assert_eq!(value("size_bytes_bucket", &[("le", "+Inf")]), Some(3.0));
    assert_eq!(value("size_bytes_sum", &[]), Some(6.0));
    assert_eq!(value("size_bytes_count", &[]), Some(3.0));
    assert_eq!(value("wait_seconds_sum", &[]), Some(0.25));
    assert_eq!(value("wait_seconds_count", &[]), Some(1.0));
}

#[test]
fn memory_keeps_everything() {
    counters_count_from_many_threads(&registry(Memory));
    every_kind_is_kept(&registry(Memory));
}

#[test]
fn a_storage_of_a_users_own_keeps_everything() {
    counters_count_from_many_threads(&registry(Shelf::default()));
    every_kind_is_kept(&registry(Shelf::default()));
}

#[test]
fn a_storage_shows_what_others_recorded() {
    let shelf = Shelf::default();
    let (here, there) = (registry(shelf.clone()), registry(shelf));
    let jobs = |registry: &Registry| Counter::builder("jobs_total", "Jobs.").labels(["kind"]).build(registry).unwrap();
    jobs(&here).with(&["mail"]).unwrap().inc();
    let there_jobs = jobs(&there);
    there_jobs.with(&["mail"]).unwrap().inc();
    there_jobs.with(&["print"]).unwrap().inc();
    assert_eq!(here.sample_value("jobs_total", &[("kind", "mail")]).unwrap(), Some(2.0));
    assert_eq!(here.sample_value("jobs_total", &[("kind", "print")]).unwrap(), Some(1.0));
}

#[test]
fn cells_owned_by_threads_are_summed_at_the_scrape() {
    let registry = registry(Owned);
    counters_count_from_many_threads(&registry);
    let error = Gauge::builder("depth", "Depth.").build(&registry).unwrap_err();
    assert_eq!(error.to_string(), "the storage does not keep depth");
    let cause = std::error::Error::source(&error).unwrap();
    assert_eq!(cause.to_string(), "cells owned by threads hold counters, not a gauge");
    // Nothing is left of the refused one.
    assert_eq!(registry.descriptors().len(), 1);
}

#[test]
fn null_takes_everything_and_shows_families_without_series() {
    let registry = registry(Null);
    let jobs = Counter::builder("jobs_total", "Jobs.").build(&registry).unwrap();
    jobs.inc();
    let snapshot = registry.gather().unwrap();
    assert_eq!(snapshot.families().len(), 1);
    assert_eq!(snapshot.families()[0].series(), []);
}

/// A storage that opens nothing, as a full disk would.
struct Full;

impl Storage for Full {
    fn name(&self) -> &'static str {
        "full"
    }

    fn open(&self, _: &Descriptor, _: &Labels) -> Result<Cells, StorageError> {
        Err(StorageError::new("no space left"))
    }
}

#[test]
fn a_series_that_cannot_be_stored_counts_here_and_is_reported() {
    let registry = registry(Full);
    registry.register(pytheus_core::collectors::SelfMetrics).unwrap();
    let jobs = Counter::builder("unstored_total", "Jobs.").build(&registry).unwrap();
    jobs.inc();
    assert_eq!(registry.sample_value("unstored_total", &[]).unwrap(), Some(1.0));
    let detached = registry.sample_value("pytheus_detached_series_total", &[("metric", "unstored_total")]).unwrap();
    assert_eq!(detached, Some(1.0));
}

/// A storage that does not answer.
struct Away;

impl Storage for Away {
    fn name(&self) -> &'static str {
        "away"
    }

    fn open(&self, metric: &Descriptor, _: &Labels) -> Result<Cells, StorageError> {
        Ok(Cells::in_memory(metric))
    }

    fn merge(&self, _: &[Arc<Descriptor>], _: Vec<Family>) -> Result<Vec<Family>, StorageError> {
        Err(StorageError::new("no answer within 1 s"))
    }
}

#[test]
fn a_scrape_that_would_lie_is_refused() {
    let error = registry(Away).gather().unwrap_err();
    assert_eq!(error.to_string(), "storage away gave no values");
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "no answer within 1 s");
}
