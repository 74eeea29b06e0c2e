//! The registry of the process, and the metrics structs that live in it.

use std::error::Error;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use once_cell::sync::OnceCell;
use parking_lot::Mutex;

use crate::collect::Collect;
use crate::collect::Gather;
use crate::collect::GatherError;
use crate::collectors::SelfMetrics;
use crate::encode;
use crate::functions;
use crate::host::Context;
use crate::host::Host;
use crate::host::RegisterError;
use crate::metric::Metrics;
use crate::metric::evaluated_once;
use crate::model::Descriptor;
use crate::model::Place;
use crate::registry::Registry;
use crate::report::Trouble;
use crate::report::hold_back;
use crate::report::report;
use crate::storage;
use crate::storage::Memory;
use crate::storage::Storage;

/// The registry of this process: what `global()` of a metrics struct and the bare `#[timed]` register in.
///
/// From its first use on, which this is, it stays the one it is. Its values live where [`load_backend`] said, else where
/// the environment says ([`storage::from_environment`]), else in memory. What the environment asks for in vain is
/// reported and counted in `pytheus_refused_backends_total`.
#[track_caller]
pub fn global() -> &'static Registry {
    match IN_USE.get() {
        Some(in_use) => &in_use.registry,
        None => first_use(Place::caller()),
    }
}

/// The metrics of the global registry, as Prometheus' text format 0.0.4.
///
/// # Errors
///
/// [`GatherError`] when a storage does not give its values.
#[track_caller]
pub fn generate_metrics() -> Result<String, GatherError> {
    let mut text = String::new();
    encode::text(&global().gather()?, &mut text);
    Ok(text)
}

/// Makes a registry the one of this process.
///
/// # Errors
///
/// [`TooLate`] once the global registry has been used, or chosen.
#[track_caller]
pub fn set_registry(registry: Registry) -> Result<(), TooLate> {
    choose(Place::caller(), registry)
}

/// Keeps the values of the global registry in this storage.
///
/// # Errors
///
/// [`TooLate`] once the global registry has been used, or chosen.
#[track_caller]
pub fn load_backend(storage: impl Storage) -> Result<(), TooLate> {
    let place = Place::caller();
    match Registry::builder().storage(storage).build() {
        Ok(registry) => choose(place, registry),
        // A builder that was given no name has none that is illegal.
        Err(_) => unreachable!(),
    }
}

/// The global registry was used or chosen before. The caller is at fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLate {
    first: Place,
}

impl TooLate {
    /// Where it was used or chosen first.
    #[must_use]
    pub fn first(&self) -> Place {
        self.first
    }
}

impl fmt::Display for TooLate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "too late: the global registry was in use already, first at {}", self.first)
    }
}

impl Error for TooLate {}

/// A metrics struct of the process, under a name: a `static` that registers itself at its first use.
///
/// It is the same struct as `T::global()`.
pub struct Global<T: 'static> {
    metrics: OnceCell<&'static T>,
}

impl<T> Global<T> {
    /// Not yet registered.
    #[must_use]
    #[allow(clippy::new_without_default)]
    pub const fn new() -> Self {
        Self { metrics: OnceCell::new() }
    }
}

impl<T: Shared> Deref for Global<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        match self.metrics.get() {
            Some(metrics) => metrics,
            None => self.metrics.get_or_init(global_metrics::<T>),
        }
    }
}

impl<T> fmt::Debug for Global<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Global")
    }
}

/// A metrics struct of which the process has one; derives implement it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a struct of metrics",
    label = "not a struct of metrics",
    note = "it needs `#[derive(pytheus::Metrics)]`"
)]
pub trait Shared: Metrics + Send + Sync + 'static {
    /// Where the one is kept.
    fn cell() -> &'static OnceCell<Self>;
}

