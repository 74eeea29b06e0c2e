#![allow(unused_imports)]
use pytheus::{count_errors, timed, track_inprogress};

#[timed]
const fn one() -> u32 {
    1
}

#[count_errors(ERRORS)]
pub const fn two() -> Result<u32, ()> {
    Ok(2)
}

fn main() {}
