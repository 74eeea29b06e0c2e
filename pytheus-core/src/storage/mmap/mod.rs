//! Values in files that the processes of one machine share.

#[cfg(feature = "testing")]
mod bytes;
mod config;
mod error;
mod exact;
mod family;
mod file;
mod fold;
mod folded;
mod group;
mod hand;
mod key;
mod layout;
mod listing;
mod lock;
mod merged;
mod names;
mod options;
mod reader;
mod region;
mod samples;
mod step;
mod storage;
mod tally;
mod writer;

#[cfg(feature = "testing")]
pub use bytes::families_in;
pub(in crate::storage) use config::configured;
pub(in crate::storage) use config::directory_of_environment;
pub use error::MmapError;
pub(in crate::storage) use group::Many;
pub(in crate::storage) use group::One;
pub use options::MmapOptions;
#[cfg(feature = "testing")]
pub use step::crash_after;
#[cfg(feature = "testing")]
pub use step::steps_left;
pub use storage::Mmap;
