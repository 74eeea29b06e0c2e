//! core
pub mod collect;
pub mod encode;
pub mod export;
pub mod model;
pub use collect::Collect;
pub use collect::Gather;
