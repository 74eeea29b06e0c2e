use std::error::Error;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use super::children::Children;
use super::core::Instrument;
use super::core::sealed::Handle;
use crate::label::Slots;
use crate::label::Visit;
use crate::model::Descriptor;

/// A metric whose labels are known only at run time. Clones share the values.
///
/// ```
/// use pytheus_core::Gauge;
/// use pytheus_core::Registry;
///
/// let registry = Registry::new();
/// let depth = Gauge::builder("depth", "Depth.").labels(["queue", "zone"]).default("zone", "a").build(&registry)?;
/// depth.with_named(&[("queue", "mail")])?.set(3);
/// assert_eq!(depth.with(&["mail"]).unwrap_err().to_string(), "depth has 2 labels, and 1 value was given");
/// assert_eq!(registry.sample_value("depth", &[("queue", "mail"), ("zone", "a")])?, Some(3.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Dynamic<M> {
    pub(super) family: Arc<Children>,
    metric: PhantomData<fn() -> M>,
}

impl<M> Dynamic<M> {
    pub(super) fn new(family: Arc<Children>) -> Self {
        Self { family, metric: PhantomData }
    }
}

impl<M: Instrument> Dynamic<M> {
    /// The series of these values, in the order of the label names; made if it is not there.
    ///
    /// # Errors
    ///
    /// [`LabelError`] when there are not as many values as labels.
    pub fn with<V: AsRef<str>>(&self, values: &[V]) -> Result<M, LabelError> {
        let slots = self.positional(values)?;
        Ok(self.family.with(&slots, None, |series| M::of(Handle(series.clone()))))
    }

    /// The series of these labels, in any order; those with a default may be left out.
    ///
    /// # Errors
    ///
    /// [`LabelError`] for a name that is unknown or there twice, and for a label that is missing.
    pub fn with_named(&self, labels: &[(&str, &str)]) -> Result<M, LabelError> {
        let slots = self.named(labels)?;
        let missing = self.specs().zip(&slots.values).find(|(spec, value)| spec.default.is_none() && value.is_none());
        match missing {
            Some((spec, _)) => Err(self.error(Fault::Missing(spec.name.as_str().into()))),
            None => Ok(self.family.with(&slots, None, |series| M::of(Handle(series.clone())))),
        }
    }

    /// Removes the series of these values, given in the order of the label names; `false` if there was none.
    ///
    /// # Errors
    ///
    /// [`LabelError`] when there are not as many values as labels.
    pub fn remove<V: AsRef<str>>(&self, values: &[V]) -> Result<bool, LabelError> {
        let slots = self.positional(values)?;
        Ok(self.family.remove(&slots, None))
    }

    /// Removes every series that has all these labels, and tells how many; with no label given, none.
    ///
    /// # Errors
    ///
    /// [`LabelError`] for a name that is unknown or there twice.
    pub fn remove_matching(&self, labels: &[(&str, &str)]) -> Result<usize, LabelError> {
        Ok(self.family.remove_matching(&self.named(labels)?, None))
    }
}

impl<M> Dynamic<M> {
    /// Removes all series, and tells how many.
    pub fn clear(&self) -> usize {
        self.family.clear()
    }

    /// What was declared of the metric.
    #[must_use]
    pub fn descriptor(&self) -> &Descriptor {
        &self.family.shared().descriptor
    }

    pub(super) fn specs(&self) -> impl Iterator<Item = &crate::model::LabelSpec> {
        self.descriptor().labels.iter()
    }

    pub(super) fn positional<'v, V: AsRef<str>>(&self, values: &'v [V]) -> Result<Texts<&'v [V]>, LabelError> {
        if values.len() != self.descriptor().labels.len() {
            return Err(self.error(Fault::Count(values.len())));
        }
        Ok(Texts { values })
    }

    fn named<'v>(&self, labels: &[(&str, &'v str)]) -> Result<Texts<Vec<Option<&'v str>>>, LabelError> {
        let mut values = vec![None; self.descriptor().labels.len()];
        for (name, value) in labels {
            let place = self.specs().position(|spec| spec.name.as_str() == *name);
            match place.and_then(|place| values.get_mut(place)) {
                None => return Err(self.error(Fault::Unknown((*name).into()))),
                Some(Some(_)) => return Err(self.error(Fault::Twice((*name).into()))),
                Some(place) => *place = Some(*value),
            }
        }
        Ok(Texts { values })
    }

    fn error(&self, fault: Fault) -> LabelError {
        let descriptor = self.descriptor();
        let expected = descriptor.labels.iter().map(|spec| spec.name.as_str().into()).collect();
        LabelError { metric: descriptor.name.as_str().into(), expected, fault }
    }
}

impl<M> Clone for Dynamic<M> {
    fn clone(&self) -> Self {
        Self { family: self.family.clone(), metric: PhantomData }
    }
}

impl<M> fmt::Debug for Dynamic<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Dynamic({})", self.family.shared().descriptor.name)
    }
}

/// Labels that do not fit a metric declared at run time. The caller is at fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelError {
    metric: Box<str>,
    expected: Box<[Box<str>]>,
    fault: Fault,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Fault {
    Count(usize),
    Unknown(Box<str>),
    Twice(Box<str>),
    Missing(Box<str>),
}

impl fmt::Display for LabelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { metric, expected, fault } = self;
        match fault {
            Fault::Count(given) => {
                let labels = if expected.len() == 1 { "label" } else { "labels" };
                let values = if *given == 1 { "value was" } else { "values were" };
                write!(f, "{metric} has {} {labels}, and {given} {values} given", expected.len())
            }
            Fault::Unknown(name) => write!(f, "{metric} has no label {name:?}, it has: {}", expected.join(", ")),
            Fault::Twice(name) => write!(f, "label {name:?} given twice for {metric}"),
            Fault::Missing(name) => write!(f, "label {name:?} of {metric} has no value and no default"),
        }
    }
}

impl Error for LabelError {}

pub(super) struct Texts<V> {
    values: V,
}

impl<V: AsRef<str>> Slots for Texts<&[V]> {
    type InRow = ();

    #[inline]
    fn visit<T: Visit>(&self, visitor: &mut T) {
        for (label, value) in self.values.iter().enumerate() {
            visitor.set(label, &value.as_ref());
        }
    }

    fn in_row(&self) {}
}

impl Slots for Texts<Vec<Option<&str>>> {
    type InRow = ();

    fn visit<T: Visit>(&self, visitor: &mut T) {
        for (label, value) in self.values.iter().enumerate() {
            match value {
                Some(value) => visitor.set(label, value),
                None => visitor.defaulted(label),
            }
        }
    }

    fn in_row(&self) {}
}
