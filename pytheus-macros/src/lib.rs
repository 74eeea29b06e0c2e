//! The derive and attribute macros of [pytheus](https://docs.rs/pytheus). Use them through that crate.
#![forbid(unsafe_code)]
#![warn(missing_docs, unreachable_pub)]
#![cfg_attr(not(test), warn(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod instrument;
mod kit;
mod label_set;
mod label_value;
mod metrics;
mod state_set;
