//! facade
#[doc(hidden)]
pub use pytheus_core::__private;
pub use pytheus_core::*;
pub use pytheus_macros::LabelSet;
pub use pytheus_macros::LabelValue;
pub use pytheus_macros::Metrics;
pub use pytheus_macros::StateSet;
