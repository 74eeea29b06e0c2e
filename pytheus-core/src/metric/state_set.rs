use std::marker::PhantomData;
use std::sync::Arc;

use super::builder::Builder;
use super::core::Core;
use super::core::Instrument;
use super::core::Labelled;
use super::core::sealed;
use super::declaration::Declaration;
use super::declaration::Metric;
use super::partial::Partial;
use super::series::Series;
use super::series::Shared;
use super::specs;
use crate::host::Host;
use crate::host::RegisterError;
use crate::label::Complete;
use crate::label::LabelSet;
use crate::label::Slots;
use crate::model::Descriptor;
use crate::model::Kind;

/// The states of a [`StateSet`]: an enum with `#[derive(StateSet)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of states",
    label = "no states",
    note = "make it an enum with `#[derive(pytheus::StateSet)]`"
)]
pub trait States {
    /// The states in declared order; the first is the one a state set starts with.
    const STATES: &'static [&'static str];

    /// The place of this state in the list.
    fn index(&self) -> usize;
}

/// One of a fixed list of states: every state is a sample, and the one that is on has the value 1.
///
/// `E` is the enum of states, `L` the label set. It starts in the first state. Clones share the value.
pub struct StateSet<E: States, L: LabelSet = ()> {
    core: Core<L>,
    states: PhantomData<fn() -> E>,
}

impl<E: States, L: LabelSet> StateSet<E, L> {
    /// Switches to a state.
    #[inline]
    pub fn set(&self, state: E)
    where
        L::Start: Complete,
    {
        let index = state.index();
        if !cfg!(pytheus_off) {
            self.core.on(|series| series.set_state(index));
        }
    }

    /// The labels, to be given by name in any order; those with a default need not be given.
    #[must_use]
    pub fn labels(&self) -> <L::Start as Labelled>::Builder<'_, StateSet<E>>
    where
        L::Start: Labelled,
    {
        self.core.labels()
    }

    /// All labels at once, as a struct literal that may borrow; no default is used.
    pub fn with<'x>(&self, labels: L::With<'x>) -> Partial<'_, StateSet<E>, L::With<'x>>
    where
        L::Start: Labelled,
    {
        self.core.with_labels(labels)
    }

    /// The series of a state set whose labels need no value. Clones share it.
    #[must_use]
    pub fn handle(&self) -> StateSet<E>
    where
        L::Start: Complete,
    {
        self.core.on(|series| StateSet::of_series(series.clone()))
    }

    /// Removes all series, and tells how many. A state set without labels keeps its one series.
    pub fn clear(&self) -> usize {
        self.core.clear()
    }

    /// What was declared of the metric.
    #[must_use]
    pub fn descriptor(&self) -> &Descriptor {
        let shared: &Arc<Shared> = self.core.shared();
        &shared.descriptor
    }
}

impl<E: States> StateSet<E> {
    fn of_series(series: Arc<Series>) -> Self {
        Self { core: Core::of_series(series), states: PhantomData }
    }
}

impl<E: States, S: Slots> Partial<'_, StateSet<E>, S> {
    /// Switches to a state.
    #[inline]
    pub fn set(&self, state: E)
    where
        S: Complete,
    {
        let index = state.index();
        self.record(|series| series.set_state(index));
    }
}

impl<E: States> sealed::Sealed for StateSet<E> {}

impl<E: States> Instrument for StateSet<E> {
    const KIND: Kind = Kind::StateSet;

    fn of(handle: sealed::Handle) -> Self {
        Self::of_series(handle.0)
    }
}

impl<E: States> StateSet<E> {
    /// Declares one at run time: a name, less the registry's prefix, and a HELP text, which may be empty.
    #[track_caller]
    pub fn builder(name: &str, help: &str) -> Builder<Self> {
        Builder::new(name, help).with_states(E::STATES.iter().copied())
    }
}

impl<E: States, L: LabelSet> Metric for StateSet<E, L> {
    fn declare(host: &dyn Host, declaration: Declaration) -> Result<Self, RegisterError> {
        let family = declaration.states(E::STATES.iter().copied()).attach(host, Kind::StateSet, specs::of::<L>())?;
        Ok(Self { core: Core::of_family(family), states: PhantomData })
    }
}

impl<E: States, L: LabelSet> Clone for StateSet<E, L> {
    fn clone(&self) -> Self {
        Self { core: self.core.clone(), states: PhantomData }
    }
}

impl<E: States, L: LabelSet> std::fmt::Debug for StateSet<E, L> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "StateSet({:?})", self.core)
    }
}
