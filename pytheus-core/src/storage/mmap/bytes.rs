use super::names;
use super::reader;
use super::tally::Tally;
use super::writer::Say;
use crate::model::Family;

/// What a file of this name and these bytes would show: for fuzzing. `None` if the name is none of a file of values.
#[must_use]
pub fn families_in(name: &str, bytes: &[u8]) -> Option<Vec<Family>> {
    let (holds, writer) = names::parse_values(name)?;
    let mut tally = Tally::new(&[], Vec::new(), "", &|_, _| Say::Here);
    let _ = reader::entries(bytes, |entry| {
        let _ = tally.add(holds, writer, entry);
    });
    Some(tally.finish())
}
