//! Where values live.
//!
//! A metric asks its registry's [`Storage`] for the [`Cells`] of each series and records into them; how the values get
//! to other processes, or to a disk, is the storage's affair.

mod backend;
mod cells;
mod contract;
mod memory;
#[cfg(all(feature = "mmap", unix))]
mod mmap;
mod null;

pub use backend::BackendConfig;
pub use backend::BackendError;
pub use backend::from_environment;
pub use backend::register_backend;
pub use cells::Cells;
pub use cells::Record;
pub use contract::Storage;
pub use contract::StorageError;
pub use memory::Memory;
#[cfg(all(feature = "mmap", unix))]
#[cfg_attr(docsrs, doc(cfg(feature = "mmap")))]
pub use mmap::Mmap;
#[cfg(all(feature = "mmap", unix))]
#[cfg_attr(docsrs, doc(cfg(feature = "mmap")))]
pub use mmap::MmapError;
#[cfg(all(feature = "mmap", unix))]
#[cfg_attr(docsrs, doc(cfg(feature = "mmap")))]
pub use mmap::MmapOptions;
#[cfg(all(feature = "mmap", feature = "testing", unix))]
#[doc(hidden)]
pub use mmap::crash_after;
#[cfg(all(feature = "mmap", feature = "testing", unix))]
#[doc(hidden)]
pub use mmap::families_in;
#[cfg(all(feature = "mmap", feature = "testing", unix))]
#[doc(hidden)]
pub use mmap::steps_left;
pub use null::Null;

#[cfg(all(feature = "mmap", not(unix)))]
compile_error!(
    "the feature `mmap` of pytheus needs Unix: leave it out on this platform, and keep values in memory or Redis"
);
