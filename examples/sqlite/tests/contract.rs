//! The suite that every storage passes, and what this one promises beyond.

use std::path::PathBuf;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering;

use pytheus_core::Counter;
use pytheus_core::Histogram;
use pytheus_core::Registry;
use pytheus_core::testing::storage_contract;
use sqlite_storage::Sqlite;

fn new_file() -> PathBuf {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let path = std::env::temp_dir().join(format!("pytheus-sqlite-{}-{number}.db", std::process::id()));
    let _ = std::fs::remove_file(&path);
    path
}

#[test]
fn sqlite_keeps_the_contract() {
    storage_contract(|| Sqlite::open(new_file()).unwrap());
}

#[test]
fn another_run_sees_what_was_counted() {
    let path = new_file();
    for run in 1..=3 {
        let registry = Registry::builder().storage(Sqlite::open(&path).unwrap()).build().unwrap();
        let jobs = Counter::builder("jobs_total", "").labels(["kind"]).build(&registry).unwrap();
        let sizes = Histogram::builder("size", "").build(&registry).unwrap();
        jobs.with(&["mail"]).unwrap().inc_by(2);
        sizes.observe(0.5);
        let value = |name: &str, labels: &[(&str, &str)]| registry.sample_value(name, labels).unwrap();
        assert_eq!(value("jobs_total", &[("kind", "mail")]), Some(2.0 * f64::from(run)));
        assert_eq!(value("size_count", &[]), Some(f64::from(run)));
        if run == 2 {
            jobs.with(&["once"]).unwrap().inc();
            registry.flush().unwrap();
            assert!(jobs.remove(&["once"]).unwrap());
        }
        assert_eq!(value("jobs_total", &[("kind", "once")]), None);
        registry.flush().unwrap();
    }
}
