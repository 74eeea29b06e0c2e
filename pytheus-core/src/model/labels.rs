use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use super::LabelName;
use super::NameError;

/// The labels of one series, in declared order.
///
/// They are kept as the text format spells them (`route="/",cache="hit"`), written once when the series is made, so
/// that a scrape copies them and does nothing else. Clones share the text.
///
/// ```
/// use pytheus_core::model::Labels;
///
/// let labels = Labels::new([("route", "/\n"), ("cache", "hit")]).unwrap();
/// assert_eq!(labels.as_text(), r#"route="/\n",cache="hit""#);
/// assert_eq!(labels.get("route").unwrap(), "/\n");
/// ```
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Labels {
    text: Arc<str>,
}

impl Labels {
    /// No labels.
    #[must_use]
    pub fn empty() -> Self {
        Self { text: "".into() }
    }

    /// Labels from names and values.
    ///
    /// # Errors
    ///
    /// [`NameError`] for the first name that is illegal.
    pub fn new<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, NameError> {
        let mut labels = LabelsBuilder::new();
        for (name, value) in pairs {
            labels.push(&LabelName::new(name)?, value);
        }
        Ok(labels.build())
    }

    /// Whether there is no label.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The labels as the text format and OpenMetrics write them, without braces.
    #[inline]
    #[must_use]
    pub fn as_text(&self) -> &str {
        &self.text
    }

    /// The names and values, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
        Pairs { rest: &self.text }
    }

    /// The value of one label.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Cow<'_, str>> {
        self.iter().find(|(found, _)| *found == name).map(|(_, value)| value)
    }
}

impl fmt::Debug for Labels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{{}}}", self.text)
    }
}

/// Writes [`Labels`] one at a time.
#[derive(Debug, Default)]
pub struct LabelsBuilder {
    text: String,
}

impl LabelsBuilder {
    /// Starts with no label.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a label at the end.
    pub fn push(&mut self, name: &LabelName, value: &str) {
        if !self.text.is_empty() {
            self.text.push(',');
        }
        self.text.push_str(name.as_str());
        self.text.push_str("=\"");
        escape(value, &mut self.text);
        self.text.push('"');
    }

    /// The labels so far.
    #[must_use]
    pub fn build(&self) -> Labels {
        Labels { text: self.text.as_str().into() }
    }
}

/// Escapes as both text formats ask: backslash, double quote and line feed
/// ([text format](https://prometheus.io/docs/instrumenting/exposition_formats/)).
fn escape(value: &str, into: &mut String) {
    for c in value.chars() {
        match c {
            '\\' => into.push_str("\\\\"),
            '"' => into.push_str("\\\""),
            '\n' => into.push_str("\\n"),
            c => into.push(c),
        }
    }
}

fn unescape(value: &str) -> Cow<'_, str> {
    if !value.contains('\\') {
        return Cow::Borrowed(value);
    }
    let mut text = String::with_capacity(value.len());
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match (c, c == '\\') {
            (_, true) => match chars.next() {
                Some('n') => text.push('\n'),
                Some(other) => text.push(other),
                None => {}
            },
            (c, false) => text.push(c),
        }
    }
    Cow::Owned(text)
}

struct Pairs<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Pairs<'a> {
    type Item = (&'a str, Cow<'a, str>);

    fn next(&mut self) -> Option<Self::Item> {
        let (name, rest) = self.rest.split_once("=\"")?;
        let mut escaped = false;
        let end = rest.bytes().position(|byte| match (byte, escaped) {
            (_, true) => {
                escaped = false;
                false
            }
            (b'\\', false) => {
                escaped = true;
                false
            }
            (byte, false) => byte == b'"',
        })?;
        let (value, rest) = rest.split_at(end);
        self.rest = rest.strip_prefix("\",").unwrap_or("");
        Some((name, unescape(value)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back_as_they_went_in() {
        let values = ["", "a", "\"", "\\", "\n", "\\n", "a\\\"b\nc", "x\",y=\"z", "é\u{0}\r"];
        for one in values {
            for two in values {
                let labels = Labels::new([("one", one), ("two", two)]).unwrap();
                let back: Vec<_> = labels.iter().map(|(n, v)| (n.to_owned(), v.into_owned())).collect();
                assert_eq!(back, [("one".to_owned(), one.to_owned()), ("two".to_owned(), two.to_owned())]);
            }
        }
    }
}
