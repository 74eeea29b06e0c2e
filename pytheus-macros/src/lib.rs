//! The derive and attribute macros of [pytheus](https://docs.rs/pytheus). Use them through that crate.

mod instrument;
mod kit;
mod label_set;
mod label_value;
mod metrics;
mod state_set;
