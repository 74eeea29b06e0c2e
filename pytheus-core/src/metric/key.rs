use std::hash::BuildHasher;
use std::hash::Hasher;

use foldhash::fast::RandomState;

use crate::label::LabelArg;
use crate::label::Open;
use crate::label::Slots;
use crate::label::Visit;
use crate::model::Descriptor;
use crate::model::LabelName;
use crate::model::LabelSpec;
use crate::model::Labels;
use crate::model::LabelsBuilder;

/// How the labels of a metric name a series: open ones are hashed and name a row, closed ones are an index into it.
#[derive(Debug)]
pub(super) struct Layout {
    columns: Box<[Column]>,
    /// How many labels are open.
    pub(super) open: usize,
    /// How many combinations the closed ones have.
    pub(super) width: u64,
    seed: RandomState,
}

#[derive(Debug)]
struct Column {
    spec: LabelSpec,
    /// For a closed label: its values, the step of its index, and the index of its default.
    closed: Option<ClosedColumn>,
}

#[derive(Debug)]
struct ClosedColumn {
    values: &'static [&'static str],
    step: u64,
    default: u64,
}

impl Layout {
    /// The layout of a metric's labels. A default that a closed label does not have was refused before.
    pub(super) fn of(descriptor: &Descriptor) -> Self {
        let mut width: u64 = 1;
        let mut columns: Vec<Column> = Vec::with_capacity(descriptor.labels.len());
        for spec in descriptor.labels.iter().rev() {
            let closed = spec.closed.map(|values| {
                let default = spec.default.as_deref();
                let default = values.iter().position(|value| Some(*value) == default).unwrap_or(0);
                let column = ClosedColumn { values, step: width, default: default as u64 };
                width = width.saturating_mul(values.len() as u64);
                column
            });
            columns.push(Column { spec: spec.clone(), closed });
        }
        columns.reverse();
        let open = columns.iter().filter(|column| column.closed.is_none()).count();
        Self { columns: columns.into(), open, width, seed: RandomState::default() }
    }

    /// The place that these slots name. `row` holds the labels that are held, if any are.
    #[inline]
    pub(super) fn place<S: Slots>(&self, slots: &S, row: Option<&RowKey>) -> Place {
        let mut visitor = Placing { layout: self, row, hasher: self.seed.build_hasher(), index: 0, held: 0 };
        slots.visit(&mut visitor);
        Place { hash: visitor.hasher.finish(), index: visitor.index, held: visitor.held }
    }

    /// Whether the open labels of `slots` are those of a key.
    #[inline]
    pub(super) fn matches<S: Slots>(&self, slots: &S, key: &RowKey) -> bool {
        let text = key.labels.as_text().as_bytes();
        let mut visitor = Matching { layout: self, text, at: 0, escaped: key.escaped, equal: true };
        slots.visit(&mut visitor);
        visitor.equal && visitor.at == text.len()
    }

    /// The open labels that these slots give, as a key.
    pub(super) fn key<S: Slots>(&self, slots: &S, row: Option<&RowKey>) -> RowKey {
        let texts = self.texts(slots, row);
        let mut hasher = self.seed.build_hasher();
        let mut labels = LabelsBuilder::new();
        let mut index = 0;
        for (column, text) in self.columns.iter().zip(&texts) {
            let text = text.as_deref().unwrap_or_default();
            match &column.closed {
                None => {
                    hash(&mut hasher, text);
                    labels.push(&column.spec.name, text);
                }
                Some(closed) => index += closed.step * closed.index_of(text),
            }
        }
        let labels = labels.build();
        RowKey { hash: hasher.finish(), escaped: labels.as_text().contains('\\'), labels, index }
    }

