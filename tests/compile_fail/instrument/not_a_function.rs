#![allow(unused_imports)]
use pytheus::{count_errors, timed, track_inprogress};

#[timed]
struct Server;

#[timed]
impl Server {
    fn serve(&self) {}
}

#[count_errors(ERRORS)]
const LIMIT: u32 = 5;

#[track_inprogress(RUNNING)]
mod inner {}

fn main() {}
