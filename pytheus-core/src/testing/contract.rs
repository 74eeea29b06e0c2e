// A suite fails by panicking, as every test does.
#![allow(clippy::panic, clippy::unwrap_used, clippy::expect_used)]

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::thread;

use crate::collect::Gather;
use crate::metric::Counter;
use crate::metric::Gauge;
use crate::metric::Histogram;
use crate::metric::Summary;
use crate::model::Buckets;
use crate::model::Descriptor;
use crate::model::Kind;
use crate::model::Labels;
use crate::model::MetricName;
use crate::model::Place;
use crate::model::Point;
use crate::registry::Registry;
use crate::storage::Storage;

/// Proves that a storage keeps to the contract of [`Storage`]; it is what pytheus' own storages pass.
///
/// `make` gives a storage that is empty, each time it is called. A storage that keeps nothing at all passes too, if it
/// keeps nothing consistently; one that does not [accept](Storage::accept) some kind of metric is not asked for it.
/// What it does beyond one process, as showing what others recorded, is for tests of its own.
///
/// ```
/// use pytheus_core::storage::Memory;
/// use pytheus_core::testing::storage_contract;
///
/// storage_contract(|| Memory);
/// ```
///
/// # Panics
///
/// At the first promise that is not kept, with its name.
pub fn storage_contract<S: Storage>(make: impl Fn() -> S) {
    let keeps = keeps_anything(&registry(make()));
    for check in CHECKS {
        let registry = registry(make());
        check(&Suite { registry, keeps });
    }
    states_and_texts_are_kept(&make(), keeps);
    series_are_opened_by_many_threads(&make());
}

/// One storage under test.
struct Suite {
    registry: Registry,
    keeps: bool,
}

const CHECKS: &[fn(&Suite)] = &[
    |suite| suite.totals_from_many_threads_are_exact(),
    |suite| suite.every_kind_is_kept(),
    |suite| suite.labels_come_back_as_they_went_in(),
    |suite| suite.a_removed_series_is_gone_and_begins_at_0(),
    |suite| suite.clear_takes_out_all(),
    |suite| suite.reset_goes_back_to_0(),
    |suite| suite.families_stay_in_their_order(),
    |suite| suite.what_is_read_never_contradicts_itself(),
    |suite| suite.flush_is_answered(),
];

fn registry(storage: impl Storage) -> Registry {
    Registry::builder().storage(storage).build().expect("a registry without a prefix")
}

fn keeps_anything(registry: &Registry) -> bool {
    let Ok(probe) = Counter::builder("probe_total", "").build(registry) else { return true };
    probe.inc();
    registry.sample_value("probe_total", &[]).expect("a scrape").is_some()
}

impl Suite {
    /// What is exposed must be this; of a storage that keeps nothing, nothing.
    #[track_caller]
    fn expect(&self, promise: &str, name: &str, labels: &[(&str, &str)], value: Option<f64>) {
        let found = self.registry.sample_value(name, labels).unwrap_or_else(|error| panic!("{promise}: {error}"));
        let expected = value.filter(|_| self.keeps);
        assert!(found == expected, "{promise}: {name}{labels:?} is {found:?}, expected {expected:?}");
    }

