#![allow(unused_imports)]
use pytheus::{count_errors, timed, track_inprogress};

trait Service {
    #[timed]
    fn call(&self);

    #[track_inprogress(RUNNING)]
    async fn call_later(&self);
}

fn main() {}