    /// All labels of the series at `index` of a row.
    pub(super) fn labels(&self, key: &RowKey, index: u64) -> Labels {
        if self.columns.iter().all(|column| column.closed.is_none()) {
            return key.labels.clone();
        }
        let mut open = key.labels.iter();
        let mut labels = LabelsBuilder::new();
        for column in &self.columns {
            match &column.closed {
                Some(closed) => labels.push(&column.spec.name, closed.value_at(index)),
                None => {
                    let value = open.next().map(|(_, value)| value).unwrap_or_default();
                    labels.push(&column.spec.name, &value);
                }
            }
        }
        labels.build()
    }

    /// The text of each label that is given; for a closed one too.
    pub(super) fn texts<S: Slots>(&self, slots: &S, row: Option<&RowKey>) -> Vec<Option<String>> {
        let mut visitor = Reading { layout: self, row, texts: vec![None; self.columns.len()] };
        slots.visit(&mut visitor);
        visitor.texts
    }

    /// A label's text as an argument that has its place in the closed list, if there is one.
    pub(super) fn arg<'v>(&self, label: usize, text: &'v str) -> Text<'v> {
        let closed = self.columns.get(label).and_then(|column| column.closed.as_ref());
        // The place is below the length of the list.
        #[allow(clippy::cast_possible_truncation)]
        Text { text, index: closed.map_or(0, |closed| closed.index_of(text) as usize) }
    }

    /// The name of a label.
    #[inline]
    pub(super) fn name(&self, label: usize) -> Option<&LabelName> {
        self.columns.get(label).map(|column| &column.spec.name)
    }
}

impl ClosedColumn {
    fn value_at(&self, index: u64) -> &'static str {
        let count = self.values.len() as u64;
        // The remainder is below the length of the list.
        #[allow(clippy::cast_possible_truncation)]
        let at = (index / self.step % count.max(1)) as usize;
        self.values.get(at).copied().unwrap_or_default()
    }

    fn index_of(&self, text: &str) -> u64 {
        self.values.iter().position(|value| *value == text).unwrap_or(0) as u64
    }
}

/// Text given for a label of either sort.
pub(super) struct Text<'v> {
    text: &'v str,
    index: usize,
}

impl LabelArg for Text<'_> {
    type Openness = Open;

    const CLOSED: Option<&'static [&'static str]> = None;

    fn index(&self) -> usize {
        self.index
    }

    fn with_text<R>(&self, f: impl FnOnce(&str) -> R) -> R {
        f(self.text)
    }
}

/// The open labels of a row, and the closed ones that a row handle has already.
#[derive(Clone, Debug)]
pub(crate) struct RowKey {
    pub(super) hash: u64,
    pub(super) labels: Labels,
    /// Whether any value has an escape in it: then comparing takes the slow way.
    pub(super) escaped: bool,
    /// What the closed labels given so far add to the index.
    pub(super) index: u64,
}

/// Where a lookup goes.
pub(super) struct Place {
    pub(super) hash: u64,
    pub(super) index: u64,
    /// How many open labels are those of the row at hand.
    pub(super) held: usize,
}

struct Placing<'a, H> {
    layout: &'a Layout,
    row: Option<&'a RowKey>,
    hasher: H,
    index: u64,
    held: usize,
}

impl<H: Hasher> Visit for Placing<'_, H> {
    fn missing(&mut self, _: usize) {}

    #[inline]
    fn defaulted(&mut self, label: usize) {
        let Some(column) = self.layout.columns.get(label) else { return };
        match &column.closed {
            Some(closed) => self.index += closed.step * closed.default,
            None => hash(&mut self.hasher, column.spec.default.as_deref().unwrap_or_default()),
        }
    }

    #[inline]
    fn held(&mut self, label: usize) {
        let Some(column) = self.layout.columns.get(label) else { return };
        match &column.closed {
            Some(closed) => {
                let index = self.row.map_or(0, |row| row.index);
                self.index += closed.step * (index / closed.step % (closed.values.len() as u64).max(1));
            }
            None => self.held += 1,
        }
    }

    #[inline]
    fn set<A: LabelArg>(&mut self, label: usize, value: &A) {
        let Some(column) = self.layout.columns.get(label) else { return };
        match &column.closed {
            Some(closed) => {
                // An index past the list can only come from a hand-written `LabelArg`: the last value stands for it.
                let last = closed.values.len().saturating_sub(1);
                self.index += closed.step * value.index().min(last) as u64;
            }
            None => value.with_text(|text| hash(&mut self.hasher, text)),
        }
    }
}