    fn totals_from_many_threads_are_exact(&self) {
        const PROMISE: &str = "totals from many threads are exact";
        let jobs = Counter::builder("jobs_total", "").labels(["kind"]).build(&self.registry);
        let depth = Gauge::builder("depth", "").build(&self.registry);
        let size = Histogram::builder("size_bytes", "").buckets(Buckets::new([1.0]).unwrap()).build(&self.registry);
        let wait = Summary::builder("wait_seconds", "").build(&self.registry);
        thread::scope(|scope| {
            for _ in 0..THREADS {
                scope.spawn(|| {
                    for at in 0..ROUNDS {
                        if let Ok(jobs) = &jobs {
                            jobs.with(&[if at % 2 == 0 { "mail" } else { "print" }]).unwrap().inc();
                        }
                        depth.iter().for_each(|depth| depth.inc_by(0.5));
                        size.iter().for_each(|size| size.observe(if at % 2 == 0 { 0.5 } else { 1.5 }));
                        wait.iter().for_each(|wait| wait.observe(0.25));
                    }
                });
            }
        });
        let all = f64::from(THREADS * ROUNDS);
        if jobs.is_ok() {
            self.expect(PROMISE, "jobs_total", &[("kind", "mail")], Some(all / 2.0));
            self.expect(PROMISE, "jobs_total", &[("kind", "print")], Some(all / 2.0));
        }
        if depth.is_ok() {
            self.expect(PROMISE, "depth", &[], Some(all / 2.0));
        }
        if size.is_ok() {
            self.expect(PROMISE, "size_bytes_bucket", &[("le", "1")], Some(all / 2.0));
            self.expect(PROMISE, "size_bytes_count", &[], Some(all));
            self.expect(PROMISE, "size_bytes_sum", &[], Some(all));
        }
        if wait.is_ok() {
            self.expect(PROMISE, "wait_seconds_count", &[], Some(all));
            self.expect(PROMISE, "wait_seconds_sum", &[], Some(all / 4.0));
        }
    }

    fn every_kind_is_kept(&self) {
        const PROMISE: &str = "every kind is kept";
        if let Ok(half) = Counter::builder("half_total", "").build(&self.registry) {
            self.expect(PROMISE, "half_total", &[], Some(0.0));
            half.inc_by(0.5);
            half.inc_by(7);
            self.expect(PROMISE, "half_total", &[], Some(7.5));
        }
        if let Ok(depth) = Gauge::builder("depth", "").build(&self.registry) {
            depth.set(5);
            depth.dec_by(7.5);
            self.expect(PROMISE, "depth", &[], Some(-2.5));
        }
        let buckets = Buckets::new([-1.0, 1.0]).unwrap();
        if let Ok(size) = Histogram::builder("size", "").buckets(buckets).build(&self.registry) {
            [-2.0, 1.0, 3.0].iter().for_each(|value| size.observe(*value));
            self.expect(PROMISE, "size_bucket", &[("le", "-1")], Some(1.0));
            self.expect(PROMISE, "size_bucket", &[("le", "1")], Some(2.0));
            self.expect(PROMISE, "size_bucket", &[("le", "+Inf")], Some(3.0));
            self.expect(PROMISE, "size_sum", &[], Some(2.0));
            size.observe(f64::NAN);
            self.expect("NaN is counted", "size_bucket", &[("le", "+Inf")], Some(4.0));
        }
        if let Ok(wait) = Summary::builder("wait", "").build(&self.registry) {
            wait.observe(0.25);
            wait.observe(-1);
            self.expect(PROMISE, "wait_count", &[], Some(2.0));
            self.expect(PROMISE, "wait_sum", &[], Some(-0.75));
        }
    }

    fn labels_come_back_as_they_went_in(&self) {
        let Ok(jobs) = Counter::builder("jobs_total", "").labels(["one", "two"]).build(&self.registry) else { return };
        let values = ["", " ", "a", "A", "\"", "\\", "\n", "\\n", "a,b=\"c\"", "é𝄞\u{0}", "{}", "%s", "1", "1.0"];
        for (at, one) in values.iter().enumerate() {
            for two in values {
                jobs.with(&[one, two]).unwrap().inc_by(at as u64 + 1);
            }
        }
        for (at, one) in values.iter().enumerate() {
            for two in values {
                let expected = f64::from(u32::try_from(at).unwrap() + 1);
                let labels = [("one", *one), ("two", two)];
                self.expect("labels come back as they went in", "jobs_total", &labels, Some(expected));
            }
        }
    }

