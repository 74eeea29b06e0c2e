//! Collectors of what is not declared: for now, pytheus' own numbers.

mod self_metrics;

pub use self_metrics::SelfMetrics;
