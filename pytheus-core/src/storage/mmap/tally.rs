use std::collections::HashMap;
use std::sync::Arc;

use hashbrown::HashTable;

use super::family::FamilyTally;
use super::key::Key;
use super::layout;
use super::layout::Entry;
use super::merged::Role;
use super::names::Holds;
use super::writer::Say;
use crate::model::Descriptor;
use crate::model::Family;
use crate::model::Labels;

/// The families of all processes, while they are put together.
pub(super) struct Tally {
    /// First those declared here, in their order.
    families: Vec<FamilyTally>,
    declared: usize,
    by_name: HashMap<String, usize>,
    /// What each key that was met says: the same one comes in the files of all processes, and is read once.
    known: HashTable<Known>,
    hasher: foldhash::fast::RandomState,
}

struct Known {
    holds: Holds,
    key: Box<[u8]>,
    target: Result<Target, &'static str>,
}

/// Which number of which series an entry is.
#[derive(Clone, Copy)]
struct Target {
    family: usize,
    series: usize,
    role: Role,
}

impl Tally {
    /// The families of this process, which writes under a name.
    pub(super) fn new(
        metrics: &[Arc<Descriptor>],
        local: Vec<Family>,
        writer: &str,
        say: &dyn Fn(&str, &Labels) -> Say,
    ) -> Self {
        let mut tally = Self {
            families: Vec::with_capacity(local.len()),
            declared: local.len(),
            by_name: HashMap::new(),
            known: HashTable::new(),
            hasher: foldhash::fast::RandomState::default(),
        };
        for (metric, family) in metrics.iter().zip(local) {
            tally.by_name.insert(metric.name.as_str().to_owned(), tally.families.len());
            tally.families.push(FamilyTally::declared(metric, family, writer, say));
        }
        tally.declared = tally.families.len();
        tally
    }

    /// One entry of a file; gives what is wrong with it, the first time it is met.
    pub(super) fn add(&mut self, holds: Holds, writer: &str, entry: Entry<'_>) -> Result<(), &'static str> {
        if entry.stamp == layout::REMOVED {
            return Ok(());
        }
        let hash = std::hash::BuildHasher::hash_one(&self.hasher, (entry.key, holds));
        let known = self.known.find(hash, |known| known.holds == holds && *known.key == *entry.key);
        let target = match known {
            Some(known) => known.target.map_err(|_| ""),
            None => {
                let target = self.target(holds, entry.key);
                let hasher = &self.hasher;
                self.known.insert_unique(hash, Known { holds, key: entry.key.into(), target }, |known| {
                    std::hash::BuildHasher::hash_one(hasher, (&*known.key, known.holds))
                });
                target
            }
        };
        match target {
            Ok(Target { family, series, role }) => self.families[family].entry(series, role, writer, entry),
            Err("") => {}
            Err(fault) => return Err(fault),
        }
        Ok(())
    }

    /// What a key says.
    fn target(&mut self, holds: Holds, key: &[u8]) -> Result<Target, &'static str> {
        let key = Key::parse(key).ok_or("a key is not what it should be")?;
        let name = if holds == Holds::Counters { &key.sample } else { &key.family };
        let family = match self.by_name.get(name) {
            Some(at) => *at,
            None => {
                let family = FamilyTally::foreign(holds, name, &key.help).ok_or("a metric has an illegal name")?;
                self.families.push(family);
                self.by_name.insert(name.clone(), self.families.len() - 1);
                self.families.len() - 1
            }
        };
        let (series, role) = self.families[family].target(holds, key)?;
        Ok(Target { family, series, role })
    }

    /// The families declared here in their order, then those that only others have, by name.
    pub(super) fn finish(self) -> Vec<Family> {
        let mut families: Vec<Family> = self.families.into_iter().map(FamilyTally::finish).collect();
        families[self.declared..].sort_by(|one, other| one.name().cmp(other.name()));
        families
    }
}
