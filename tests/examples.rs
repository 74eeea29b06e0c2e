//! The examples print what their first lines say.

#[path = "support/example.rs"]
mod example;

use std::process::Command;

#[test]
fn labels_prints_what_it_says() {
    check("labels", include_str!("../examples/labels.rs"));
}

#[test]
fn functions_prints_what_it_says() {
    check("functions", include_str!("../examples/functions.rs"));
}

#[test]
fn testing_runs_to_its_end() {
    assert_eq!(run("testing"), "all as expected\n");
}

#[test]
fn custom_collector_reads_the_load_and_the_queue() {
    let output = run("custom_collector");
    assert!(output.contains("\nmachine_load{minutes=\"15\"} "), "{output}");
    assert!(output.ends_with("\nmachine_queue_length 3\n"), "{output}");
}

fn check(example: &str, source: &str) {
    let header = source.lines().map_while(|line| line.strip_prefix("//!"));
    let after = header.skip_while(|line| !line.starts_with(" It prints"));
    let expected: String =
        after.filter_map(|line| line.strip_prefix("     ")).map(|line| format!("{line}\n")).collect();
    assert_eq!(run(example), expected);
}

fn run(example: &str) -> String {
    let output = Command::new(example::binary(example)).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}