    fn a_removed_series_is_gone_and_begins_at_0(&self) {
        const PROMISE: &str = "a removed series is gone, and begins at 0 if it comes again";
        let Ok(jobs) = Counter::builder("jobs_total", "").labels(["kind"]).build(&self.registry) else { return };
        for _ in 0..3 {
            let old = jobs.with(&["mail"]).unwrap();
            old.inc_by(5);
            jobs.with(&["print"]).unwrap().inc();
            assert!(jobs.remove(&["mail"]).unwrap(), "{PROMISE}");
            old.inc();
            self.expect(PROMISE, "jobs_total", &[("kind", "mail")], None);
            jobs.with(&["mail"]).unwrap().inc();
            old.inc();
            self.expect(PROMISE, "jobs_total", &[("kind", "mail")], Some(1.0));
            assert!(jobs.remove(&["mail"]).unwrap(), "{PROMISE}");
        }
        self.expect("the others stay", "jobs_total", &[("kind", "print")], Some(3.0));
        if let Ok(size) = Histogram::builder("size", "").labels(["kind"]).build(&self.registry) {
            size.with(&["mail"]).unwrap().observe(1);
            assert!(size.remove(&["mail"]).unwrap(), "{PROMISE}");
            self.expect(PROMISE, "size_count", &[("kind", "mail")], None);
            size.with(&["mail"]).unwrap().observe(2);
            self.expect(PROMISE, "size_count", &[("kind", "mail")], Some(1.0));
            self.expect(PROMISE, "size_sum", &[("kind", "mail")], Some(2.0));
        }
    }

    fn clear_takes_out_all(&self) {
        let Ok(jobs) = Counter::builder("jobs_total", "").labels(["kind"]).build(&self.registry) else { return };
        (0..100).for_each(|at| jobs.with(&[&at.to_string()]).unwrap().inc());
        assert_eq!(jobs.clear(), 100, "clear tells how many series there were");
        let snapshot = self.registry.gather().expect("a scrape");
        assert_eq!(snapshot.samples().count(), 0, "clear takes out all series");
        jobs.with(&["7"]).unwrap().inc();
        self.expect("after clear a series begins at 0", "jobs_total", &[("kind", "7")], Some(1.0));
    }

    fn reset_goes_back_to_0(&self) {
        const PROMISE: &str = "reset goes back to 0";
        if let Ok(depth) = Gauge::builder("depth", "").build(&self.registry) {
            depth.set(3);
            depth.reset();
            self.expect(PROMISE, "depth", &[], Some(0.0));
        }
        if let Ok(jobs) = Counter::builder("jobs_total", "").build(&self.registry) {
            jobs.inc();
            jobs.reset();
            self.expect(PROMISE, "jobs_total", &[], Some(0.0));
            jobs.inc();
            self.expect("after reset it counts on", "jobs_total", &[], Some(1.0));
        }
    }

    fn families_stay_in_their_order(&self) {
        let mut names = Vec::new();
        for name in ["zebra", "ant", "mole", "bee"] {
            if let Ok(gauge) = Gauge::builder(name, "").labels(["kind"]).build(&self.registry) {
                names.push(name);
                if name != "mole" {
                    gauge.with(&["b"]).unwrap().set(1);
                    gauge.with(&["a"]).unwrap().set(2);
                }
            }
        }
        let snapshot = self.registry.gather().expect("a scrape");
        let found: Vec<&str> = snapshot.families().iter().map(|family| family.name().as_str()).collect();
        assert_eq!(found, names, "merge gives the families back in their order, those without series too");
    }

