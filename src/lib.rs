//! Lets a Rust program count, gauge and time what it does, and lets Prometheus read it. Labels are types: one that is
//! missing, misspelt or of the wrong type does not compile.
//!
//! ```
//! use pytheus::{Counter, LabelSet, LabelValue, Metrics, Registry};
//!
//! #[derive(LabelValue, Clone, Copy)]
//! enum Cache {
//!     Hit,
//!     Miss,
//! }
//!
//! #[derive(LabelSet)]
//! struct PageLabels {
//!     #[label(default = "main")]
//!     service: String,
//!     route: String,
//!     cache: Cache,
//! }
//!
//! #[derive(Metrics)]
//! #[metrics(prefix = "shop")]
//! struct Shop {
//!     /// Pages served.
//!     pages_total: Counter<PageLabels>,
//! }
//!
//! let registry = Registry::new();
//! let shop = Shop::register(&registry)?;
//! shop.pages_total.labels().route("/").cache(Cache::Hit).inc();
//! shop.pages_total.labels().cache(Cache::Miss).service("eu").route("/cart").inc_by(2);
//!
//! let mut text = String::new();
//! pytheus::encode::text(&pytheus::Gather::gather(&registry)?, &mut text);
//! assert_eq!(
//!     text,
//!     "# HELP shop_pages_total Pages served.\n# TYPE shop_pages_total counter\n\
//!      shop_pages_total{service=\"main\",route=\"/\",cache=\"hit\"} 1\n\
//!      shop_pages_total{service=\"eu\",route=\"/cart\",cache=\"miss\"} 2\n",
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Where to look
//!
//! | to | see |
//! |---|---|
//! | declare | [`Metrics`](derive@Metrics), [`LabelSet`](derive@LabelSet), [`LabelValue`](derive@LabelValue), [`StateSet`](derive@StateSet); at run time [`metric::Builder`] |
//! | record | [`Counter`], [`Gauge`], [`Histogram`], [`Summary`], [`Info`], [`StateSet`](struct@StateSet), [`CallbackGauge`], [`CallbackCounter`] |
//! | time functions | [`timed`], [`count_errors`], [`track_inprogress`], [`metric::Outcome`] |
//! | register | [`Registry`], [`global`], [`Global`] |
//! | expose | [`generate_metrics`], [`encode`], [`export`] |
//! | read what others expose | [`parse`] |
//! | keep values elsewhere | [`storage`] |
//! | test | [`clock::FakeClock`], [`Registry::sample_value`], [`model::Snapshot`] |
//!
//! The [README](https://github.com/pytheus-rs/pytheus) leads from nothing to a graph in Prometheus.
#![forbid(unsafe_code)]
#![warn(missing_docs)]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[doc(hidden)]
pub use pytheus_core::__private;
pub use pytheus_core::*;
pub use pytheus_macros::LabelSet;
pub use pytheus_macros::LabelValue;
pub use pytheus_macros::Metrics;
pub use pytheus_macros::StateSet;
pub use pytheus_macros::count_errors;
pub use pytheus_macros::timed;
pub use pytheus_macros::track_inprogress;

/// The README, whose programs are tests. It shows the HTTP exporter too.
#[cfg(all(doctest, feature = "http"))]
#[doc = include_str!("../README.md")]
struct Readme;
