#![allow(unused_imports)]
use pytheus::{count_errors, timed, track_inprogress};

#[timed(LATENCY, method = "GET", method = "PUT")]
fn label() {}

#[timed(LATENCY, outcome, outcome)]
fn outcome() {}

#[timed(LATENCY, OTHER.latency)]
fn metric() {}

#[timed(name = "x_seconds", help = "X.", name = "y_seconds")]
fn name() {}

#[timed(method = "GET", LATENCY)]
fn late() {}

fn main() {}
