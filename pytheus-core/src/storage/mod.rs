//! Where values live.
//!
//! A metric asks its registry's [`Storage`] for the [`Cells`] of each series and records into them; how the values get
//! to other processes, or to a disk, is the storage's affair.

mod backend;
mod cells;
mod contract;
mod memory;
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
pub use null::Null;
