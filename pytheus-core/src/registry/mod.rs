//! Registries: what is exposed together, under one prefix.

mod builder;
mod catalog;
mod claims;
mod restricted;

pub use builder::RegistryBuilder;
pub use catalog::Registry;
pub use restricted::Restricted;
