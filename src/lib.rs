//! facade
#[doc(hidden)]
pub use pytheus_core::__private;
pub use pytheus_core::*;
