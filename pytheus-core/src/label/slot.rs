use super::LabelArg;

/// What has been given for one label of a builder.
pub trait Slot {
    /// `X` if this label has a value; [`Skip`] if it has none, so that only the first missing label is an error.
    type Then<X>;

    /// What the slot is in a row, where text has been resolved.
    type InRow: Slot;

    /// Tells the visitor what is there.
    fn visit<V: Visit>(&self, label: usize, visitor: &mut V);

    /// The slot of a row made from this one.
    fn in_row(&self) -> Self::InRow;
}

/// Sees the slots of a label set, in declared order.
pub trait Visit {
    /// The label has no value.
    fn missing(&mut self, label: usize);
    /// The label has its default.
    fn defaulted(&mut self, label: usize);
    /// The label has the value of the row at hand.
    fn held(&mut self, label: usize);
    /// The label has this value.
    fn set<A: LabelArg>(&mut self, label: usize, value: &A);
}

/// The label has no value yet.
#[derive(Clone, Copy, Debug, Default)]
pub struct Missing;

/// The label has its default value.
#[derive(Clone, Copy, Debug, Default)]
pub struct Defaulted;

/// The label has been given this value.
#[derive(Clone, Copy, Debug)]
pub struct Set<V>(pub V);

/// The label has the value that its row was resolved with.
#[derive(Clone, Copy, Debug, Default)]
pub struct Held;

/// Stands for the labels after the first missing one: they are not complained of.
#[derive(Clone, Copy, Debug)]
pub struct Skip;

impl Slot for Missing {
    type Then<X> = Skip;
    type InRow = Self;

    #[inline]
    fn visit<V: Visit>(&self, label: usize, visitor: &mut V) {
        visitor.missing(label);
    }

    fn in_row(&self) -> Self {
        Self
    }
}

impl Slot for Defaulted {
    type Then<X> = X;
    type InRow = Held;

    #[inline]
    fn visit<V: Visit>(&self, label: usize, visitor: &mut V) {
        visitor.defaulted(label);
    }

    fn in_row(&self) -> Held {
        Held
    }
}

impl<A: LabelArg> Slot for Set<A> {
    type Then<X> = X;
    type InRow = Held;

    #[inline]
    fn visit<V: Visit>(&self, label: usize, visitor: &mut V) {
        visitor.set(label, &self.0);
    }

    fn in_row(&self) -> Held {
        Held
    }
}

impl Slot for Held {
    type Then<X> = X;
    type InRow = Self;

    #[inline]
    fn visit<V: Visit>(&self, label: usize, visitor: &mut V) {
        visitor.held(label);
    }

    fn in_row(&self) -> Self {
        Self
    }
}

/// Whether a label's values are a closed list: such a label may still be missing in a row.
pub trait Openness {
    /// `X`, unless `S` is missing and may not be.
    type Gate<S: Slot, X>;
}

/// Any text.
#[derive(Clone, Copy, Debug)]
pub struct Open;

/// One of a list known to the compiler.
#[derive(Clone, Copy, Debug)]
pub struct Closed;

impl Openness for Open {
    type Gate<S: Slot, X> = S::Then<X>;
}

impl Openness for Closed {
    type Gate<S: Slot, X> = X;
}

/// A slot that a row can do with: `O` says whether the label is closed.
#[diagnostic::on_unimplemented(
    message = "a text label has no value yet",
    label = "a row can leave only closed labels for later",
    note = "closed labels are `bool` and enums with `#[derive(LabelValue)]`"
)]
pub trait Resolved<O> {}

#[diagnostic::do_not_recommend]
impl<O, V> Resolved<O> for Set<V> {}
#[diagnostic::do_not_recommend]
impl<O> Resolved<O> for Defaulted {}
#[diagnostic::do_not_recommend]
impl<O> Resolved<O> for Held {}
#[diagnostic::do_not_recommend]
impl<O> Resolved<O> for Skip {}
#[diagnostic::do_not_recommend]
impl Resolved<Closed> for Missing {}

/// Stands for the type of one label in the bounds of a derived builder, where that type may not be named: a mistake in
/// it would be shown once more.
pub trait LabelKind {
    /// Whether the values are a closed list.
    type Openness: Openness;
}

/// A slot of a label of kind `K`, looking at the labels after it.
pub trait Gated<K>: Slot {
    /// `X`, unless this slot is missing and may not be.
    type Gate<X>;
}

impl<K: LabelKind> Gated<K> for Missing {
    type Gate<X> = <K::Openness as Openness>::Gate<Self, X>;
}

impl<K> Gated<K> for Defaulted {
    type Gate<X> = X;
}

impl<K, A: LabelArg> Gated<K> for Set<A> {
    type Gate<X> = X;
}

impl<K> Gated<K> for Held {
    type Gate<X> = X;
}

/// [`Resolved`], by the kind of the label.
pub trait ResolvedAs<K> {}

impl<K: LabelKind, S: Resolved<K::Openness>> ResolvedAs<K> for S {}
