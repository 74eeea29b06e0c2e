use super::core::Core;
use super::operations::instrument;
use super::operations::observing;
use super::partial::Partial;

/// Observations counted, with their sum, and no buckets: their rate and their mean, at the price of two numbers.
///
/// `L` is its label set; `Summary`, with none, is also what a series of a labelled summary is once resolved. Durations
/// are recorded in seconds. Clones share the values.
///
/// ```
/// use pytheus_core::Registry;
/// use pytheus_core::Summary;
///
/// let registry = Registry::new();
/// let sizes = Summary::builder("answer_bytes", "Size of answers.").build(&registry)?;
/// sizes.observe(100);
/// sizes.observe(50);
/// assert_eq!(registry.sample_value("answer_bytes_sum", &[])?, Some(150.0));
/// assert_eq!(registry.sample_value("answer_bytes_count", &[])?, Some(2.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Summary<L: crate::label::LabelSet = ()> {
    core: Core<L>,
}

instrument!(Summary, Summary where L::InSummary: crate::label::FitsSummary);
observing!(Summary);
