//! For tests: what a storage of one's own must pass.

mod contract;
#[cfg(all(feature = "mmap", unix))]
#[doc(hidden)]
pub mod crash;

pub use contract::storage_contract;
