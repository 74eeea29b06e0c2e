//! A program that forks while its threads record, as a pre-fork server does.

use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

use pytheus_core::Counter;
use pytheus_core::Gauge;
use pytheus_core::Histogram;
use pytheus_core::Registry;
use pytheus_core::metric::Dynamic;
use pytheus_core::model::Across;

use super::directory::Directory;
use super::process::Child;

struct Work {
    registry: Registry,
    jobs: Counter,
    kinds: Dynamic<Counter>,
    sizes: Histogram,
}

impl Work {
    fn new(registry: Registry) -> Self {
        Self {
            jobs: Counter::builder("jobs_total", "").build(&registry).unwrap(),
            kinds: Counter::builder("kinds_total", "").labels(["kind"]).build(&registry).unwrap(),
            sizes: Histogram::builder("size_bytes", "").build(&registry).unwrap(),
            registry,
        }
    }

    fn once(&self, at: u64) {
        self.jobs.inc();
        self.kinds.with(&[&(at % 50).to_string()]).unwrap().inc();
        self.sizes.observe(1);
    }

    fn value(&self, name: &str) -> Option<f64> {
        self.registry.sample_value(name, &[]).unwrap()
    }
}

/// Forks this often while 4 threads record; in ordinary runs fewer, as each child of a debug build takes its time.
fn forks() -> u64 {
    std::env::var("PYTHEUS_FORKS").map_or(150, |forks| forks.parse().unwrap())
}

/// Runs threads that record while `each` forks; gives how often they recorded.
fn while_threads_record(work: &Work, each: impl Fn(u64)) -> u64 {
    let recorded = AtomicU64::new(0);
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    work.once(recorded.fetch_add(1, Ordering::Relaxed));
                    // Series that come and go take the locks that a fork must not find taken.
                    let _ = work.kinds.remove(&["7"]);
                }
            });
        }
        (0..forks()).for_each(each);
        done.store(true, Ordering::Relaxed);
    });
    recorded.load(Ordering::Relaxed)
}

#[test]
fn no_child_hangs_and_each_counts_for_itself() {
    let directory = Directory::new();
    let storage = directory.storage();
    let work = Work::new(super::directory::registry(storage.clone()));
    let recorded = while_threads_record(&work, |at| {
        let child = Child::fork(|| {
            let before = work.jobs.get() == 0.0;
            (0..10).for_each(|at| work.once(at));
            work.kinds.with(&["new"]).unwrap().inc();
            let own = work.jobs.get() == 10.0;
            // Its own, its parent's and those of the children before.
            before && own && work.value("jobs_total") >= Some(10.0)
        });
        assert_eq!(child.wait(Duration::from_secs(30)), Some(0), "child {at}");
    });
    let expected = (recorded + 10 * forks()) as f64;
    assert_eq!(work.jobs.get(), recorded as f64);
    assert_eq!(work.value("jobs_total"), Some(expected));
    assert_eq!(work.value("size_bytes_count"), Some(expected));
    let new = work.registry.sample_value("kinds_total", &[("kind", "new")]).unwrap();
    assert_eq!(new, Some(forks() as f64));
    storage.fold().unwrap();
    assert_eq!(work.value("jobs_total"), Some(expected));
}

#[test]
fn in_memory_a_child_inherits_what_was_there() {
    let work = Work::new(Registry::new());
    let recorded = while_threads_record(&work, |at| {
        let child = Child::fork(|| {
            let inherited = work.jobs.get();
            (0..10).for_each(|at| work.once(at));
            work.kinds.with(&["new"]).unwrap().inc();
            Counter::builder("late_total", "").build(&work.registry).unwrap().inc();
            work.value("jobs_total") == Some(inherited + 10.0) && work.value("late_total") == Some(1.0)
        });
        assert_eq!(child.wait(Duration::from_secs(30)), Some(0), "child {at}");
    });
    assert_eq!(work.jobs.get(), recorded as f64);
}

#[test]
fn what_a_child_has_not_touched_is_its_parents_alone() {
    let directory = Directory::new();
    let registry = directory.registry();
    let depth = Gauge::builder("depth", "").across(Across::Min).build(&registry).unwrap();
    depth.set(5);
    let child = Child::fork(|| registry.sample_value("depth", &[]).unwrap() == Some(5.0));
    assert_eq!(child.wait(Duration::from_secs(30)), Some(0));
    let child = Child::fork(|| {
        depth.inc_by(3);
        let grandchild = Child::fork(|| {
            depth.inc_by(2);
            registry.sample_value("depth", &[]).unwrap() == Some(2.0)
        });
        grandchild.wait(Duration::from_secs(30)) == Some(0) && depth.get() == 3.0
    });
    assert_eq!(child.wait(Duration::from_secs(30)), Some(0));
    assert_eq!(registry.sample_value("depth", &[]).unwrap(), Some(2.0));
}

#[test]
fn a_parent_that_ends_is_noticed_while_its_child_lives() {
    let directory = Directory::new();
    let (ready, go) = (directory.path().join("ready"), directory.path().join("go"));
    let parent = Child::fork(|| {
        let registry = directory.registry();
        let depth = Gauge::builder("depth", "").build(&registry).unwrap();
        depth.set(7);
        let _grandchild = Child::fork(|| {
            std::fs::write(&ready, "").unwrap();
            // Not for ever, should the test fail.
            (0..2_000)
                .take_while(|_| ready.exists() && !go.exists())
                .for_each(|_| thread::sleep(Duration::from_millis(5)));
            true
        });
        while !ready.exists() {
            thread::sleep(Duration::from_millis(5));
        }
        // Ends without a destructor, with the child alive.
        true
    });
    assert_eq!(parent.wait(Duration::from_secs(30)), Some(0));
    assert_eq!(directory.registry().sample_value("depth", &[]).unwrap(), None);
    std::fs::write(&go, "").unwrap();
}
