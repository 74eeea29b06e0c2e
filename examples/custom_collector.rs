//! Values that something else keeps, read when Prometheus asks: a collector, and gauges read from a closure.
//!
//!     cargo run --example custom_collector
//!
//! It prints what Prometheus would read:
//!
//!     # HELP machine_load Programs that wanted to run, on average.
//!     # TYPE machine_load gauge
//!     machine_load{minutes="1"} 0.4
//!     machine_load{minutes="5"} 0.38
//!     machine_load{minutes="15"} 0.36
//!     # HELP machine_queue_length Jobs that wait.
//!     # TYPE machine_queue_length gauge
//!     machine_queue_length 3

use std::collections::VecDeque;
use std::error::Error;
use std::fs;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use pytheus::CallbackGauge;
use pytheus::Collect;
use pytheus::Gather;
use pytheus::Registry;
use pytheus::collect::CollectError;
use pytheus::collect::Described;
use pytheus::encode;
use pytheus::model::Family;
use pytheus::model::Kind;

/// What Linux says of its load.
struct Load;

impl Collect for Load {
    fn describe(&self) -> Vec<Described> {
        vec![Described::new("load", Kind::Gauge)]
    }

    /// An error, or a panic, would leave this family out of the scrape, and count in a self-metric; all else is served.
    fn collect(&self) -> Result<Vec<Family>, CollectError> {
        let text = fs::read_to_string("/proc/loadavg").unwrap_or_else(|_| "0.40 0.38 0.36".to_owned());
        let mut family = Family::gauge("load", "Programs that wanted to run, on average.")?;
        for (minutes, load) in ["1", "5", "15"].into_iter().zip(text.split(' ')) {
            family = family.with([("minutes", minutes)], load.parse::<f64>()?)?;
        }
        Ok(vec![family])
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    // The prefix comes before everything that the registry gathers.
    let registry = Registry::builder().prefix("machine").build()?;
    registry.register(Load)?;

    let queue = Arc::new(Mutex::new(VecDeque::from(["a", "b", "c"])));
    let length = {
        let queue = queue.clone();
        move || queue.lock().unwrap_or_else(PoisonError::into_inner).len() as u64
    };
    CallbackGauge::builder("queue_length", "Jobs that wait.").reading(&registry, length)?;

    let mut text = String::new();
    encode::text(&registry.gather()?, &mut text);
    print!("{text}");
    Ok(())
}
