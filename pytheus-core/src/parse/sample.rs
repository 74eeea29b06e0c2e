use std::borrow::Cow;

use super::cursor::Cursor;
use super::fault::Fault;
use super::fault::Found;
use super::label_set::LabelSet;
use super::number;
use crate::model::Exemplar;
use crate::model::Number;
use crate::model::Timestamp;

/// The name at the start of a line.
pub(super) struct Name<'a> {
    pub(super) text: Cow<'a, str>,
    /// Where it stands in the input, its quote included.
    pub(super) at: usize,
    /// Whether it stood in the braces, in quotes.
    in_braces: bool,
}

impl<'a> Name<'a> {
    pub(super) fn read(cursor: &mut Cursor<'a>) -> Result<Self, Found> {
        let in_braces = cursor.eat(b'{');
        if in_braces {
            cursor.blanks();
            if cursor.peek() != Some(b'"') {
                return Err(cursor.expected("the name of a metric in double quotes"));
            }
        } else if cursor.peek() == Some(b'"') {
            return Err(cursor.expected("the name of a metric, or one in double quotes inside of braces"));
        }
        let at = cursor.offset();
        Ok(Self { text: cursor.family_name()?, at, in_braces })
    }
}

/// What a line says besides its name and labels.
pub(super) struct Sample<'a> {
    /// Where its line begins.
    pub(super) at: usize,
    pub(super) value: Number,
    pub(super) value_at: usize,
    /// The value as it is written.
    pub(super) word: &'a str,
    pub(super) timestamp: Option<Timestamp>,
    pub(super) exemplar: Option<(Exemplar, usize)>,
}

impl<'a> Sample<'a> {
    /// Reads all after the name; the labels go to `labels`, the one called `special` apart.
    pub(super) fn read(
        mut cursor: Cursor<'a>,
        name: &Name<'a>,
        special: Option<&str>,
        labels: &mut LabelSet<'a>,
        scratch: &mut LabelSet<'a>,
    ) -> Result<Self, Found> {
        labels.clear();
        if name.in_braces {
            labels.read(&mut cursor, false, special)?;
        } else {
            cursor.blanks();
            if cursor.eat(b'{') {
                labels.read(&mut cursor, true, special)?;
            }
        }
        cursor.gap()?;
        let value_at = cursor.offset();
        let word = cursor.word();
        let value = number::number(word, cursor.dialect()).map_err(|fault| fault.at(value_at))?;
        let mut sample = Self { at: name.at, value, value_at, word, timestamp: None, exemplar: None };
        if cursor.is_at_end() {
            return Ok(sample);
        }
        cursor.gap()?;
        if !cursor.is_at_end() && cursor.peek() != Some(b'#')
            || cursor.dialect().is_open_metrics() && cursor.is_at_end()
        {
            let at = cursor.offset();
            let timestamp = number::timestamp(cursor.word(), cursor.dialect()).map_err(|fault| fault.at(at))?;
            sample.timestamp = Some(timestamp);
            if cursor.is_at_end() {
                return Ok(sample);
            }
            cursor.gap()?;
        }
        if cursor.is_at_end() && !cursor.dialect().is_open_metrics() {
            return Ok(sample);
        }
        if cursor.dialect() == super::dialect::Dialect::Strict {
            return Err(cursor.expected("the end of the line"));
        }
        let at = cursor.offset();
        sample.exemplar = Some((exemplar(&mut cursor, scratch)?, at));
        Ok(sample)
    }
}

fn exemplar<'a>(cursor: &mut Cursor<'a>, labels: &mut LabelSet<'a>) -> Result<Exemplar, Found> {
    let start = cursor.offset();
    if !cursor.eat(b'#') {
        return Err(cursor.expected("the end of the line, or an exemplar"));
    }
    cursor.gap()?;
    if !cursor.eat(b'{') {
        return Err(cursor.expected("the labels of an exemplar"));
    }
    labels.clear();
    labels.read(cursor, true, None)?;
    cursor.gap()?;
    let at = cursor.offset();
    let value = number::number(cursor.word(), cursor.dialect()).map_err(|fault| fault.at(at))?;
    let exemplar = Exemplar::new(labels.labels(), value).map_err(|error| Fault::LongExemplar(error).at(start))?;
    if cursor.is_at_end() {
        return Ok(exemplar);
    }
    cursor.gap()?;
    let at = cursor.offset();
    let timestamp = number::seconds(cursor.word()).map_err(|fault| fault.at(at))?;
    if !cursor.is_at_end() {
        return Err(cursor.expected("the end of the line"));
    }
    Ok(exemplar.at(timestamp))
}
