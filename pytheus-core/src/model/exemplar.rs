use std::error::Error;
use std::fmt;

use super::Labels;
use super::Number;
use super::Timestamp;

/// One observation that stands for many: its value, and labels that lead to it, such as a trace id.
///
/// ```
/// use pytheus_core::model::{Exemplar, Labels};
///
/// let exemplar = Exemplar::new(Labels::new([("trace_id", "KOO5S4vxi0o")])?, 0.67)?;
/// assert_eq!(exemplar.labels().get("trace_id").unwrap(), "KOO5S4vxi0o");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Exemplar {
    labels: Labels,
    value: Number,
    timestamp: Option<Timestamp>,
}

impl Exemplar {
    /// The most characters that the names and values of an exemplar's labels have together
    /// ([OpenMetrics](https://prometheus.io/docs/specs/om/open_metrics_spec/#exemplars)).
    pub const LONGEST: usize = 128;

    /// An exemplar without a timestamp.
    ///
    /// # Errors
    ///
    /// [`LongExemplar`] when names and values have more than [`LONGEST`](Self::LONGEST) characters.
    pub fn new(labels: Labels, value: impl Into<Number>) -> Result<Self, LongExemplar> {
        let characters = labels.iter().map(|(name, value)| name.chars().count() + value.chars().count()).sum::<usize>();
        if characters > Self::LONGEST {
            return Err(LongExemplar { characters });
        }
        Ok(Self { labels, value: value.into(), timestamp: None })
    }

    /// The exemplar with the moment it was observed.
    #[must_use]
    pub fn at(mut self, timestamp: Timestamp) -> Self {
        self.timestamp = Some(timestamp);
        self
    }

    /// Its labels.
    #[must_use]
    pub fn labels(&self) -> &Labels {
        &self.labels
    }

    /// What was observed.
    #[must_use]
    pub fn value(&self) -> Number {
        self.value
    }

    /// When it was observed.
    #[must_use]
    pub fn timestamp(&self) -> Option<Timestamp> {
        self.timestamp
    }
}

/// An exemplar whose labels are longer than formats allow. The caller is at fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LongExemplar {
    characters: usize,
}

impl fmt::Display for LongExemplar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the labels of an exemplar have {} characters, at most {} are allowed",
            self.characters,
            Exemplar::LONGEST
        )
    }
}

impl Error for LongExemplar {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted_and_not_bytes() {
        let exemplar = |length| Exemplar::new(Labels::new([("a", &*"☃".repeat(length))]).unwrap(), 1.0);
        assert!(exemplar(127).is_ok());
        assert_eq!(
            exemplar(128).unwrap_err().to_string(),
            "the labels of an exemplar have 129 characters, at most 128 are allowed"
        );
    }
}
