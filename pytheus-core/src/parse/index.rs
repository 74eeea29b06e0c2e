use hashbrown::HashTable;

use crate::model::Labels;

/// Finds label sets that were seen before: half of their hash, and where they are.
#[derive(Default)]
pub(super) struct Index {
    table: HashTable<(u32, u32)>,
}

impl Index {
    /// Where the label set is, of those with this hash that `is` says is the one.
    pub(super) fn find(&self, hash: u64, is: impl Fn(usize) -> bool) -> Option<usize> {
        let hash = half(hash);
        let found = self.table.find(spread(hash), |&(other, place)| other == hash && is(place as usize));
        found.map(|&(_, place)| place as usize)
    }

    /// Takes a label set that is not here yet.
    pub(super) fn insert(&mut self, hash: u64, place: usize) {
        // A family whose label sets need more than 32 bits to count needs more memory than there is.
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        let hash = half(hash);
        self.table.insert_unique(spread(hash), (hash, place), |&(hash, _)| spread(hash));
    }
}

/// Whether two label sets are the same, in any order.
pub(super) fn same(labels: &Labels, text: &str) -> bool {
    if labels.as_text() == text {
        return true;
    }
    if labels.as_text().len() != text.len() {
        return false;
    }
    let other = Labels::written(text);
    let mut one: Vec<_> = labels.iter().collect();
    let mut two: Vec<_> = other.iter().collect();
    one.sort_unstable();
    two.sort_unstable();
    one == two
}

/// The cast drops the other half.
#[allow(clippy::cast_possible_truncation)]
fn half(hash: u64) -> u32 {
    (hash >> 16) as u32
}

fn spread(hash: u32) -> u64 {
    u64::from(hash).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}
