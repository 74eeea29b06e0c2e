use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use super::children::Children;
use super::declaration::Declaration;
use super::declaration::Metric;
use super::specs;
use crate::host::Host;
use crate::host::RegisterError;
use crate::label::Complete;
use crate::label::LabelSet;
use crate::model::Kind;

/// Text about the program, as the labels of a constant 1: its version, its commit, its region.
///
/// `L` is what it says. Nothing is exposed before the first [`set`](Self::set). Clones share the values.
pub struct Info<L: LabelSet> {
    family: Arc<Children>,
    labels: PhantomData<fn() -> L>,
}

impl<L: LabelSet> Info<L> {
    /// Says this, in place of what was said before.
    pub fn set(&self, values: L::With<'_>)
    where
        L: LabelSet,
    {
        self.family.replace(&values);
    }

    /// Says nothing any more.
    pub fn clear(&self) {
        self.family.clear();
    }
}

impl<L: LabelSet> Metric for Info<L>
where
    for<'x> L::With<'x>: Complete,
{
    fn declare(host: &dyn Host, declaration: Declaration) -> Result<Self, RegisterError> {
        Ok(Self { family: declaration.attach(host, Kind::Info, specs::of::<L>())?, labels: PhantomData })
    }
}

impl<L: LabelSet> Clone for Info<L> {
    fn clone(&self) -> Self {
        Self { family: self.family.clone(), labels: PhantomData }
    }
}

impl<L: LabelSet> fmt::Debug for Info<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Info({})", self.family.shared().descriptor.name)
    }
}
