//! Text back to the model: Prometheus text 0.0.4, strict or lax, and OpenMetrics 1.0, strict.
//!
//! A parser is an iterator: it gives one family at a time, as soon as it is complete, and ends after the first error,
//! which names a line and a column. It takes time in proportion to its input, whatever the input is, and holds no more
//! of it than the family at hand and where the names of the others stand.
//!
//! ```
//! use pytheus_core::model::{Family, Snapshot};
//! use pytheus_core::{encode, parse};
//!
//! let scrape = "# TYPE jobs_total counter\njobs_total{queue=\"mail\"} 3\n";
//! let families = parse::text(scrape).collect::<Result<Vec<Family>, _>>()?;
//! let snapshot = Snapshot::new(families);
//! assert_eq!(snapshot.sample_value("jobs_total", &[("queue", "mail")]), Some(3.0));
//!
//! let mut again = String::new();
//! encode::text(&snapshot, &mut again);
//! assert_eq!(again, scrape);
//!
//! let error = parse::text("jobs_total three\n").next().unwrap().unwrap_err();
//! assert_eq!(error.to_string(), "line 1, column 12: expected a number");
//! # Ok::<(), parse::ParseError>(())
//! ```
//!
//! What the model cannot take whole, such as a bucket that is no whole number, comes as the lines it was written in
//! ([`Point::Line`](crate::model::Point::Line)): a parser loses nothing but comments, the order of labels inside of a
//! histogram, and how numbers were spelled.

mod cursor;
mod dialect;
mod draft;
mod error;
mod fault;
mod group;
mod index;
mod label_set;
mod names;
mod number;
mod open_metrics;
mod quoted;
mod sample;
mod text;
mod utf8;

pub use error::ParseError;
pub use open_metrics::OpenMetrics;
pub use open_metrics::open_metrics;
pub use text::Text;
pub use text::text;
pub use utf8::utf8;
