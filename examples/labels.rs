//! Labels as types: in any order, kept half given, with defaults, borrowed, resolved once.
//!
//!     cargo run --example labels
//!
//! It prints what Prometheus would read:
//!
//!     # HELP shop_pages_total Pages served.
//!     # TYPE shop_pages_total counter
//!     shop_pages_total{service="main",route="/",cache="hit"} 1
//!     shop_pages_total{service="eu",route="/cart",cache="miss"} 3
//!     shop_pages_total{service="eu",route="/",cache="hit"} 1000
//!     # HELP shop_jobs_total Jobs done.
//!     # TYPE shop_jobs_total counter
//!     shop_jobs_total{queue="mail/eu",urgent="true"} 1

use std::error::Error;

use pytheus::Counter;
use pytheus::Gather;
use pytheus::LabelSet;
use pytheus::LabelValue;
use pytheus::Metrics;
use pytheus::Registry;
use pytheus::encode;

/// A closed set of values: `hit`, `miss` and `bypass`.
#[derive(Clone, Copy, LabelValue)]
enum Cache {
    Hit,
    Miss,
    #[label("bypass")]
    Skipped,
}

#[derive(LabelSet)]
struct PageLabels {
    #[label(default = "main")]
    service: String,
    route: String,
    cache: Cache,
}

/// Labels that borrow, for struct literals.
#[derive(LabelSet)]
struct JobLabels<'a> {
    queue: &'a str,
    urgent: bool,
}

#[derive(Metrics)]
#[metrics(prefix = "shop")]
struct Shop {
    /// Pages served.
    pages_total: Counter<PageLabels>,
    /// Jobs done.
    jobs_total: Counter<JobLabels<'static>>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let registry = Registry::new();
    let shop = Shop::register(&registry)?;

    // In any order; `service` has a default. Leave out `route`, and the compiler says: label `route` has no value yet.
    shop.pages_total.labels().cache(Cache::Hit).route("/").inc();

    // Half given, kept, and built upon.
    let eu = shop.pages_total.labels().service("eu");
    eu.route("/cart").cache(Cache::Miss).inc_by(3);

    // Resolved once: nothing is looked up when it counts, and it may be kept anywhere.
    let hits = eu.route("/").cache(Cache::Hit).handle();
    for _ in 0..1000 {
        hits.inc();
    }

    // All at once, as a literal.
    let queue = format!("{}/eu", "mail");
    shop.jobs_total.with(JobLabels { queue: &queue, urgent: true }).inc();

    // What is no longer there need not be scraped for ever.
    eu.route("/old").cache(Cache::Skipped).inc();
    let removed = shop.pages_total.labels().route("/old").remove_matching();
    assert_eq!(removed, 1);

    let mut text = String::new();
    encode::text(&registry.gather()?, &mut text);
    print!("{text}");
    Ok(())
}
