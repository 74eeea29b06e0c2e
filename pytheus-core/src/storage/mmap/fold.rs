use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::time::Duration;

use super::exact::Exact;
use super::folded::Folded;
use super::folded::NewFolded;
use super::layout;
use super::layout::Entry;
use super::listing::Listing;
use super::lock::Held;
use super::lock::Make;
use super::names;
use super::names::Holds;
use super::reader;
use super::reader::Read;
use super::step::step;
use crate::model::Across;

/// Whether what processes left is folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Folding {
    /// If nobody else's library uses the directory.
    IfAlone,
    Always,
    Never,
}

/// Puts the values of processes that have ended into one file, and takes their own files away. Gives how many there were.
///
/// Readers share a lock that is held alone here, so none sees a value twice or not at all. If this process is killed half
/// way, the file of folded values says which files are in it already.
pub(super) fn fold(directory: &Path, folding: Folding) -> io::Result<usize> {
    let path = directory.join(names::FOLDING);
    let Some(_alone) = Held::within(PATIENCE, &path, Make::IfMissing, true)? else { return Ok(0) };
    let listing = Listing::read(directory)?;
    // Their locks are held until all is done: nobody takes a name twice, but a test of life must not come between.
    let mut ended = BTreeMap::new();
    for writer in &listing.lives {
        if let Ok(Some(lock)) = Held::try_take(&directory.join(names::life(writer))) {
            ended.insert(writer.as_str(), lock);
        }
    }
    for (name, writer) in &listing.unfinished {
        if ended.contains_key(writer.as_str()) {
            let _ = fs::remove_file(directory.join(name));
        }
    }
    let whole = folding == Folding::Always || (folding == Folding::IfAlone && !listing.is_shared());
    let mut kept = Vec::new();
    if whole {
        fold_values(directory, &listing, &|writer| ended.contains_key(writer), &mut kept)?;
    } else {
        // As `mark_process_dead`: what only the living have a say in is theirs alone.
        for values in listing.values.iter().filter(|values| ended.contains_key(values.writer.as_str())) {
            if values.holds.only_live() {
                let _ = fs::remove_file(directory.join(&values.name));
            } else {
                kept.push(values.writer.as_str());
            }
        }
    }
    let mut gone = 0;
    for writer in ended.keys().filter(|writer| !kept.contains(writer)) {
        step();
        if fs::remove_file(directory.join(names::life(writer))).is_ok() {
            gone += 1;
        }
    }
    Ok(gone)
}

/// Folds; `kept` gets the writers whose files cannot be folded.
fn fold_values<'l>(
    directory: &Path,
    listing: &'l Listing,
    ended: &dyn Fn(&str) -> bool,
    kept: &mut Vec<&'l str>,
) -> io::Result<()> {
    let before = Folded::read(directory)?;
    let mut sums = Sums::default();
    before.each(|holds, writer, entry| sums.add(holds, writer, entry));
    let mut away = Vec::new();
    let mut bytes = Vec::new();
    let mut anew = false;
    for values in listing.values.iter().filter(|values| ended(&values.writer)) {
        if before.done.contains(&values.name) {
            away.push(values.name.as_str());
            continue;
        }
        match reader::read(&directory.join(&values.name), &mut bytes) {
            // What is torn is lost to every reader.
            Read::Bytes => drop(reader::entries(&bytes, |entry| sums.add(values.holds, &values.writer, entry))),
            Read::Nothing => {}
            Read::Damaged(_) | Read::Unreadable(_) => {
                kept.push(&values.writer);
                continue;
            }
        }
        anew = true;
        away.push(values.name.as_str());
    }
    if anew {
        let mut after = NewFolded::new();
        away.iter().for_each(|name| after.done(name));
        sums.write(&mut after);
        after.put(directory)?;
    }
    for name in away {
        step();
        let _ = fs::remove_file(directory.join(name));
    }
    Ok(())
}

/// Values, added up as readers would add them up.
#[derive(Default)]
struct Sums {
    by_key: BTreeMap<(String, String, Vec<u8>), Sum>,
}

struct Sum {
    holds: Holds,
    sum: Exact,
    stamp: f64,
}

impl Sums {
    fn add(&mut self, holds: Holds, writer: &str, entry: Entry<'_>) {
        if holds.only_live() || entry.stamp == layout::REMOVED {
            return;
        }
        let writer = if holds == Holds::Gauges(Across::All) { writer } else { "" };
        let at = (holds.word(), writer.to_owned(), entry.key.to_owned());
        let first = !self.by_key.contains_key(&at);
        let sum = self.by_key.entry(at).or_insert_with(|| Sum { holds, sum: Exact::default(), stamp: 0.0 });
        let so_far = sum.sum.total();
        let next = match holds {
            Holds::Gauges(Across::Min) if !first => so_far.min(entry.value),
            Holds::Gauges(Across::Max) if !first => so_far.max(entry.value),
            Holds::Gauges(Across::MostRecent) if entry.stamp <= sum.stamp && !first => return,
            Holds::Gauges(Across::Min | Across::Max | Across::MostRecent) => entry.value,
            _ => {
                sum.sum.add(entry.value);
                return;
            }
        };
        sum.sum = Exact::default();
        sum.sum.add(next);
        sum.stamp = entry.stamp;
    }

    fn write(&self, into: &mut NewFolded) {
        for ((_, writer, key), sum) in &self.by_key {
            let mut parts = sum.sum.parts().peekable();
            if parts.peek().is_none() {
                into.value(sum.holds, writer, key, 0.0, sum.stamp);
            }
            // Readers add up what has one key, so a sum that no float can say is said by several.
            parts.for_each(|part| into.value(sum.holds, writer, key, part, sum.stamp));
        }
    }
}

const PATIENCE: Duration = Duration::from_secs(1);
