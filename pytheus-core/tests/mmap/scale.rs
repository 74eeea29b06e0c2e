//! A thousand processes, and files that others cut short while they are read.

use std::fs;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use pytheus_core::Counter;
use pytheus_core::Gather;

use super::directory::Directory;

/// The files that so many processes leave, of 200 series each.
fn left_by(processes: usize) -> Directory {
    let directory = Directory::new();
    let registry = directory.registry();
    let jobs = Counter::builder("jobs_total", "Jobs that were done.").labels(["route", "n"]).build(&registry).unwrap();
    (0..200).for_each(|n| jobs.with(&["/cart/checkout", &n.to_string()]).unwrap().inc());
    let bytes = fs::read(directory.file("counter_")).unwrap();
    drop((jobs, registry));
    for process in 0..processes {
        fs::write(directory.path().join(format!("counter_{}-a.db", process + 1)), &bytes).unwrap();
        fs::write(directory.path().join(format!("{}-a.lock", process + 1)), "").unwrap();
    }
    directory
}

#[test]
fn a_thousand_processes_are_read_quickly_and_folded_into_one() {
    let directory = left_by(999);
    let registry = directory.registry();
    let time = || {
        let start = Instant::now();
        let value = registry.sample_value("jobs_total", &[("route", "/cart/checkout"), ("n", "7")]).unwrap();
        assert_eq!(value, Some(1_000.0));
        start.elapsed()
    };
    let first = time();
    directory.storage().fold().unwrap();
    let folded = (0..5).map(|_| time()).min().unwrap();
    eprintln!("1,000 files of 200 series: {first:?}; folded: {folded:?}");
    // What it must be in a release build; this one is for debugging, on a machine that is busy.
    let allowed = Duration::from_millis(if cfg!(debug_assertions) { 3_000 } else { 150 });
    assert!(first < allowed, "{first:?}");
    assert!(folded < allowed / 5, "{folded:?}");
}

#[test]
fn files_that_others_cut_short_or_take_away_while_they_are_read_harm_nobody() {
    let directory = left_by(3);
    let registry = directory.registry();
    let own = Counter::builder("own_total", "").build(&registry).unwrap();
    let path = directory.path().join("counter_12.db");
    let whole = fs::read(directory.path().join("counter_1-a.db")).unwrap();
    let done = AtomicBool::new(false);
    let rounds = std::env::var("PYTHEUS_CUTS").map_or(300, |rounds| rounds.parse().unwrap());
    thread::scope(|scope| {
        scope.spawn(|| {
            for length in (0..whole.len()).step_by(97).cycle() {
                if done.load(Ordering::Relaxed) {
                    break;
                }
                fs::write(&path, &whole).unwrap();
                fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(length as u64).unwrap();
                if length % 5 == 0 {
                    fs::remove_file(&path).unwrap();
                }
            }
        });
        for round in 1..=rounds {
            own.inc();
            let snapshot = registry.gather().unwrap();
            assert_eq!(snapshot.sample_value("own_total", &[]), Some(f64::from(round)));
            let good = snapshot.sample_value("jobs_total", &[("route", "/cart/checkout"), ("n", "7")]);
            assert!(good == Some(4.0) || good == Some(5.0), "{good:?}");
        }
        done.store(true, Ordering::Relaxed);
    });
}
