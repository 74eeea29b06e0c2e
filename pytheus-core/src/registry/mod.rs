//! Registries: what is exposed together, under one prefix.

mod builder;
mod catalog;
mod claims;
mod entries;
mod restricted;
mod vet;

pub use builder::RegistryBuilder;
pub use catalog::Registry;
pub use restricted::Restricted;
