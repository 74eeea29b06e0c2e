use std::iter::FusedIterator;

use super::cursor::Cursor;
use super::dialect::Dialect;
use super::draft::Draft;
use super::draft::Scratch;
use super::draft::content;
use super::error::ParseError;
use super::fault::Fault;
use super::fault::Found;
use super::names::Names;
use super::quoted;
use super::sample::Name;
use crate::model::Family;
use crate::model::Kind;

/// Reads the [Prometheus text format 0.0.4](https://prometheus.io/docs/instrumenting/exposition_formats/), family by
/// family, to the letter of its page; [`lax`](Text::lax) takes more.
///
/// Names and label names in quotes, which Prometheus 3 added to the format, are read too. A counter is called as the
/// text calls it. Samples without a TYPE are [`Kind::Unknown`](crate::model::Kind::Unknown).
///
/// ```
/// use pytheus_core::parse;
///
/// let scrape = "# TYPE up gauge\nup{job=\"a\"} 1 1520879607789\n";
/// let family = parse::text(scrape).next().unwrap()?;
/// assert_eq!(family.name().as_str(), "up");
/// assert_eq!(family.series()[0].timestamp().unwrap().to_string(), "1520879607.789");
///
/// let error = parse::text("# TYPE up gauge\nup 1\n# TYPE up gauge\n").next().unwrap().unwrap_err();
/// assert_eq!(error.to_string(), "line 3, column 8: TYPE after samples of its family");
/// # Ok::<(), parse::ParseError>(())
/// ```
pub fn text(input: &str) -> Text<'_> {
    Text {
        input,
        at: 0,
        dialect: Dialect::Strict,
        draft: None,
        scratch: Scratch::default(),
        names: Names::new(Dialect::Strict),
        done: false,
    }
}

/// The families of a text; see [`text`].
pub struct Text<'a> {
    input: &'a str,
    at: usize,
    dialect: Dialect,
    draft: Option<Draft<'a>>,
    scratch: Scratch<'a>,
    names: Names,
    done: bool,
}

impl Text<'_> {
    /// Takes what the parser of the Python client takes, and more.
    ///
    /// Families may be split, samples may come twice, TYPE and HELP too: the last one holds. Lines may end in a
    /// carriage return, and the last line need not end. Undefined escapes stand for themselves, timestamps may have
    /// decimals, exemplars are read, and the types of OpenMetrics are known. A counter that does not end in `_total`
    /// is called so. Histograms and summaries that are none come as the lines they are made of.
    ///
    /// ```
    /// use pytheus_core::parse;
    ///
    /// let families: Vec<_> = parse::text("# TYPE hits counter\r\nhits 1\r\nother 2").lax().collect::<Result<_, _>>()?;
    /// let names: Vec<_> = families.iter().map(|family| family.name().as_str()).collect();
    /// assert_eq!(names, ["hits_total", "other"]);
    /// # Ok::<(), parse::ParseError>(())
    /// ```
    #[must_use]
    pub fn lax(mut self) -> Self {
        self.dialect = Dialect::Lax;
        self
    }
}

impl<'a> Text<'a> {
    fn family(&mut self) -> Result<Option<Family>, Found> {
        while self.at < self.input.len() {
            let start = self.at;
            let length = self.input[start..].find('\n');
            let end = length.map_or(self.input.len(), |length| start + length);
            let (base, line) = content(&self.input[start..end], start, self.dialect);
            if length.is_none() && !line.is_empty() && self.dialect == Dialect::Strict {
                return Err(Fault::Expected("a line feed").at(end));
            }
            let cursor = Cursor::new(line, base, self.dialect);
            let complete = match line.as_bytes().first() {
                None => false,
                Some(b'#') => self.comment(cursor, start)?,
                Some(_) => self.sample(cursor, start)?,
            };
            if complete {
                return self.finish(start);
            }
            self.at = end + usize::from(length.is_some());
        }
        self.finish(self.input.len())
    }

