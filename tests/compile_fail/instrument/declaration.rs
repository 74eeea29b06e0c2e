#![allow(unused_imports)]
use pytheus::{count_errors, timed, track_inprogress};

#[timed(name = "2nd-seconds", help = "Time.")]
fn illegal() {}

#[timed(name = "load_total", help = "Time.")]
fn counter() {}

#[timed(name = "load_ms", help = "Time.", unit = "seconds")]
fn unit() {}

#[timed(name = "load_seconds")]
fn help() {}

#[timed(help = "Time.")]
fn name() {}

#[timed(buckets(1, 2))]
fn buckets() {}

#[timed(name = "a_seconds", help = "Time.", buckets(1, 0.5), unit = 5)]
fn falling() {}

#[timed(name = "b_seconds", help = "Time.", buckets())]
fn empty() {}

#[timed(outcome)]
fn outcome() {}

#[timed(name = "c_seconds", help = "Time.", function = "c")]
fn function() {}

#[timed(LATENCY, buckets(1, 2))]
fn given() {}

fn main() {}
