use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use super::LabelName;
use super::NameError;
use super::name::is_plain;

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
    /// All names, where one of them is written in quotes with an escape, so that they too can be lent. Nearly never.
    names: Option<Arc<Vec<Box<str>>>>,
}

impl Labels {
    /// No labels.
    #[must_use]
    pub fn empty() -> Self {
        Self { text: Arc::default(), names: None }
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

    /// Labels from text that [`LabelsBuilder`] could have written, for parsers, which have just that.
    pub(crate) fn written(text: &str) -> Self {
        let mut labels = Self { text: text.into(), names: None };
        if text.contains('\\') {
            labels.names = names(text).map(Arc::new);
        }
        labels
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
        let names = self.names.as_ref().map_or(&[][..], |names| names.as_slice());
        Pairs { rest: &self.text }.enumerate().map(|(i, (name, value))| {
            // Without escapes a quoted name is what stands between its quotes.
            let bare = name.strip_prefix('"').and_then(|name| name.strip_suffix('"')).unwrap_or(name);
            (names.get(i).map_or(bare, |name| name), unescape(value))
        })
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
        self.name(name.as_str());
        self.text.push_str("=\"");
        escape(value, &mut self.text);
        self.text.push('"');
    }

    fn name(&mut self, name: &str) {
        if is_plain(name, false) {
            return self.text.push_str(name);
        }
        self.text.push('"');
        escape(name, &mut self.text);
        self.text.push('"');
    }

    /// The labels so far.
    #[must_use]
    pub fn build(&self) -> Labels {
        Labels::written(&self.text)
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

pub(crate) fn unescape(value: &str) -> Cow<'_, str> {
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

/// The names, if one of them has an escape.
fn names(text: &str) -> Option<Vec<Box<str>>> {
    let escaped = Pairs { rest: text }.any(|(name, _)| name.contains('\\'));
    let name = |name: &str| {
        let quoted = name.strip_prefix('"').and_then(|name| name.strip_suffix('"'));
        quoted.map_or_else(|| name.into(), |quoted| unescape(quoted).into())
    };
    escaped.then(|| Pairs { rest: text }.map(|(found, _)| name(found)).collect())
}

/// Names and values as they are written: names in quotes if they need them, values without.
struct Pairs<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Pairs<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let end = match self.rest.strip_prefix('"') {
            Some(quoted) => closing_quote(quoted)? + 2,
            None => self.rest.find('=')?,
        };
        let (name, rest) = self.rest.split_at(end);
        let rest = rest.strip_prefix("=\"")?;
        let (value, rest) = rest.split_at(closing_quote(rest)?);
        self.rest = rest.strip_prefix("\",").unwrap_or("");
        Some((name, value))
    }
}

/// Where the quote stands that ends a text, its escapes passed over.
fn closing_quote(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.bytes().position(|byte| {
        let closing = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        closing
    })
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

    #[test]
    fn names_that_need_quotes_come_back_too() {
        for name in ["a.b", "\"", "a=\"b", "\\", "é", "line\nfeed", "9"] {
            let mut labels = LabelsBuilder::new();
            labels.push(&LabelName::new("plain").unwrap(), "\\");
            labels.push(&LabelName::utf8(name).unwrap(), "v\"");
            let labels = labels.build();
            let back: Vec<_> = labels.iter().map(|(n, v)| (n.to_owned(), v.into_owned())).collect();
            let expected = [("plain", "\\"), (name, "v\"")].map(|(n, v)| (n.to_owned(), v.to_owned()));
            assert_eq!(back, expected);
            assert_eq!(Labels::written(labels.as_text()), labels);
        }
    }
}
