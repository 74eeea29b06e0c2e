//! What processes that have ended leave.

use std::fs;

use pytheus_core::Counter;
use pytheus_core::Gauge;
use pytheus_core::Histogram;
use pytheus_core::model::Across;
use pytheus_core::storage::Mmap;

use super::directory::Directory;
use super::directory::registry;

fn work(storage: Mmap, amount: f64) {
    let registry = registry(storage);
    Counter::builder("jobs_total", "").build(&registry).unwrap().inc_by(amount);
    Histogram::builder("size_bytes", "").build(&registry).unwrap().observe(amount);
    for (mode, name) in
        [(Across::Max, "most"), (Across::Min, "least"), (Across::Sum, "all_in_all"), (Across::LiveSum, "now")]
    {
        Gauge::builder(name, "").across(mode).build(&registry).unwrap().set(amount);
    }
    Gauge::builder("last", "").across(Across::MostRecent).build(&registry).unwrap().set(amount);
}

#[test]
fn folding_changes_no_value_and_leaves_two_files() {
    let directory = Directory::new();
    for round in 0..30 {
        work(directory.storage(), f64::from(round).mul_add(0.1, 0.7));
        if round % 7 == 0 {
            let before = directory.scraped();
            // The scrape may have had it done in the background meanwhile.
            directory.storage().fold().unwrap();
            assert_eq!(directory.scraped(), before);
        }
    }
    let before = directory.scraped();
    assert!(before.contains("jobs_total 64.5\n"), "{before}");
    assert!(before.contains("size_bytes_count 30\n"));
    assert!(before.contains("most 3.6\n") && before.contains("least 0.7\n"), "{before}");
    directory.storage().fold().unwrap();
    assert_eq!(directory.scraped(), before);
    assert_eq!(directory.names(), ["folded.pyx", "folding.lock"]);
}

#[test]
fn files_of_another_library_stop_the_folding_unless_it_is_asked_for() {
    let directory = Directory::new();
    work(directory.storage(), 1.0);
    fs::write(directory.path().join("counter_12.db"), [0; 64]).unwrap();
    directory.storage().fold().unwrap();
    let kept = |directory: &Directory| directory.names().iter().filter(|name| name.ends_with(".db")).count();
    // All but the gauge of mode livesum, which has no say any more.
    assert_eq!(kept(&directory), 7);
    Mmap::options().fold(true).open(directory.path()).unwrap().fold().unwrap();
    assert_eq!(kept(&directory), 1);
}

#[test]
fn folding_can_be_left_out() {
    let directory = Directory::new();
    work(directory.storage(), 1.0);
    let storage = Mmap::options().fold(false).open(directory.path()).unwrap();
    storage.fold().unwrap();
    assert!(directory.names().iter().any(|name| name.starts_with("counter_")));
}

#[test]
fn a_dead_process_of_another_library_is_one_when_it_is_said() {
    let directory = Directory::new();
    for name in ["gauge_livesum_77.db", "gauge_liveall_7.db", "gauge_sum_7.db", "counter_7.db"] {
        fs::write(directory.path().join(name), [0; 64]).unwrap();
    }
    let storage = directory.storage();
    storage.mark_process_dead(7).unwrap();
    storage.mark_process_dead(std::process::id()).unwrap();
    let left: Vec<_> = directory.names().into_iter().filter(|name| name.ends_with(".db")).collect();
    assert_eq!(left, ["counter_7.db", "gauge_livesum_77.db", "gauge_sum_7.db"]);
}
