use std::iter::FusedIterator;

use super::cursor::Cursor;
use super::dialect::Dialect;
use super::draft::Draft;
use super::draft::Scratch;
use super::error::ParseError;
use super::fault::Fault;
use super::fault::Found;
use super::names::Names;
use super::quoted;
use super::sample::Name;
use crate::model::Family;
use crate::model::Kind;

const DIALECT: Dialect = Dialect::OpenMetrics;

/// Reads [OpenMetrics 1.0](https://prometheus.io/docs/specs/om/open_metrics_spec/), family by family, and refuses all
/// that the specification forbids.
///
/// Counters and info families get the name of their samples, `_total` and `_info` included, as everywhere in the model.
/// Names and label names in quotes, which Prometheus 3 added to the format, are read too. The error may come after
/// families have been given: the specification asks to throw those away.
///
/// ```
/// use pytheus_core::parse;
///
/// let scrape = "# TYPE jobs counter\njobs_total 1 # {trace_id=\"ab\"} 0.5\njobs_created 1520430000.123\n# EOF\n";
/// let family = parse::open_metrics(scrape).next().unwrap()?;
/// assert_eq!(family.name().as_str(), "jobs_total");
/// let series = &family.series()[0];
/// assert_eq!(series.created().unwrap().to_string(), "1520430000.123");
/// assert_eq!(series.exemplar(0).unwrap().labels().as_text(), "trace_id=\"ab\"");
///
/// let error = parse::open_metrics("# TYPE jobs counter\njobs_total -1\n# EOF\n").next().unwrap().unwrap_err();
/// assert_eq!(error.to_string(), "line 2, column 12: what counts cannot be negative or NaN");
/// # Ok::<(), parse::ParseError>(())
/// ```
pub fn open_metrics(input: &str) -> OpenMetrics<'_> {
    OpenMetrics { input, at: 0, draft: None, scratch: Scratch::default(), names: Names::new(DIALECT), done: false }
}

/// The families of an OpenMetrics text; see [`open_metrics`].
pub struct OpenMetrics<'a> {
    input: &'a str,
    at: usize,
    draft: Option<Draft<'a>>,
    scratch: Scratch<'a>,
    names: Names,
    done: bool,
}

impl<'a> OpenMetrics<'a> {
    fn family(&mut self) -> Result<Option<Family>, Found> {
        loop {
            let start = self.at;
            let rest = &self.input[start..];
            if rest.is_empty() {
                return Err(Fault::Expected("`# EOF` at the end").at(start));
            }
            let length = rest.find('\n');
            let line = &rest[..length.unwrap_or(rest.len())];
            let after = start + line.len() + usize::from(length.is_some());
            if line == "# EOF" {
                if after < self.input.len() {
                    return Err(Fault::Expected("nothing after `# EOF`").at(after));
                }
                // The family at hand comes first; the next call gets here again.
                self.done = self.draft.is_none();
                return self.finish(start);
            }
            if length.is_none() {
                return Err(Fault::Expected("`# EOF` at the end").at(self.input.len()));
            }
            let cursor = Cursor::new(line, start, DIALECT);
            let complete = match line.as_bytes().first() {
                None => return Err(Fault::Expected("no blank line").at(start)),
                Some(b'#') => self.metadata(cursor)?,
                Some(_) => self.sample(cursor)?,
            };
            if complete {
                return self.finish(start);
            }
            self.at = after;
        }
    }

    /// Reads a line that begins with `#`; `true` if it belongs to another family than the one at hand.
    fn metadata(&mut self, mut cursor: Cursor<'a>) -> Result<bool, Found> {
        let start = cursor.offset();
        let words = [("# TYPE ", "TYPE"), ("# HELP ", "HELP"), ("# UNIT ", "UNIT")];
        let Some((_, word)) = words.into_iter().find(|(text, _)| cursor.eat_str(text)) else {
            return Err(cursor.expected("`# TYPE `, `# UNIT `, `# HELP ` or `# EOF`"));
        };
        let name_at = cursor.offset();
        let name = cursor.family_name()?;
        cursor.gap()?;
        match &self.draft {
            Some(draft) if draft.name == name => {
                if draft.has_samples {
                    return Err(Fault::Late(word).at(name_at));
                }
            }
            Some(_) => return Ok(true),
            None => self.draft = Some(Draft::new(name, name_at, start, DIALECT)),
        }
        let Some(draft) = &mut self.draft else { return Ok(false) };
        let at = cursor.offset();
        let rest = cursor.rest();
        let twice = match word {
            "TYPE" => draft.typed.replace(kind(rest).map_err(|fault| fault.at(at))?).is_some(),
            "UNIT" => draft.unit.replace((unit(rest).map_err(|fault| fault.at(at))?, at)).is_some(),
            _ => {
                let help = quoted::help(rest, DIALECT).map_err(|found| Fault::UnknownEscape.at(at + found))?;
                draft.help.replace(help).is_some()
            }
        };
        if twice { Err(Fault::Twice(word).at(name_at)) } else { Ok(false) }
    }

    /// Reads a line with a sample; `true` if it belongs to another family than the one at hand.
    fn sample(&mut self, mut cursor: Cursor<'a>) -> Result<bool, Found> {
        let start = cursor.offset();
        let name = Name::read(&mut cursor)?;
        if self.draft.is_none() {
            self.draft = Some(Draft::new(name.text.clone(), name.at, start, DIALECT));
        }
        let Some(draft) = &mut self.draft else { return Ok(false) };
        let Some(suffix) = draft.suffix(&name.text) else { return Ok(true) };
        draft.read(cursor, &name, suffix, &mut self.scratch)?;
        Ok(false)
    }

    fn finish(&mut self, end: usize) -> Result<Option<Family>, Found> {
        let Some(draft) = self.draft.take() else { return Ok(None) };
        if !self.names.claim(self.input, draft.name_at, &draft.name, draft.kind(), &self.scratch.state) {
            return Err(Fault::Taken(draft.name.into()).at(draft.name_at));
        }
        draft.finish(self.input, end, &mut self.scratch).map(Some)
    }
}

fn kind(word: &str) -> Result<Kind, Fault> {
    DIALECT.kind(word).ok_or_else(|| Fault::UnknownType(word.into()))
}

fn unit(text: &str) -> Result<&str, Fault> {
    let legal = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b':');
    if legal { Ok(text) } else { Err(Fault::Expected("a unit")) }
}

impl Iterator for OpenMetrics<'_> {
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

impl FusedIterator for OpenMetrics<'_> {}
