use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

use super::cursor::Cursor;
use super::dialect::Dialect;
use crate::model::Kind;
use crate::model::Suffix;

/// The names of all families so far, as places in the input: eight bytes a family.
pub(super) struct Names {
    table: HashTable<Entry>,
    dialect: Dialect,
}

impl Names {
    pub(super) fn new(dialect: Dialect) -> Self {
        Self { table: HashTable::new(), dialect }
    }

    /// Takes the names that a family's lines can have; `false` if one of them belongs to an earlier family.
    pub(super) fn claim(&mut self, input: &str, at: usize, name: &str, kind: Kind, state: &RandomState) -> bool {
        let wanted = claimed(kind, self.dialect);
        let others = if self.dialect.is_open_metrics() { &Suffix::ALL[..] } else { &[Suffix::None] };
        let mut line = String::with_capacity(name.len() + 8);
        for suffix in std::iter::once(Suffix::None).chain(wanted.iter().copied()) {
            line.clear();
            line.push_str(name);
            line.push_str(suffix.as_str());
            if others.iter().any(|&other| self.has(input, &line, other, state)) {
                return false;
            }
        }
        let entry = Entry::new(hash(state, name), at, kind);
        self.table.insert_unique(entry.spread(), entry, |entry| entry.spread());
        true
    }

    /// Whether a line of an earlier family is called so by way of a suffix.
    fn has(&self, input: &str, line: &str, suffix: Suffix, state: &RandomState) -> bool {
        let Some(name) = line.strip_suffix(suffix.as_str()) else { return false };
        let hash = hash(state, name);
        let is = |entry: &Entry| {
            let has_suffix = suffix == Suffix::None || claimed(entry.kind(), self.dialect).contains(&suffix);
            let same_hash = entry.hash() == hash;
            same_hash && has_suffix && {
                let mut cursor = Cursor::new(&input[entry.at()..], entry.at(), self.dialect);
                cursor.family_name().is_ok_and(|found| found == name)
            }
        };
        self.table.find(spread(hash), is).is_some()
    }
}

/// The suffixes that belong to a family. Text knows only that the lines of one family stand together.
fn claimed(kind: Kind, dialect: Dialect) -> &'static [Suffix] {
    if dialect.is_open_metrics() { dialect.suffixes(kind) } else { &[] }
}

/// A hash, a place and a kind in 24, 36 and 4 bits: places beyond 64 GiB are not told apart.
#[derive(Clone, Copy)]
struct Entry(u64);

impl Entry {
    fn new(hash: u64, at: usize, kind: Kind) -> Self {
        let place = (at as u64).min((1 << 36) - 1);
        let kind = KINDS.iter().position(|&other| other == kind).unwrap_or(0) as u64;
        Self(hash << 40 | place << 4 | kind)
    }

    fn hash(self) -> u64 {
        self.0 >> 40
    }

    fn spread(self) -> u64 {
        spread(self.hash())
    }

    /// It came from a `usize`.
    #[allow(clippy::cast_possible_truncation)]
    fn at(self) -> usize {
        (self.0 >> 4 & ((1 << 36) - 1)) as usize
    }

    fn kind(self) -> Kind {
        KINDS[(self.0 & 7) as usize]
    }
}

const KINDS: [Kind; 8] = [
    Kind::Unknown,
    Kind::Counter,
    Kind::Gauge,
    Kind::Histogram,
    Kind::GaugeHistogram,
    Kind::Summary,
    Kind::Info,
    Kind::StateSet,
];

fn hash(state: &RandomState, name: &str) -> u64 {
    state.hash_one(name) & 0xFF_FFFF
}

/// The same hash for a table, which looks at the bits at both ends.
fn spread(hash: u64) -> u64 {
    hash.wrapping_mul(0x9E37_79B9_7F4A_7C15)
}
