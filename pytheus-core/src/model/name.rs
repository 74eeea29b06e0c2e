//! Names, checked once.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

/// The name of a metric, known to be legal.
///
/// The grammar is `[a-zA-Z_:][a-zA-Z0-9_:]*`
/// ([Prometheus data model](https://prometheus.io/docs/concepts/data_model/)). Clones share the text.
///
/// ```
/// use pytheus_core::model::MetricName;
///
/// assert_eq!(MetricName::new("jobs_total").unwrap().as_str(), "jobs_total");
/// assert_eq!(
///     MetricName::new("2nd_total").unwrap_err().to_string(),
///     "illegal metric name \"2nd_total\": it begins with '2', expected a letter, '_' or ':'",
/// );
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MetricName(Arc<str>);

impl MetricName {
    /// Checks a name.
    ///
    /// # Errors
    ///
    /// [`NameError`] when the name is empty or holds a character the grammar does not allow.
    pub fn new(name: &str) -> Result<Self, NameError> {
        check(name, "metric", |c| c == ':')?;
        Ok(Self(name.into()))
    }

    /// The name with `prefix` and an underscore before it; the name itself for an empty prefix.
    ///
    /// # Errors
    ///
    /// [`NameError`] when the prefix makes the name illegal.
    pub fn prefixed(&self, prefix: &str) -> Result<Self, NameError> {
        if prefix.is_empty() {
            return Ok(self.clone());
        }
        Self::new(&format!("{prefix}_{}", self.0))
    }

    /// The name as text.
    #[inline]
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The name of a label, known to be legal.
///
/// The grammar is `[a-zA-Z_][a-zA-Z0-9_]*`; names that begin with `__` belong to Prometheus. Clones share the text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LabelName(Arc<str>);

impl LabelName {
    /// Checks a name.
    ///
    /// # Errors
    ///
    /// [`NameError`] when the name is empty, begins with `__`, or holds a character the grammar does not allow.
    pub fn new(name: &str) -> Result<Self, NameError> {
        check(name, "label", |_| false)?;
        if name.starts_with("__") {
            return Err(NameError { what: "label", name: name.into(), fault: Fault::Reserved });
        }
        Ok(Self(name.into()))
    }

    /// The name as text.
    #[inline]
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A name that Prometheus does not take. The caller is at fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameError {
    what: &'static str,
    name: Box<str>,
    fault: Fault,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Fault {
    Empty,
    Begins(char),
    Holds(char),
    Reserved,
}

impl NameError {
    /// The name that was refused.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, name, fault } = self;
        let colon = if *what == "metric" { " or ':'" } else { "" };
        let comma = if colon.is_empty() { " or" } else { "," };
        write!(f, "illegal {what} name {name:?}: ")?;
        match fault {
            Fault::Empty => f.write_str("it is empty"),
            Fault::Begins(c) => write!(f, "it begins with {c:?}, expected a letter{comma} '_'{colon}"),
            Fault::Holds(c) => write!(f, "it holds {c:?}, expected letters, digits{comma} '_'{colon}"),
            Fault::Reserved => f.write_str("names that begin with `__` are reserved for Prometheus"),
        }
    }
}

impl Error for NameError {}

impl fmt::Debug for MetricName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for MetricName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for LabelName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for LabelName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn check(name: &str, what: &'static str, also: fn(char) -> bool) -> Result<(), NameError> {
    let fault = |fault| NameError { what, name: name.into(), fault };
    let Some(first) = name.chars().next() else {
        return Err(fault(Fault::Empty));
    };
    if !(first.is_ascii_alphabetic() || first == '_' || also(first)) {
        return Err(fault(Fault::Begins(first)));
    }
    match name.chars().find(|&c| !(c.is_ascii_alphanumeric() || c == '_' || also(c))) {
        Some(c) => Err(fault(Fault::Holds(c))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metric_names_follow_the_grammar() {
        for legal in ["a", "_", ":", "a:b_c9", "__x"] {
            assert_eq!(MetricName::new(legal).unwrap().as_str(), legal);
        }
        for illegal in ["", "9a", "a-b", "a b", "a\n", "é", "a.b"] {
            assert_eq!(MetricName::new(illegal).unwrap_err().name(), illegal);
        }
    }

    #[test]
    fn label_names_refuse_what_is_reserved() {
        assert_eq!(
            LabelName::new("__name__").unwrap_err().to_string(),
            "illegal label name \"__name__\": names that begin with `__` are reserved for Prometheus",
        );
        assert_eq!(
            LabelName::new("a:b").unwrap_err().to_string(),
            "illegal label name \"a:b\": it holds ':', expected letters, digits or '_'",
        );
        assert!(LabelName::new("_x").is_ok());
    }
}