    /// Under load, in every scrape: `_count` is the last bucket, buckets rise, and nothing that only rises falls.
    fn what_is_read_never_contradicts_itself(&self) {
        let jobs = Counter::builder("jobs_total", "").build(&self.registry);
        let size = Histogram::builder("size", "").buckets(Buckets::new([1.0, 2.0]).unwrap()).build(&self.registry);
        let (Ok(jobs), Ok(size)) = (jobs, size) else { return };
        let done = AtomicBool::new(false);
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    while !done.load(Ordering::Relaxed) {
                        jobs.inc();
                        [0.5, 1.5, 2.5].iter().for_each(|value| size.observe(*value));
                    }
                });
            }
            let mut before = [0.0; 5];
            for _ in 0..SCRAPES {
                let snapshot = self.registry.gather().expect("a scrape");
                let value = |name: &str, labels: &[(&str, &str)]| snapshot.sample_value(name, labels).unwrap_or(0.0);
                let bucket = |bound| value("size_bucket", &[("le", bound)]);
                let now =
                    [bucket("1"), bucket("2"), bucket("+Inf"), value("size_count", &[]), value("jobs_total", &[])];
                let fault = if now[2] != now[3] {
                    Some("_count is not the last bucket")
                } else if now[0] > now[1] || now[1] > now[2] {
                    Some("the buckets do not rise")
                } else if now.iter().zip(before).any(|(now, before)| *now < before) {
                    Some("a counter or a bucket fell")
                } else {
                    None
                };
                if let Some(fault) = fault {
                    done.store(true, Ordering::Relaxed);
                    panic!("what is read never contradicts itself: {fault}: {before:?}, then {now:?}");
                }
                before = now;
            }
            done.store(true, Ordering::Relaxed);
        });
    }

    fn flush_is_answered(&self) {
        if let Ok(jobs) = Counter::builder("jobs_total", "").build(&self.registry) {
            jobs.inc();
        }
        self.registry.flush().expect("flush brings everything to where it is kept");
        if self.registry.descriptors().len() == 1 {
            self.expect("flush loses nothing", "jobs_total", &[], Some(1.0));
        }
    }
}

fn descriptor(name: &str, kind: Kind) -> Descriptor {
    Descriptor::new(MetricName::new(name).unwrap(), kind, "", Place::caller())
}

/// The kinds that a run-time builder does not make.
fn states_and_texts_are_kept(storage: &impl Storage, keeps: bool) {
    let mut phase = descriptor("phase", Kind::StateSet);
    phase.states = ["starting", "up", "down"].map(Arc::from).into();
    let labels = Labels::new([("node", "a")]).unwrap();
    if storage.accept(&phase).is_ok() {
        let cells = storage.open(&phase, &labels).expect("the cells of a state set");
        let read = |expected| assert!(!keeps || cells.read() == Point::State(expected), "a state set keeps its state");
        read(0);
        cells.set_state(2);
        read(2);
        cells.set_state(1);
        read(1);
        cells.reset();
        read(0);
    }
    let about = descriptor("about_info", Kind::Info);
    if storage.accept(&about).is_ok() {
        let cells = storage.open(&about, &labels).expect("the cells of an info metric");
        assert!(!keeps || cells.read() == Point::Info, "an info metric says all in its labels");
        // Operations that a kind does not have are ignored.
        cells.add(1.0);
        cells.observe(0, 1.0);
        cells.set_state(1);
        assert!(!keeps || cells.read() == Point::Info, "what a kind does not have is ignored");
    }
}

fn series_are_opened_by_many_threads(storage: &impl Storage) {
    let metrics: Vec<Descriptor> = (0..THREADS).map(|at| descriptor(&format!("m{at}_total"), Kind::Counter)).collect();
    if metrics.iter().any(|metric| storage.accept(metric).is_err()) {
        return;
    }
    thread::scope(|scope| {
        for metric in &metrics {
            scope.spawn(move || {
                for at in 0..200 {
                    let labels = Labels::new([("n", at.to_string().as_str())]).unwrap();
                    let cells = storage.open(metric, &labels).expect("series are opened by many threads at once");
                    cells.add_whole(1);
                    if at % 3 == 0 {
                        storage.remove(metric, &labels);
                    }
                }
            });
        }
    });
}

const THREADS: u32 = 4;
const ROUNDS: u32 = 2_000;
const SCRAPES: usize = 300;
