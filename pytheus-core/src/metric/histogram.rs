use super::core::Core;
use super::operations::instrument;
use super::operations::observing;
use super::partial::Partial;

/// Observations counted in buckets, with their sum: how long requests take, how large answers are.
///
/// `L` is its label set; `Histogram`, with none, is also what a series of a labelled histogram is once resolved.
/// Durations are recorded in seconds. Clones share the values.
///
/// ```
/// use std::time::Duration;
/// use pytheus_core::Histogram;
/// use pytheus_core::Registry;
/// use pytheus_core::model::Buckets;
///
/// let registry = Registry::new();
/// let latency = Histogram::builder("latency_seconds", "Time to answer.")
///     .buckets(Buckets::new([0.1, 1.0])?)
///     .build(&registry)?;
/// latency.observe(0.05);
/// latency.observe(Duration::from_secs(2));
/// assert_eq!(registry.sample_value("latency_seconds_bucket", &[("le", "0.1")])?, Some(1.0));
/// assert_eq!(registry.sample_value("latency_seconds_count", &[])?, Some(2.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Histogram<L: crate::label::LabelSet = ()> {
    core: Core<L>,
}

instrument!(Histogram, Histogram where L::InHistogram: crate::label::FitsHistogram);
observing!(Histogram);
