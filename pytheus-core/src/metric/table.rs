use std::sync::Arc;

use hashbrown::HashTable;

use super::key::Layout;
use super::key::Place;
use super::key::RowKey;
use super::series::Series;
use crate::label::Slots;

/// The series of a family: rows by their open labels, and within a row by the index of the closed ones.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// The one row of a family without open labels.
    only: Option<Row>,
    rows: HashTable<Row>,
    /// All series in the order they were made, with gaps where some were removed; new ones fill the gaps.
    list: Vec<Option<Arc<Series>>>,
    gaps: Vec<usize>,
}

#[derive(Debug)]
struct Row {
    key: RowKey,
    series: Entries,
}

#[derive(Debug)]
enum Entries {
    One(Option<Arc<Series>>),
    Dense(Box<[Option<Arc<Series>>]>),
    Sparse(HashTable<(u64, Arc<Series>)>),
}

impl Table {
    /// The series that these slots name; `row` is given if all open labels are held by it.
    #[inline]
    pub(super) fn find<S: Slots>(
        &self,
        layout: &Layout,
        place: &Place,
        slots: &S,
        row: Option<&RowKey>,
    ) -> Option<&Arc<Series>> {
        let found = if layout.open == 0 {
            self.only.as_ref()
        } else {
            match row {
                Some(key) => self.rows.find(key.hash, |row| row.key.is(key)),
                None => self.rows.find(place.hash, |row| layout.matches(slots, &row.key)),
            }
        };
        found?.series.get(place.index)
    }

    /// The series at an index of the row of this key.
    pub(super) fn get(&self, layout: &Layout, key: &RowKey, index: u64) -> Option<&Arc<Series>> {
        self.row(layout, key)?.series.get(index)
    }

    /// The key as it stands here, if there is such a row: it shares its text.
    pub(super) fn find_row<S: Slots>(&self, layout: &Layout, place: &Place, slots: &S) -> Option<&RowKey> {
        if layout.open == 0 {
            return self.only.as_ref().map(|row| &row.key);
        }
        self.rows.find(place.hash, |row| layout.matches(slots, &row.key)).map(|row| &row.key)
    }

    /// Where the next series will stand.
    pub(super) fn next_position(&self) -> usize {
        self.gaps.last().copied().unwrap_or(self.list.len())
    }

    /// Puts a series in its place; the row is made if it is not there.
    pub(super) fn insert(&mut self, layout: &Layout, key: &RowKey, index: u64, series: &Arc<Series>) {
        self.row_mut(layout, key).series.put(index, series.clone());
        match self.gaps.pop() {
            Some(gap) => self.list[gap] = Some(series.clone()),
            None => self.list.push(Some(series.clone())),
        }
    }

    /// Makes the row of a key, if it is not there.
    pub(super) fn insert_row(&mut self, layout: &Layout, key: &RowKey) {
        self.row_mut(layout, key);
    }

    /// Takes a series out. A row that is left empty goes too.
    pub(super) fn remove(&mut self, layout: &Layout, key: &RowKey, index: u64) -> Option<Arc<Series>> {
        let removed = match &mut self.only {
            Some(only) if layout.open == 0 => only.series.take(index)?,
            _ => {
                let mut entry = self.rows.find_entry(key.hash, |row| row.key.is(key)).ok()?;
                let removed = entry.get_mut().series.take(index)?;
                if entry.get().series.is_empty() {
                    entry.remove();
                }
                removed
            }
        };
        self.list[removed.position] = None;
        self.gaps.push(removed.position);
        Some(removed)
    }

    /// The list of series, gaps included.
    pub(super) fn list(&self) -> &[Option<Arc<Series>>] {
        &self.list
    }

    /// How many series there are.
    pub(super) fn len(&self) -> usize {
        self.list.len() - self.gaps.len()
    }

    /// How many rows of open labels there are, empty ones too.
    pub(super) fn rows(&self) -> usize {
        self.rows.len()
    }

    fn row(&self, layout: &Layout, key: &RowKey) -> Option<&Row> {
        if layout.open == 0 {
            return self.only.as_ref();
        }
        self.rows.find(key.hash, |row| row.key.is(key))
    }

    fn row_mut(&mut self, layout: &Layout, key: &RowKey) -> &mut Row {
        let make = || Row { key: key.clone(), series: Entries::new(layout) };
        if layout.open == 0 {
            return self.only.get_or_insert_with(make);
        }
        self.rows.entry(key.hash, |row| row.key.is(key), |row| row.key.hash).or_insert_with(make).into_mut()
    }
}

impl RowKey {
    fn is(&self, other: &Self) -> bool {
        self.labels == other.labels
    }
}

impl Entries {
    fn new(layout: &Layout) -> Self {
        // Beside open labels there are many rows, and most hold few of the combinations.
        let dense = if layout.open == 0 { DENSE_ALONE } else { DENSE_IN_ROWS };
        match layout.width {
            0 | 1 => Self::One(None),
            width if width <= dense => Self::Dense((0..width).map(|_| None).collect()),
            _ => Self::Sparse(HashTable::new()),
        }
    }

    #[inline]
    fn get(&self, index: u64) -> Option<&Arc<Series>> {
        match self {
            Self::One(series) => series.as_ref(),
            Self::Dense(series) => series.get(usize::try_from(index).ok()?)?.as_ref(),
            Self::Sparse(series) => series.find(spread(index), |(at, _)| *at == index).map(|(_, series)| series),
        }
    }

    fn put(&mut self, index: u64, new: Arc<Series>) {
        match self {
            Self::One(series) => *series = Some(new),
            Self::Dense(series) => {
                if let Some(place) = usize::try_from(index).ok().and_then(|index| series.get_mut(index)) {
                    *place = Some(new);
                }
            }
            Self::Sparse(series) => {
                let entry = series.entry(spread(index), |(at, _)| *at == index, |(at, _)| spread(*at));
                entry.insert((index, new));
            }
        }
    }

    fn take(&mut self, index: u64) -> Option<Arc<Series>> {
        match self {
            Self::One(series) => series.take(),
            Self::Dense(series) => series.get_mut(usize::try_from(index).ok()?)?.take(),
            Self::Sparse(series) => {
                let entry = series.find_entry(spread(index), |(at, _)| *at == index).ok()?;
                Some(entry.remove().0.1)
            }
        }
    }

    fn is_empty(&self) -> bool {
        match self {
            Self::One(series) => series.is_none(),
            Self::Dense(series) => series.iter().all(Option::is_none),
            Self::Sparse(series) => series.is_empty(),
        }
    }
}

/// The hash of an index: indices are dense digits, so a multiplication spreads them well enough.
fn spread(index: u64) -> u64 {
    index.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(32)
}

const DENSE_ALONE: u64 = 4096;
const DENSE_IN_ROWS: u64 = 64;
