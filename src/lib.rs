//! facade
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
