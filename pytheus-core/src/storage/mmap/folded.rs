//! What processes that have ended left, as one file: entries as in all files, but their keys say the file too.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::Path;

use super::layout;
use super::layout::Entry;
use super::names;
use super::names::Holds;
use super::reader;
use super::reader::Read;
use super::step::step;

/// The values that were folded, and the files that they came from, as far as those may still be there.
#[derive(Debug, Default)]
pub(super) struct Folded {
    bytes: Vec<u8>,
    pub(super) done: HashSet<String>,
    /// What is wrong with the file.
    pub(super) fault: Option<&'static str>,
}

impl Folded {
    pub(super) fn read(directory: &Path) -> io::Result<Self> {
        let mut folded = Self::default();
        match reader::read(&directory.join(names::FOLDED), &mut folded.bytes) {
            Read::Bytes => {}
            Read::Nothing => return Ok(Self::default()),
            Read::Damaged(fault) => folded.fault = Some(fault),
            Read::Unreadable(error) => return Err(error),
        }
        let Self { bytes, done, fault } = &mut folded;
        let read = reader::entries(bytes, |entry| {
            if let Some(name) = entry.key.strip_prefix(DONE) {
                done.extend(String::from_utf8(name.to_owned()));
            }
        });
        *fault = fault.or(read.err());
        Ok(folded)
    }

    /// Each value: the file it is from, the writer if that matters, and the entry as it was there.
    pub(super) fn each<'f>(&'f self, mut each: impl FnMut(Holds, &'f str, Entry<'f>)) {
        // What is wrong with it was found when it was read.
        let _ = reader::entries(&self.bytes, |entry| {
            let mut parts = entry.key.splitn(3, |byte| *byte == 0);
            if let (Some(word), Some(writer), Some(key)) = (parts.next(), parts.next(), parts.next())
                && let (Ok(word), Ok(writer)) = (std::str::from_utf8(word), std::str::from_utf8(writer))
                && let Some(holds) = Holds::parse(word)
            {
                each(holds, writer, Entry { key, ..entry });
            }
        });
    }
}

/// Writes such a file, in place of the one there was: all at once.
pub(super) struct NewFolded {
    bytes: Vec<u8>,
}

impl NewFolded {
    pub(super) fn new() -> Self {
        Self { bytes: vec![0; layout::HEADER] }
    }

    /// A file that is in it now, and is about to be taken away.
    pub(super) fn done(&mut self, name: &str) {
        self.entry(&[DONE, name.as_bytes()].concat(), 0.0, 0.0);
    }

    pub(super) fn value(&mut self, holds: Holds, writer: &str, key: &[u8], value: f64, stamp: f64) {
        let key = [holds.word().as_bytes(), &[0], writer.as_bytes(), &[0], key].concat();
        self.entry(&key, value, stamp);
    }

    fn entry(&mut self, key: &[u8], value: f64, stamp: f64) {
        layout::write_entry(key, value, stamp, &mut self.bytes);
    }

    pub(super) fn put(mut self, directory: &Path) -> io::Result<()> {
        let used = i32::try_from(self.bytes.len()).map_err(|_| io::ErrorKind::FileTooLarge)?;
        self.bytes[..4].copy_from_slice(&used.to_ne_bytes());
        // Nobody else folds: the lock is held.
        let unfinished = directory.join(format!("{}.tmp", names::FOLDED));
        step();
        fs::write(&unfinished, &self.bytes).inspect_err(|_| drop(fs::remove_file(&unfinished)))?;
        step();
        fs::rename(&unfinished, directory.join(names::FOLDED))?;
        step();
        Ok(())
    }
}

const DONE: &[u8] = b"done\0\0";
