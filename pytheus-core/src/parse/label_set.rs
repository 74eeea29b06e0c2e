use std::borrow::Cow;
use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

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
    /// As [`Labels`] has them, unless the line has them just so.
    text: String,
    /// Then this is where the first label begins, with all that follows in its line, and where in the input that is.
    lent: Option<(&'a str, usize)>,
    written: Vec<Written>,
    /// The value of the kind's own label, and where it stands.
    pub(super) special: Option<(Cow<'a, str>, usize)>,
}

/// One label in the text: where its name ends and where all of it ends. It begins behind the one before and a comma.
#[derive(Clone, Copy)]
struct Written {
    name_end: u32,
    end: u32,
}

impl<'a> LabelSet<'a> {
    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.lent = None;
        self.written.clear();
        self.special = None;
    }

    pub(super) fn text(&self) -> &str {
        match self.lent {
            Some((line, _)) => &line[..self.end()],
            None => &self.text,
        }
    }

    pub(super) fn labels(&self) -> Labels {
        if self.written.is_empty() { Labels::empty() } else { Labels::written(self.text()) }
    }

    /// Where the last label ends.
    fn end(&self) -> usize {
        self.written.last().map_or(0, |label| label.end as usize)
    }

    /// A hash of all labels, the same in any order.
    pub(super) fn hash(&self, state: &RandomState) -> u64 {
        let text = self.text();
        let all = 0..self.written.len();
        all.fold(0, |sum: u64, i| sum.wrapping_add(state.hash_one(&text[self.start(i)..self.written[i].end as usize])))
    }

    /// Reads labels up to the closing brace; the opening one, and a name in quotes, have been read.
    pub(super) fn read(
        &mut self,
        cursor: &mut Cursor<'a>,
        mut first: bool,
        special: Option<&str>,
    ) -> Result<(), Found> {
        let start = *cursor;
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
        self.check_twice(start)
    }

    fn label(&mut self, cursor: &mut Cursor<'a>, special: Option<&str>) -> Result<(), Found> {
        const NAME: &str = "the name of a label";
        if self.lend(cursor, special) {
            return Ok(());
        }
        if let Some((line, _)) = self.lent.take() {
            self.text.push_str(&line[..self.end()]);
        }
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
        let (Ok(name_end), Ok(end)) = (u32::try_from(name_end), u32::try_from(self.text.len())) else {
            return Err(Fault::Expected("fewer than 4 GiB of labels").at(at));
        };
        self.written.push(Written { name_end, end });
        Ok(())
    }

    /// Takes a label that is written as [`Labels`] would write it, where it would: most are, and need no copy. It takes
    /// the kind's own label too. Whatever is odd or wrong is left as it is.
    fn lend(&mut self, cursor: &mut Cursor<'a>, special: Option<&str>) -> bool {
        let at = cursor.offset();
        let (line, start) = match self.lent {
            _ if self.written.is_empty() => (cursor.rest(), at),
            Some(lent) => lent,
            None => return false,
        };
        let mut ahead = *cursor;
        let Ok(name) = ahead.plain_name(false, "") else { return false };
        if !ahead.eat(b'=') {
            return false;
        }
        let value_at = ahead.offset() + 1;
        let Ok(raw) = ahead.quoted("") else { return false };
        if special == Some(name) {
            let Some(value) = quoted::unescape(raw, Dialect::Strict).ok().filter(|_| self.special.is_none()) else {
                return false;
            };
            self.special = Some((value, value_at));
            *cursor = ahead;
            return true;
        }
        let begins = if self.written.is_empty() { 0 } else { self.end() + 1 };
        let end = ahead.offset() - start;
        if at - start != begins || name.starts_with("__") || !quoted::is_written(raw) {
            return false;
        }
        let (Ok(name_end), Ok(end)) = (u32::try_from(begins + name.len()), u32::try_from(end)) else { return false };
        self.lent = Some((line, start));
        self.written.push(Written { name_end, end });
        *cursor = ahead;
        true
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

    /// Where a label begins.
    fn start(&self, i: usize) -> usize {
        if i == 0 { 0 } else { self.written[i - 1].end as usize + 1 }
    }

    /// A name as it is written.
    fn name(&self, i: usize) -> &str {
        &self.text()[self.start(i)..self.written[i].name_end as usize]
    }

    fn check_twice(&self, labels: Cursor<'a>) -> Result<(), Found> {
        // So few names are compared faster than hashed.
        const FEW: usize = 8;
        let mut all = 0..self.written.len();
        let twice = if all.len() <= FEW {
            all.find(|&i| (0..i).any(|other| self.name(other) == self.name(i)))
        } else {
            let state = RandomState::default();
            let mut seen = HashTable::<u32>::with_capacity(all.len());
            all.find(|&i| {
                let hash = state.hash_one(self.name(i));
                let known = seen.find(hash, |&other| self.name(other as usize) == self.name(i)).is_some();
                // There is room for all, so that none is hashed again; the text has no place for 2^32 labels.
                let place = u32::try_from(i).unwrap_or(u32::MAX);
                seen.insert_unique(hash, place, |&other| state.hash_one(self.name(other as usize)));
                known
            })
        };
        twice.map_or(Ok(()), |i| Err(Fault::DuplicateLabel(self.name(i).into()).at(second(labels, self.name(i)))))
    }
}

/// Where a name stands for the second time in labels that have been read once.
fn second(mut labels: Cursor<'_>, name: &str) -> usize {
    let mut times = 0;
    loop {
        labels.blanks();
        labels.eat(b',');
        labels.blanks();
        let at = labels.offset();
        let quoted = labels.peek() == Some(b'"');
        let read = if quoted { labels.quoted("") } else { labels.plain_name(false, "") };
        let Ok(read) = read else { return at };
        let same = if quoted {
            is_name(name, &quoted::unescape(read, Dialect::Lax).unwrap_or_default())
        } else {
            read == name
        };
        times += usize::from(same);
        if times == 2 {
            return at;
        }
        labels.blanks();
        labels.eat(b'=');
        labels.blanks();
        if labels.quoted("").is_err() {
            return at;
        }
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
