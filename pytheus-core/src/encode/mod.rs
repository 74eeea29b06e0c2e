//! A snapshot as text: Prometheus text 0.0.4 and OpenMetrics 1.0, and which of them an `Accept` header asks for.
//!
//! Encoding never fails: what a format cannot say (a negative counter in OpenMetrics, say) is left out of it.

mod accept;
mod accept_encoding;
mod element;
mod escape;
mod format;
mod line;
mod number;
mod open_metrics;
mod quality;
mod tails;
mod text;

pub use accept_encoding::accepts_gzip;
pub use format::Format;
pub use format::OPEN_METRICS_CONTENT_TYPE;
pub use format::TEXT_CONTENT_TYPE;
pub use open_metrics::open_metrics;
pub use text::text;
