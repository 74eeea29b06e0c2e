//! What a scrape shows is true, under any load: exact totals, buckets that agree with their count, counters that never
//! fall, and label sets that are never mixed up.
#![allow(clippy::unwrap_used)]

use std::collections::HashMap;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::thread;

use pytheus_core::Counter;
use pytheus_core::Gather;
use pytheus_core::Gauge;
use pytheus_core::Histogram;
use pytheus_core::Registry;
use pytheus_core::Summary;
use pytheus_core::encode;
use pytheus_core::model::Buckets;
use pytheus_core::model::Number;
use pytheus_core::model::Point;

/// Runs `work` on so many threads until `until` returns.
fn while_working<R>(threads: u64, work: impl Fn(u64) + Sync, until: impl FnOnce() -> R) -> R {
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        for number in 0..threads {
            let (stop, work) = (&stop, &work);
            scope.spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    work(number);
                }
            });
        }
        let result = until();
        stop.store(true, Ordering::Relaxed);
        result
    })
}

#[test]
fn eighty_million_increments_from_eight_threads_are_all_there() {
    let registry = Registry::new();
    let counter = Counter::builder("c_total", "").build(&registry).unwrap();
    let start = (1 << 53) - 5;
    counter.inc_by(start);
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| (0..10_000_000).for_each(|_| counter.inc()));
        }
    });
    let snapshot = registry.gather().unwrap();
    let Point::Counter(Number::Whole(total)) = snapshot.families()[0].series()[0].point else {
        panic!("{snapshot:?}");
    };
    assert_eq!(total, start + 80_000_000);
    let mut text = String::new();
    encode::text(&snapshot, &mut text);
    assert_eq!(text, "# TYPE c_total counter\nc_total 9007199334740987\n");
}

#[test]
fn whole_amounts_in_gauges_sums_and_counts_add_up_exactly() {
    let registry = Registry::new();
    let gauge = Gauge::builder("g", "").build(&registry).unwrap();
    let histogram = Histogram::builder("h", "").build(&registry).unwrap();
    let summary = Summary::builder("s", "").build(&registry).unwrap();
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for value in 0..50_000 {
                    gauge.inc_by(2);
                    gauge.dec();
                    histogram.observe(value % 3);
                    summary.observe(2);
                }
            });
        }
    });
    let value = |name| registry.sample_value(name, &[]).unwrap();
    assert_eq!(value("g"), Some(400_000.0));
    assert_eq!(value("h_count"), Some(400_000.0));
    assert_eq!(value("h_sum"), Some(8.0 * (0..50_000).map(|value| f64::from(value % 3)).sum::<f64>()));
    assert_eq!(value("s_count"), Some(400_000.0));
    assert_eq!(value("s_sum"), Some(800_000.0));
}

#[test]
fn two_hundred_thousand_scrapes_under_load_never_contradict_themselves() {
    let registry = Registry::new();
    let buckets = Buckets::new([1.0, 2.0, 3.0]).unwrap();
    let histogram = Histogram::builder("h", "").buckets(buckets).build(&registry).unwrap();
    let counter = Counter::builder("c_total", "").labels(["thread"]).build(&registry).unwrap();
    let work = |number: u64| {
        for value in 0..64 {
            histogram.observe((number + value) % 5);
            counter.with(&[number.to_string()]).unwrap().inc_by(0.5);
        }
    };
    while_working(2, work, || {
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    let mut before: HashMap<String, f64> = HashMap::new();
                    for _ in 0..100_000 {
                        let snapshot = registry.gather().unwrap();
                        let mut last_bucket = 0.0;
                        let mut infinite = None;
                        for sample in snapshot.samples() {
                            let value = sample.value().as_f64();
                            let mut key = sample.name();
                            sample.labels().for_each(|(name, value)| key.extend([name, "=", &value]));
                            if key.starts_with("h_bucket") {
                                assert!(value >= last_bucket, "buckets fall: {key} {value} after {last_bucket}");
                                last_bucket = value;
                                infinite = Some(value);
                            } else if key == "h_count" {
                                assert_eq!(Some(value), infinite, "_count is not the +Inf bucket");
                            }
                            let seen = before.entry(key.clone()).or_default();
                            assert!(value >= *seen, "{key} fell from {seen} to {value}");
                            *seen = value;
                        }
                    }
                });
            }
        });
    });
}

#[test]
fn label_sets_that_only_look_alike_are_kept_apart() {
    let registry = Registry::new();
    let counter = Counter::builder("c_total", "").labels(["a", "b"]).build(&registry).unwrap();
    let values =
        ["", "a", "b", "ab", "a\",b=\"", "a\\", "\\", "\"", "\n", "\\n", ",", "a\",b=\"b", "\u{e9}", "e\u{301}"];
    let mut amount = 0;
    for _ in 0..2 {
        for one in values {
            for other in values {
                amount += 1;
                counter.with(&[one, other]).unwrap().inc_by(amount);
            }
        }
    }
    let total = u64::try_from(values.len() * values.len()).unwrap();
    assert_eq!(registry.gather().unwrap().families()[0].series().len(), values.len() * values.len());
    let snapshot = registry.gather().unwrap();
    let mut expected = 0;
    for one in values {
        for other in values {
            expected += 1;
            let value = snapshot.sample_value("c_total", &[("a", one), ("b", other)]);
            #[allow(clippy::cast_precision_loss)]
            let sum = (expected + expected + total) as f64;
            assert_eq!(value, Some(sum), "{one:?} {other:?}");
        }
    }
}

#[test]
fn series_made_and_removed_under_scrapes_are_never_shown_twice() {
    let registry = Registry::new();
    let counter = Counter::builder("c_total", "").labels(["n"]).build(&registry).unwrap();
    let work = |number: u64| {
        for n in 0..50 {
            counter.with(&[n.to_string()]).unwrap().inc();
            if n % 7 == number {
                counter.remove(&[n.to_string()]).unwrap();
            }
        }
        counter.clear();
    };
    while_working(2, work, || {
        for _ in 0..5_000 {
            let snapshot = registry.gather().unwrap();
            let mut labels: Vec<_> = snapshot.families()[0].series().iter().map(|series| &series.labels).collect();
            let shown = labels.len();
            labels.sort();
            labels.dedup();
            assert_eq!(labels.len(), shown);
        }
    });
}
