#![allow(unused_imports)]
use pytheus::{count_errors, timed, track_inprogress};

#[timed(name = "load_seconds", halp = "Time.")]
fn load() {}

#[timed(LATENCY, outcom)]
fn outcome() {}

#[count_errors(ERRORS, matchs)]
fn pattern() -> Result<(), ()> {
    Ok(())
}

#[track_inprogress(RUNNING, outcome)]
fn progress() {}

#[timed(method = "GET")]
fn label() {}

fn main() {}
