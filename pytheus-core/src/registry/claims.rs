use std::collections::HashMap;

/// Which metric has which name, suffixes included, in some format.
#[derive(Debug, Default)]
pub(super) struct Claims {
    /// From a name to the number of the entry that has it.
    owners: HashMap<String, u64>,
}

impl Claims {
    /// The first of these names that is taken, and by which entry.
    pub(super) fn taken<'n>(&self, names: &'n [String]) -> Option<(&'n str, u64)> {
        names.iter().find_map(|name| self.owners.get(name).map(|owner| (name.as_str(), *owner)))
    }

    /// Gives names to an entry.
    pub(super) fn take(&mut self, names: Vec<String>, owner: u64) {
        self.owners.extend(names.into_iter().map(|name| (name, owner)));
    }

    /// Frees the names of an entry.
    pub(super) fn free(&mut self, owner: u64) {
        self.owners.retain(|_, held| *held != owner);
    }
}
