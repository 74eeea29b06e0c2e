//! How to test code that records: a registry of one's own, a clock that stands still, values asked for by name.
//!
//!     cargo run --example testing
//!     cargo test --example testing
//!
//! It prints `all as expected`.

use std::error::Error;
use std::time::Duration;

use pytheus::Counter;
use pytheus::Gather;
use pytheus::Histogram;
use pytheus::Metrics;
use pytheus::Registry;
use pytheus::clock::FakeClock;

#[derive(Metrics)]
struct Kitchen {
    /// Dishes served.
    dishes_total: Counter,
    /// Time to cook a dish.
    #[metric(unit = "seconds", buckets(60, 600, 3600))]
    cooking_seconds: Histogram,
}

/// The code under test is given its metrics, and does not know which registry they are in.
fn cook(kitchen: &Kitchen, wait: impl FnOnce()) {
    let _timer = kitchen.cooking_seconds.start_timer();
    wait();
    kitchen.dishes_total.inc();
}

/// A registry whose time passes only when told to.
fn a_dish_takes_twenty_minutes() -> Result<(), Box<dyn Error>> {
    let clock = FakeClock::at_unix(Duration::from_secs(1_700_000_000));
    let registry = Registry::builder().clock(clock.clock()).build()?;
    let kitchen = Kitchen::register(&registry)?;

    cook(&kitchen, || clock.advance(Duration::from_secs(20 * 60)));

    // One value, by its name and labels.
    assert_eq!(registry.sample_value("dishes_total", &[])?, Some(1.0));
    assert_eq!(registry.sample_value("cooking_seconds_sum", &[])?, Some(1200.0));
    assert_eq!(registry.sample_value("cooking_seconds_bucket", &[("le", "600")])?, Some(0.0));
    assert_eq!(registry.sample_value("cooking_seconds_bucket", &[("le", "3600")])?, Some(1.0));
    // No such series.
    assert_eq!(registry.sample_value("dishes_total", &[("dish", "soup")])?, None);
    Ok(())
}

/// Everything at one moment, as plain data.
fn two_snapshots_tell_what_happened_between_them() -> Result<(), Box<dyn Error>> {
    let registry = Registry::new();
    let kitchen = Kitchen::register(&registry)?;
    let before = registry.gather()?;
    cook(&kitchen, || {});
    cook(&kitchen, || {});
    let after = registry.gather()?;

    assert_eq!(before.sample_value("dishes_total", &[]), Some(0.0));
    assert_eq!(after.sample_value("dishes_total", &[]), Some(2.0));
    assert_eq!(after.families().len(), 2);
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    a_dish_takes_twenty_minutes()?;
    two_snapshots_tell_what_happened_between_them()?;
    println!("all as expected");
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_dish_takes_twenty_minutes() {
        super::a_dish_takes_twenty_minutes().unwrap();
    }

    #[test]
    fn two_snapshots_tell_what_happened_between_them() {
        super::two_snapshots_tell_what_happened_between_them().unwrap();
    }
}
