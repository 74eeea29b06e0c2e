//! The seeds of the fuzz targets, through the same invariants, in an ordinary test.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::Path;

#[path = "../../fuzz/invariants.rs"]
#[allow(unreachable_pub)]
mod invariants;

#[test]
fn seeds_of_text_hold() {
    replay("text", invariants::text);
}

#[test]
fn seeds_of_open_metrics_hold() {
    replay("open_metrics", invariants::open_metrics);
}

#[test]
fn seeds_of_round_trip_hold() {
    replay("round_trip", invariants::round_trip);
}

#[test]
fn conformance_cases_hold_too() {
    for line in include_str!("data/text.jsonl").lines().chain(include_str!("data/open_metrics.jsonl").lines()) {
        let case: serde_json::Value = serde_json::from_str(line).unwrap();
        let input = case["input"].as_str().unwrap().as_bytes();
        invariants::text(input);
        invariants::open_metrics(input);
    }
}

fn replay(target: &str, invariant: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus").join(target);
    let mut seeds = 0;
    for entry in fs::read_dir(folder).unwrap() {
        invariant(&fs::read(entry.unwrap().path()).unwrap());
        seeds += 1;
    }
    assert!(seeds > 0, "{target} has no seeds");
}
