//! The runtime of [pytheus](https://docs.rs/pytheus): metrics whose labels are types, registries, storage, exposition.
//!
//! Depend on `pytheus`, which adds the macros; this crate is where the things live that they expand to.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![deny(unsafe_code)]
#![warn(missing_docs, unreachable_pub)]
#![cfg_attr(not(test), warn(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

#[doc(hidden)]
pub mod __private;
pub mod clock;
pub mod collect;
pub mod collectors;
pub mod encode;
pub mod export;
mod fork;
mod functions;
mod global;
pub mod host;
pub mod label;
pub mod metric;
pub mod model;
pub mod parse;
pub mod registry;
pub mod report;
pub mod storage;
mod sync;
#[cfg(feature = "testing")]
#[cfg_attr(docsrs, doc(cfg(feature = "testing")))]
pub mod testing;

pub use collect::Collect;
pub use collect::Gather;
pub use collect::GatherError;
pub use global::Global;
pub use global::TooLate;
pub use global::generate_metrics;
pub use global::global;
pub use global::load_backend;
pub use global::set_registry;
pub use host::RegisterError;
pub use label::LabelSet;
pub use label::LabelValue;
pub use metric::CallbackCounter;
pub use metric::CallbackGauge;
pub use metric::Counter;
pub use metric::Gauge;
pub use metric::Histogram;
pub use metric::Info;
pub use metric::Metrics;
pub use metric::Outcome;
pub use metric::StateSet;
pub use metric::Summary;
pub use registry::Registry;
pub use storage::register_backend;
