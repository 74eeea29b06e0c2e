use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::BuildHasher;

use foldhash::fast::RandomState;

use super::cursor::Cursor;
use super::dialect::Dialect;
use super::fault::Fault;
use super::fault::Found;
use super::quoted;
use crate::model::LabelName;
use crate::model::Labels;

/// The labels of one line, but the one that belongs to its kind: `le`, `quantile`, that of a state.
///
/// One of these serves a whole text, so that its memory is taken once.
#[derive(Default)]
pub(super) struct LabelSet<'a> {
    /// As [`Labels`] has them.
    text: String,
    written: Vec<Written>,
    /// The value of the kind's own label, and where it stands.
    pub(super) special: Option<(Cow<'a, str>, usize)>,
}

/// One label in the text: its name, its end, and where it stands in the input.
struct Written {
    start: usize,
    name_end: usize,
    end: usize,
    at: usize,
}

impl<'a> LabelSet<'a> {
    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.written.clear();
        self.special = None;
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn labels(&self) -> Labels {
        if self.text.is_empty() { Labels::empty() } else { Labels::written(&self.text) }
    }

    /// A hash of all labels, the same in any order.
    pub(super) fn hash(&self, state: &RandomState) -> u64 {
        self.written.iter().fold(0, |sum: u64, label| sum.wrapping_add(state.hash_one(&self.text[label.start..label.end])))
    }

    /// Reads labels up to the closing brace; the opening one, and a name in quotes, have been read.
    pub(super) fn read(&mut self, cursor: &mut Cursor<'a>, mut first: bool, special: Option<&str>) -> Result<(), Found> {
        loop {
            cursor.blanks();
            if first && cursor.eat(b'}') {
                break;
            }
            if !first {
                if cursor.eat(b'}') {
                    break;
                }
                if !cursor.eat(b',') {
                    return Err(cursor.expected("`,` or `}`"));
                }
                cursor.blanks();
                // Text allows a comma after the last label.
                if !cursor.dialect().is_open_metrics() && cursor.eat(b'}') {
                    break;
                }
            }
            first = false;
            self.label(cursor, special)?;
        }
        self.check_twice()
    }

    fn label(&mut self, cursor: &mut Cursor<'a>, special: Option<&str>) -> Result<(), Found> {
        const NAME: &str = "the name of a label";
        let at = cursor.offset();
        let start = self.text.len();
        if start > 0 {
            self.text.push(',');
        }
        let name_start = self.text.len();
        if cursor.peek() == Some(b'"') {
            let raw = cursor.quoted(NAME)?;
            self.quoted_name(raw, cursor, at)?;
        } else {
            let name = cursor.plain_name(false, NAME)?;
            self.text.push_str(name);
        }
        let name_end = self.text.len();
        cursor.blanks();
        if !cursor.eat(b'=') {
            return Err(cursor.expected("`=`"));
        }
        cursor.blanks();
        let value_at = cursor.offset() + 1;
        let raw = cursor.quoted("a label value in double quotes")?;
        let name = &self.text[name_start..name_end];
        if self.special.is_none() && special.is_some_and(|special| is_name(name, special)) {
            self.text.truncate(start);
            let value = quoted::unescape(raw, cursor.dialect()).map_err(|found| escape(value_at, found))?;
            self.special = Some((value, value_at));
            return Ok(());
        }
        if special.is_some_and(|special| is_name(name, special)) {
            return Err(Fault::DuplicateLabel(name.into()).at(at));
        }
        if name.starts_with("__") {
            return Err(reserved(name, at));
        }
        self.text.push_str("=\"");
        quoted::rewrite(raw, cursor.dialect(), &mut self.text).map_err(|found| escape(value_at, found))?;
        self.text.push('"');
        self.written.push(Written { start: name_start, name_end, end: self.text.len(), at });
        Ok(())
    }

    /// Appends a name that stood in quotes, without them if it needs none.
    fn quoted_name(&mut self, raw: &'a str, cursor: &Cursor<'a>, at: usize) -> Result<(), Found> {
        let name = quoted::unescape(raw, cursor.dialect()).map_err(|found| escape(at + 1, found))?;
        let name = LabelName::utf8(&name).map_err(|error| Fault::Name(error).at(at))?;
        if name.is_plain() {
            self.text.push_str(name.as_str());
            return Ok(());
        }
        self.text.push('"');
        quoted::rewrite(raw, cursor.dialect(), &mut self.text).map_err(|found| escape(at + 1, found))?;
        self.text.push('"');
        Ok(())
    }

    fn check_twice(&self) -> Result<(), Found> {
        // So few names are compared faster than hashed.
        const FEW: usize = 8;
        let name = |label: &Written| &self.text[label.start..label.name_end];
        let labels = self.written.as_slice();
        let twice = if labels.len() <= FEW {
            labels.iter().enumerate().find(|(i, label)| labels[..*i].iter().any(|other| name(other) == name(label)))
        } else {
            let mut seen = HashSet::with_capacity_and_hasher(labels.len(), RandomState::default());
            labels.iter().enumerate().find(|(_, label)| !seen.insert(name(label)))
        };
        twice.map_or(Ok(()), |(_, label)| Err(Fault::DuplicateLabel(name(label).into()).at(label.at)))
    }
}

/// Whether a name as it is written is a name.
fn is_name(written: &str, name: &str) -> bool {
    match written.strip_prefix('"').and_then(|written| written.strip_suffix('"')) {
        Some(raw) => quoted::unescape(raw, Dialect::Lax).is_ok_and(|unescaped| unescaped == name),
        None => written == name,
    }
}

fn escape(start: usize, found: usize) -> Found {
    Fault::UnknownEscape.at(start + found)
}

fn reserved(name: &str, at: usize) -> Found {
    match LabelName::new(name) {
        Err(error) => Fault::Name(error).at(at),
        Ok(_) => Fault::Expected("the name of a label").at(at),
    }
}