/// The process' one struct of this type, registered in the global registry at the first call.
///
/// What the registry does not take is reported and counted; the metric records all the same, and is not exposed.
pub fn global_metrics<T: Shared>() -> &'static T {
    if let Some(metrics) = T::cell().get() {
        return metrics;
    }
    let _held_back = hold_back();
    T::cell().get_or_init(|| match evaluated_once(|| T::build(&lenient(), "")) {
        Ok(metrics) => metrics,
        // The registry's own refusals are dealt with by `Lenient`, so what is left is a declaration that no registry
        // could ever take, such as unsorted buckets from a constant: the program is wrong.
        #[allow(clippy::panic)]
        Err(error) => panic!("{}", chain(&error)),
    })
}

/// The global registry, in use from here on, to a metric that cannot be refused.
pub(crate) fn lenient() -> Lenient {
    Lenient { registry: global() }
}

/// The global registry to a metric that cannot be refused.
pub(crate) struct Lenient {
    registry: &'static Registry,
}

impl Host for Lenient {
    fn attach(
        &self,
        descriptor: Arc<Descriptor>,
        make: &mut dyn FnMut(&Context) -> Arc<dyn Collect>,
    ) -> Result<Arc<dyn Collect>, RegisterError> {
        self.registry.attach(descriptor.clone(), make).or_else(|error| {
            report(Trouble::RegistrationFailed, descriptor.name.as_str(), || {
                format!("it records, but is not exposed: {}", chain(&error))
            });
            // In memory: on a storage that others share, it would write into the metric it is refused for.
            Ok(make(&Context { storage: Arc::new(Memory), ..self.registry.context().clone() }))
        })
    }
}

/// An error and what caused it, in one line.
fn chain(error: &dyn Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| (*cause).source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}

struct InUse {
    registry: Registry,
}

static IN_USE: OnceCell<InUse> = OnceCell::new();

/// How the global registry comes about.
enum Choice {
    /// Nobody has chosen or used it.
    Open,
    /// It was chosen, and is not in use yet; where it was chosen.
    Chosen(Registry, Place),
    /// It is in use, or about to be; where it was chosen or used first.
    Used(Place),
}

static CHOICE: Mutex<Choice> = Mutex::new(Choice::Open);

fn choose(place: Place, registry: Registry) -> Result<(), TooLate> {
    let mut choice = CHOICE.lock();
    match &*choice {
        Choice::Chosen(_, first) | Choice::Used(first) => Err(TooLate { first: *first }),
        Choice::Open => {
            *choice = Choice::Chosen(registry, place);
            Ok(())
        }
    }
}

#[cold]
fn first_use(place: Place) -> &'static Registry {
    let _held_back = hold_back();
    let mut first_of_all = false;
    let in_use = IN_USE.get_or_init(|| {
        first_of_all = true;
        let chosen = {
            // In one step, so that nobody chooses a registry that will not be used.
            let mut choice = CHOICE.lock();
            let first = if let Choice::Chosen(_, first) = &*choice { *first } else { place };
            std::mem::replace(&mut *choice, Choice::Used(first))
        };
        let registry = match chosen {
            Choice::Chosen(registry, _) => registry,
            Choice::Open | Choice::Used(_) => from_environment(),
        };
        match registry.register(SelfMetrics) {
            // A registry of the user's may have them already.
            Err(RegisterError::Claimed { owner, .. }) if owner.starts_with("pytheus_") => {}
            Err(error) => report(Trouble::RegistrationFailed, "pytheus", || error.to_string()),
            Ok(()) => {}
        }
        InUse { registry }
    });
    if first_of_all {
        functions::declare_listed(&Lenient { registry: &in_use.registry });
    }
    &in_use.registry
}

/// A registry whose values live where the environment says, or in memory if that cannot be.
fn from_environment() -> Registry {
    let built = storage::from_environment().map(|storage| Registry::builder().storage(storage).build());
    match built {
        Ok(Ok(registry)) => registry,
        // A builder that was given no name has none that is illegal.
        Ok(Err(_)) => unreachable!(),
        Err(error) => {
            report(Trouble::BackendRefused, "PYTHEUS_BACKEND", || {
                format!("values are kept in memory only: {}", chain(&error))
            });
            Registry::new()
        }
    }
}
