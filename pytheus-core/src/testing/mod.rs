//! For tests: what a storage of one's own must pass.

mod contract;
#[cfg(all(feature = "mmap", unix))]
#[doc(hidden)]
pub mod crash;
#[cfg(all(feature = "mmap", unix))]
#[doc(hidden)]
pub use crate::storage::families_in;

pub use contract::storage_contract;
