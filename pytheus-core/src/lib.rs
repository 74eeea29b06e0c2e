//! core
pub mod collect;
pub mod model;
pub use collect::Collect;
pub use collect::Gather;
