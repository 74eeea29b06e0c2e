use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::Path;

use super::lock;
use super::names;
use super::names::Holds;

/// What is in a directory.
#[derive(Debug, Default)]
pub(super) struct Listing {
    /// The files of values, in the order of their names.
    pub(super) values: Vec<Values>,
    /// The writers that have, or had, a lock.
    pub(super) lives: Vec<String>,
    /// Files that were never finished, and whose they are.
    pub(super) unfinished: Vec<(String, String)>,
    /// Files ending in `.db` that nobody of ours wrote.
    pub(super) foreign: Vec<String>,
}

/// A file of values.
#[derive(Debug)]
pub(super) struct Values {
    pub(super) name: String,
    pub(super) writer: String,
    pub(super) holds: Holds,
}

impl Listing {
    pub(super) fn read(directory: &Path) -> io::Result<Self> {
        let mut listing = Self::default();
        for entry in fs::read_dir(directory)? {
            // A name that is not UTF-8 is nobody's that is known here.
            let Ok(name) = entry?.file_name().into_string() else { continue };
            if let Some((holds, writer)) = names::parse_values(&name) {
                let writer = writer.to_owned();
                listing.values.push(Values { name, writer, holds });
            } else if let Some(writer) = names::parse_life(&name) {
                listing.lives.push(writer.to_owned());
            } else if let Some(writer) = names::parse_unfinished(&name) {
                let writer = writer.to_owned();
                listing.unfinished.push((name, writer));
            } else if name.ends_with(".db") {
                listing.foreign.push(name);
            }
        }
        listing.values.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(listing)
    }

    /// Whether somebody else's library uses the directory too.
    pub(super) fn is_shared(&self) -> bool {
        !self.foreign.is_empty() || self.values.iter().any(|values| !names::is_ours(&values.writer))
    }
}

/// Which writers have ended, asked once for each.
pub(super) struct Lives<'d> {
    directory: &'d Path,
    known: HashMap<String, bool>,
}

impl<'d> Lives<'d> {
    pub(super) fn new(directory: &'d Path) -> Self {
        Self { directory, known: HashMap::new() }
    }

    /// Whether a writer has ended. Of those of other libraries nobody can tell, before somebody says so.
    pub(super) fn has_ended(&mut self, writer: &str) -> bool {
        if let Some(ended) = self.known.get(writer) {
            return *ended;
        }
        let ended = names::is_ours(writer) && lock::is_free(&self.directory.join(names::life(writer)));
        self.known.insert(writer.to_owned(), ended);
        ended
    }
}