    /// Reads a line that begins with `#`; `true` if it belongs to another family than the one at hand.
    fn comment(&mut self, mut cursor: Cursor<'a>, start: usize) -> Result<bool, Found> {
        cursor.eat(b'#');
        cursor.blanks();
        let word = cursor.word();
        if !matches!(word, "HELP" | "TYPE") {
            return Ok(false);
        }
        cursor.blanks();
        if cursor.is_at_end() && self.dialect.is_lax() {
            return Ok(false);
        }
        let name_at = cursor.offset();
        let name = cursor.family_name()?;
        if !matches!(cursor.peek(), None | Some(b' ' | b'\t')) {
            return Err(cursor.expected("a blank"));
        }
        let lax = self.dialect.is_lax();
        match &self.draft {
            // Lax text may name a family again whose samples came without.
            Some(draft) if draft.name == name && !(lax && draft.is_bare()) => {
                if draft.has_samples && !lax {
                    return Err(Fault::Late(if word == "HELP" { "HELP" } else { "TYPE" }).at(name_at));
                }
            }
            Some(_) => return Ok(true),
            None => self.draft = Some(Draft::new(name, name_at, start, self.dialect)),
        }
        cursor.blanks();
        let Some(draft) = &mut self.draft else { return Ok(false) };
        if word == "HELP" {
            let at = cursor.offset();
            if draft.help.is_some() && !lax {
                return Err(Fault::Twice("HELP").at(name_at));
            }
            let help = quoted::help(cursor.rest(), self.dialect);
            draft.help = Some(help.map_err(|found| Fault::UnknownEscape.at(at + found))?);
            return Ok(false);
        }
        let at = cursor.offset();
        let kind = kind(&mut cursor, self.dialect).map_err(|fault| fault.at(at))?;
        cursor.blanks();
        if !cursor.is_at_end() && !lax {
            return Err(cursor.expected("the end of the line"));
        }
        if draft.typed.is_some() && !lax {
            return Err(Fault::Twice("TYPE").at(name_at));
        }
        draft.retyped |= draft.has_samples;
        draft.typed = Some(kind);
        Ok(false)
    }

    /// Reads a line with a sample; `true` if it belongs to another family than the one at hand.
    fn sample(&mut self, mut cursor: Cursor<'a>, start: usize) -> Result<bool, Found> {
        let name = Name::read(&mut cursor)?;
        if self.draft.is_none() {
            self.draft = Some(Draft::new(name.text.clone(), name.at, start, self.dialect));
        }
        let Some(draft) = &mut self.draft else { return Ok(false) };
        let Some(suffix) = draft.suffix(&name.text) else { return Ok(true) };
        draft.read(cursor, &name, suffix, &mut self.scratch)?;
        Ok(false)
    }

    fn finish(&mut self, end: usize) -> Result<Option<Family>, Found> {
        let Some(draft) = self.draft.take() else { return Ok(None) };
        let Scratch { state, .. } = &self.scratch;
        if !self.dialect.is_lax() && !self.names.claim(self.input, draft.name_at, &draft.name, draft.kind(), state) {
            return Err(Fault::Taken(draft.name.into()).at(draft.name_at));
        }
        draft.finish(self.input, end, &mut self.scratch).map(Some)
    }
}

fn kind(cursor: &mut Cursor<'_>, dialect: Dialect) -> Result<Kind, Fault> {
    let word = cursor.word();
    if word.is_empty() {
        return Err(Fault::Expected("a type"));
    }
    dialect.kind(word).ok_or_else(|| Fault::UnknownType(word.into()))
}

impl Iterator for Text<'_> {
    type Item = Result<Family, ParseError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        match self.family() {
            Ok(Some(family)) => Some(Ok(family)),
            Ok(None) => {
                self.done = true;
                None
            }
            Err(found) => {
                self.done = true;
                Some(Err(ParseError::locate(self.input.as_bytes(), found.at, found.fault)))
            }
        }
    }
}

impl FusedIterator for Text<'_> {}