#[inline]
fn hash(hasher: &mut impl Hasher, text: &str) {
    hasher.write(text.as_bytes());
    // No UTF-8 text holds this byte, so ("ab", "c") and ("a", "bc") differ.
    hasher.write_u8(0xff);
}

/// Compares slots with the text of a key, without taking either apart.
///
/// Without escapes in the key it is sound to compare bytes: the key has two quotes per label, so a value that holds a
/// quote itself can never come out even.
struct Matching<'a> {
    layout: &'a Layout,
    text: &'a [u8],
    at: usize,
    escaped: bool,
    equal: bool,
}

impl Matching<'_> {
    #[inline]
    fn value(&mut self, label: usize, value: &str) {
        let Some(name) = self.layout.name(label) else { return };
        let comma = usize::from(self.at > 0);
        let start = self.at + comma + name.as_str().len() + 2;
        let end = if self.escaped { self.escaped_end(start, value) } else { start + value.len() };
        self.equal = self.equal
            && self.text.get(end) == Some(&b'"')
            && (self.escaped || self.text.get(start..end) == Some(value.as_bytes()));
        self.at = end + 1;
    }

    /// Where the value ends if it stands at `start` in its escaped form; else a place past the text.
    fn escaped_end(&self, start: usize, value: &str) -> usize {
        let mut at = start;
        for byte in value.bytes() {
            let spelled: &[u8] = match byte {
                b'\\' => b"\\\\",
                b'"' => b"\\\"",
                b'\n' => b"\\n",
                _ => &[byte],
            };
            if self.text.get(at..at + spelled.len()) != Some(spelled) {
                return self.text.len();
            }
            at += spelled.len();
        }
        at
    }
}

impl Visit for Matching<'_> {
    fn missing(&mut self, _: usize) {}

    #[inline]
    fn defaulted(&mut self, label: usize) {
        if let Some(Column { spec, closed: None }) = self.layout.columns.get(label) {
            self.value(label, spec.default.as_deref().unwrap_or_default());
        }
    }

    fn held(&mut self, _: usize) {}

    #[inline]
    fn set<A: LabelArg>(&mut self, label: usize, value: &A) {
        if let Some(Column { closed: None, .. }) = self.layout.columns.get(label) {
            value.with_text(|text| self.value(label, text));
        }
    }
}

/// Takes the text of every label; off the hot path.
struct Reading<'a> {
    layout: &'a Layout,
    row: Option<&'a RowKey>,
    texts: Vec<Option<String>>,
}

impl Reading<'_> {
    fn put(&mut self, label: usize, text: Option<String>) {
        if let Some(place) = self.texts.get_mut(label) {
            *place = text;
        }
    }
}

impl Visit for Reading<'_> {
    fn missing(&mut self, _: usize) {}

    fn defaulted(&mut self, label: usize) {
        let default = self.layout.columns.get(label).and_then(|column| column.spec.default.as_deref());
        self.put(label, default.map(str::to_owned));
    }

    fn held(&mut self, label: usize) {
        let (Some(row), Some(column)) = (self.row, self.layout.columns.get(label)) else { return };
        let text = match &column.closed {
            Some(closed) => Some(closed.value_at(row.index).to_owned()),
            None => row.labels.get(column.spec.name.as_str()).map(Into::into),
        };
        self.put(label, text);
    }

    fn set<A: LabelArg>(&mut self, label: usize, value: &A) {
        let closed = self.layout.columns.get(label).and_then(|column| column.closed.as_ref());
        let text = match closed {
            Some(closed) => closed.value_at(closed.step * value.index() as u64).to_owned(),
            None => value.with_text(str::to_owned),
        };
        self.put(label, Some(text));
    }
}
