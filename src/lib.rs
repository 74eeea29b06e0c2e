//! facade
pub use pytheus_core::*;
#[doc(hidden)]
pub use pytheus_core::__private;
