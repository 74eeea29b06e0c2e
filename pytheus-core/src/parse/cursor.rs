use std::borrow::Cow;

use super::dialect::Dialect;
use super::fault::Fault;
use super::fault::Found;
use super::quoted;

/// A place in one line.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    line: &'a str,
    at: usize,
    /// Where the line stands in the input.
    base: usize,
    dialect: Dialect,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(line: &'a str, base: usize, dialect: Dialect) -> Self {
        Self { line, at: 0, base, dialect }
    }

    pub(super) fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Where this is in the input.
    pub(super) fn offset(&self) -> usize {
        self.base + self.at
    }

    /// The fault that something else should stand here.
    pub(super) fn expected(&self, what: &'static str) -> Found {
        Fault::Expected(what).at(self.offset())
    }

    pub(super) fn rest(&self) -> &'a str {
        &self.line[self.at..]
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.line.as_bytes().get(self.at).copied()
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at == self.line.len()
    }

    /// Steps over one ASCII character if it is here.
    pub(super) fn eat(&mut self, byte: u8) -> bool {
        let here = self.peek() == Some(byte);
        self.at += usize::from(here);
        here
    }

    pub(super) fn eat_str(&mut self, text: &str) -> bool {
        let here = self.rest().starts_with(text);
        self.at += if here { text.len() } else { 0 };
        here
    }

    /// Steps over blanks where the dialect allows them between tokens.
    pub(super) fn blanks(&mut self) {
        if !self.dialect.is_open_metrics() {
            self.at += self.rest().bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        }
    }

    /// Steps over what separates two tokens: one blank in OpenMetrics, any in text.
    pub(super) fn gap(&mut self) -> Result<(), Found> {
        if self.dialect.is_open_metrics() && !self.eat(b' ') {
            return Err(self.expected("one space"));
        }
        self.blanks();
        Ok(())
    }

    /// Takes what comes before the next blank.
    pub(super) fn word(&mut self) -> &'a str {
        let rest = self.rest();
        let tabs = !self.dialect.is_open_metrics();
        let end = rest.bytes().position(|byte| byte == b' ' || (tabs && byte == b'\t')).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    /// Takes a name without quotes.
    pub(super) fn plain_name(&mut self, colons: bool, what: &'static str) -> Result<&'a str, Found> {
        let rest = self.rest();
        let end = rest
            .bytes()
            .position(|byte| !(byte.is_ascii_alphanumeric() || byte == b'_' || (colons && byte == b':')))
            .unwrap_or(rest.len());
        if end == 0 || rest.as_bytes()[0].is_ascii_digit() {
            return Err(self.expected(what));
        }
        self.at += end;
        Ok(&rest[..end])
    }

    /// Takes a text in double quotes, and gives what is between them as it is written.
    pub(super) fn quoted(&mut self, what: &'static str) -> Result<&'a str, Found> {
        if !self.eat(b'"') {
            return Err(self.expected(what));
        }
        let Some(end) = quoted::end(self.rest()) else {
            self.at = self.line.len();
            return Err(self.expected("a closing double quote"));
        };
        let raw = &self.rest()[..end];
        self.at += end + 1;
        Ok(raw)
    }

    /// Takes the name of a family in a line of metadata.
    pub(super) fn family_name(&mut self) -> Result<Cow<'a, str>, Found> {
        const NAME: &str = "the name of a metric";
        if self.peek() != Some(b'"') {
            return self.plain_name(true, NAME).map(Cow::Borrowed);
        }
        let at = self.offset() + 1;
        let raw = self.quoted(NAME)?;
        if raw.is_empty() {
            return Err(Fault::Expected(NAME).at(at));
        }
        quoted::unescape(raw, self.dialect).map_err(|escape| Fault::UnknownEscape.at(at + escape))
    }
}
