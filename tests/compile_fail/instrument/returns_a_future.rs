#![allow(unused_imports)]
use pytheus::{count_errors, timed, track_inprogress};

use std::future::Future;
use std::pin::Pin;

#[timed]
fn load() -> impl Future<Output = u32> {
    std::future::ready(5)
}

#[count_errors(ERRORS)]
fn early(x: u32) -> Pin<Box<dyn Future<Output = Result<u32, ()>>>> {
    if x > 3 {
        return Box::pin(std::future::ready(Ok(x)));
    }
    Box::pin(async move { Ok(x) })
}

#[timed(construction)]
fn no_future() -> u32 {
    5
}

fn main() {}
