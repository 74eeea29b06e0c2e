use std::error::Error;
use std::fmt;

use super::core::Core;
use super::core::Instrument;
use super::core::sealed;
use super::declaration::Declaration;
use super::declaration::Metric;
use crate::host::Host;
use crate::host::RegisterError;
use crate::model::Kind;

/// A state set whose states are known only at run time; see [`StateSet`](super::StateSet). Clones share the value.
///
/// ```
/// use pytheus_core::Registry;
/// use pytheus_core::metric::DynamicStateSet;
///
/// let registry = Registry::new();
/// let phase = DynamicStateSet::builder("phase", "").states(["starting", "running"]).build(&registry)?;
/// phase.set("running")?;
/// assert_eq!(registry.sample_value("phase", &[("phase", "running")])?, Some(1.0));
/// assert_eq!(phase.set("gone").unwrap_err().to_string(), "phase has no state \"gone\", it has: starting, running");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct DynamicStateSet {
    core: Core<()>,
}

impl DynamicStateSet {
    /// Switches to a state.
    ///
    /// # Errors
    ///
    /// [`UnknownState`] when it is none of the declared ones.
    pub fn set(&self, state: &str) -> Result<(), UnknownState> {
        let descriptor = &self.core.shared().descriptor;
        match descriptor.states.iter().position(|known| &**known == state) {
            Some(index) => {
                if !cfg!(pytheus_off) {
                    self.core.on(|series| series.set_state(index));
                }
                Ok(())
            }
            None => Err(UnknownState {
                metric: descriptor.name.as_str().into(),
                state: state.into(),
                expected: descriptor.states.iter().map(|known| (**known).into()).collect(),
            }),
        }
    }
}

impl sealed::Sealed for DynamicStateSet {}

impl Instrument for DynamicStateSet {
    const KIND: Kind = Kind::StateSet;

    fn of(handle: sealed::Handle) -> Self {
        Self { core: Core::of_series(handle.0) }
    }
}

#[diagnostic::do_not_recommend]
impl Metric for DynamicStateSet {
    fn declare(host: &dyn Host, declaration: Declaration) -> Result<Self, RegisterError> {
        Ok(Self { core: Core::of_family(declaration.attach(host, Kind::StateSet, Vec::new())?) })
    }
}

/// A state that a state set does not have. The caller is at fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownState {
    metric: Box<str>,
    state: Box<str>,
    expected: Box<[Box<str>]>,
}

impl fmt::Display for UnknownState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} has no state {:?}, it has: {}", self.metric, self.state, self.expected.join(", "))
    }
}

impl Error for UnknownState {}
