//! The global registry is chosen once, before its first use; whoever comes too late is told who was first.
#![allow(clippy::unwrap_used)]

use pytheus::Counter;
use pytheus::Registry;

#[test]
fn the_first_choice_stays_and_later_ones_are_told_where_it_was_made() {
    let chosen = Registry::builder().prefix("chosen").build().unwrap();
    let line = line!() + 1;
    pytheus::set_registry(chosen.clone()).unwrap();
    let expected = format!("too late: the global registry was in use already, first at {}:{line}", file!());
    assert_eq!(pytheus::set_registry(Registry::new()).unwrap_err().to_string(), expected);
    assert_eq!(pytheus::load_backend(pytheus::storage::Memory).unwrap_err().to_string(), expected);

    Counter::builder("jobs_total", "Jobs.").build(pytheus::global()).unwrap().inc();
    assert_eq!(chosen.sample_value("chosen_jobs_total", &[]).unwrap(), Some(1.0));
    assert_eq!(pytheus::set_registry(Registry::new()).unwrap_err().to_string(), expected);

    let text = pytheus::generate_metrics().unwrap();
    assert!(text.contains("# TYPE chosen_jobs_total counter\nchosen_jobs_total 1\n"), "{text}");
    assert!(text.contains("# TYPE pytheus_dropped_label_sets_total counter\n"), "{text}");
}
