//! Ends the process in the middle of what the mmap storage does with files: for its own tests.

pub use crate::storage::crash_after;
pub use crate::storage::steps_left;
