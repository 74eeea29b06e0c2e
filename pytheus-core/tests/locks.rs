//! No lock of ours is held while somebody else's code runs: report hooks, collectors, what drops them. What would
//! deadlock is run on a thread of its own, and waited for.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use pytheus_core::Collect;
use pytheus_core::Counter;
use pytheus_core::Gather;
use pytheus_core::Registry;
use pytheus_core::collect::CollectError;
use pytheus_core::collect::Described;
use pytheus_core::metric::DynamicInfo;
use pytheus_core::model::Descriptor;
use pytheus_core::model::Family;
use pytheus_core::model::Kind;
use pytheus_core::model::Labels;
use pytheus_core::model::Number;
use pytheus_core::model::Point;
use pytheus_core::report;
use pytheus_core::storage::Cells;
use pytheus_core::storage::Record;
use pytheus_core::storage::Storage;
use pytheus_core::storage::StorageError;

/// Runs on a thread of its own, for ten seconds at most.
fn without_deadlock(run: impl FnOnce() + Send + 'static) {
    let (done, wait) = mpsc::channel();
    let thread = thread::spawn(move || {
        run();
        done.send(()).unwrap();
    });
    wait.recv_timeout(Duration::from_secs(10)).expect("it hangs, or panicked");
    thread.join().unwrap();
}

struct Refuses;

impl Storage for Refuses {
    fn name(&self) -> &'static str {
        "refuses"
    }

    fn open(&self, _: &Descriptor, _: &Labels) -> Result<Cells, StorageError> {
        Err(StorageError::new("no"))
    }
}

#[test]
fn a_report_hook_may_register_gather_and_record() {
    without_deadlock(|| {
        let registry = Registry::builder().storage(Refuses).build().unwrap();
        let used = registry.clone();
        report::set_hook(move |report| {
            if report.subject.starts_with("refused") {
                let seen = Counter::builder("seen_total", "").labels(["subject"]).build(&used).unwrap();
                seen.with(&[report.subject]).unwrap().inc();
                used.gather().unwrap();
            }
        })
        .unwrap();
        Counter::builder("refused_total", "").build(&registry).unwrap();
        let labelled = Counter::builder("refused_labelled_total", "").labels(["l"]).build(&registry).unwrap();
        labelled.with(&["x"]).unwrap().inc();
        let seen = |subject| registry.sample_value("seen_total", &[("subject", subject)]).unwrap();
        assert_eq!(seen("refused_total"), Some(1.0));
        assert_eq!(seen("refused_labelled_total"), Some(1.0));
    });
}

/// A collector and cells that use the registry when they are dropped.
struct Dropped {
    registry: Registry,
    name: &'static str,
}

impl Drop for Dropped {
    fn drop(&mut self) {
        self.registry.gather().unwrap();
        Counter::builder("dropped_total", "").build(&self.registry).unwrap().inc();
    }
}

impl Collect for Dropped {
    fn describe(&self) -> Vec<Described> {
        vec![Described::new(self.name, Kind::Gauge)]
    }

    fn collect(&self) -> Result<Vec<Family>, CollectError> {
        Ok(Vec::new())
    }
}

#[test]
fn collectors_are_dropped_with_no_lock_held() {
    without_deadlock(|| {
        let registry = Registry::new();
        registry.register(Dropped { registry: registry.clone(), name: "one" }).unwrap();
        assert!(registry.register(Dropped { registry: registry.clone(), name: "one" }).is_err());
        assert!(registry.unregister("one"));
        assert_eq!(registry.sample_value("dropped_total", &[]).unwrap(), Some(2.0));
    });
}

#[derive(Clone)]
struct Shelf(Arc<Mutex<Option<Registry>>>);

impl Storage for Shelf {
    fn name(&self) -> &'static str {
        "shelf"
    }

    fn open(&self, metric: &Descriptor, _: &Labels) -> Result<Cells, StorageError> {
        let registry = self.0.lock().unwrap().clone();
        match registry {
            Some(registry) if metric.name.as_str() == "kept_total" => {
                Ok(Cells::custom(Arc::new(Kept(Dropped { registry, name: "" }))))
            }
            _ => Ok(Cells::in_memory(metric)),
        }
    }
}

