#![allow(unused_imports)]
use pytheus::{count_errors, timed, track_inprogress};

#[count_errors]
fn load() -> Result<(), ()> {
    Ok(())
}

#[track_inprogress(kind = "x")]
fn progress() {}

fn main() {}
