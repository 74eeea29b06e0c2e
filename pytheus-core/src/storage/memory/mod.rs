//! This process's memory: atomics, one group per series.

mod counter;
mod float;
mod gauge;
mod histogram;
mod state;
mod storage;
mod summary;

pub(super) use counter::Counter;
pub(super) use gauge::Gauge;
pub(super) use histogram::Histogram;
pub(super) use state::State;
pub use storage::Memory;
pub(super) use summary::Summary;