struct Kept(#[allow(dead_code, reason = "it is there to be dropped")] Dropped);

impl Record for Kept {
    fn reset(&self) {}

    fn read(&self) -> Point {
        Point::Counter(Number::Whole(0))
    }
}

#[test]
fn cells_of_a_users_own_are_dropped_with_no_lock_held() {
    without_deadlock(|| {
        let shelf = Shelf(Arc::new(Mutex::new(None)));
        let registry = Registry::builder().storage(shelf.clone()).build().unwrap();
        *shelf.0.lock().unwrap() = Some(registry.clone());
        let kept = Counter::builder("kept_total", "").labels(["l"]).build(&registry).unwrap();
        ["a", "b", "c"].iter().for_each(|value| drop(kept.with(&[value]).unwrap()));
        assert!(kept.remove(&["a"]).unwrap());
        assert_eq!(kept.remove_matching(&[("l", "b")]).unwrap(), 1);
        assert_eq!(kept.clear(), 1);
        *shelf.0.lock().unwrap() = None;
        assert_eq!(registry.sample_value("dropped_total", &[]).unwrap(), Some(3.0));
    });
}

#[test]
fn info_is_one_series_in_every_scrape_while_threads_set_it() {
    let registry = Registry::builder().series_limit(Some(1)).build().unwrap();
    let info = DynamicInfo::builder("build_info", "").labels(["version"]).build(&registry).unwrap();
    info.set(&["0"]).unwrap();
    thread::scope(|scope| {
        for thread in 0..2 {
            let info = &info;
            scope.spawn(move || (0..5_000).for_each(|n| info.set(&[format!("{thread}-{n}")]).unwrap()));
        }
        for _ in 0..5_000 {
            let snapshot = registry.gather().unwrap();
            assert_eq!(snapshot.families()[0].series().len(), 1);
        }
    });
}

#[test]
fn values_that_imitate_the_labels_after_them_are_kept_apart() {
    let registry = Registry::new();
    let counter = Counter::builder("c_total", "").labels(["a", "b"]).build(&registry).unwrap();
    for n in 0..10_000 {
        counter.with(&["x", &format!("yyyy{n}")]).unwrap();
    }
    for n in 0..10_000 {
        counter.with(&["x\",b=", &n.to_string()]).unwrap().inc();
    }
    let snapshot = registry.gather().unwrap();
    assert_eq!(snapshot.families()[0].series().len(), 20_000);
    let wrong = snapshot.families()[0].series().iter().filter(|series| {
        let expected = u64::from(series.labels.get("a").is_some_and(|value| value != "x"));
        series.point != Point::Counter(Number::Whole(expected))
    });
    assert_eq!(wrong.count(), 0);
}

#[test]
fn what_is_unregistered_is_gone_from_the_storage_and_does_not_come_back() {
    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<String>>>);

    impl Storage for Log {
        fn name(&self) -> &'static str {
            "log"
        }

        fn open(&self, metric: &Descriptor, labels: &Labels) -> Result<Cells, StorageError> {
            self.0.lock().unwrap().push(format!("open {}{labels:?}", metric.name));
            Ok(Cells::in_memory(metric))
        }

        fn remove(&self, metric: &Descriptor, labels: &Labels) {
            self.0.lock().unwrap().push(format!("remove {}{labels:?}", metric.name));
        }
    }

    let log = Log::default();
    let registry = Registry::builder().storage(log.clone()).build().unwrap();
    let old = Counter::builder("a_total", "").labels(["l"]).build(&registry).unwrap();
    old.with(&["x"]).unwrap().inc();
    assert!(registry.unregister("a_total"));
    old.with(&["y"]).unwrap().inc();
    let new = Counter::builder("a_total", "").labels(["l"]).build(&registry).unwrap();
    new.with(&["x"]).unwrap();
    assert_eq!(*log.0.lock().unwrap(), ["open a_total{l=\"x\"}", "remove a_total{l=\"x\"}", "open a_total{l=\"x\"}"]);
    assert_eq!(registry.sample_value("a_total", &[("l", "x")]).unwrap(), Some(0.0));
}
