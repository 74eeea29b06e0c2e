//! Choosing a storage by its name: in the environment, or by whoever asks.

mod config;
mod environment;
mod error;
mod names;

pub use config::BackendConfig;
pub use environment::from_environment;
pub use error::BackendError;
pub use names::register_backend;
