use std::marker::PhantomData;

use super::callback::CallbackCounter;
use super::callback::CallbackGauge;
use super::core::Instrument;
use super::counter::Counter;
use super::declaration::Declaration;
use super::declaration::Metric;
use super::dynamic::Dynamic;
use super::dynamic_info::DynamicInfo;
use super::dynamic_state_set::DynamicStateSet;
use super::gauge::Gauge;
use super::histogram::Histogram;
use super::summary::Summary;
use crate::host::Host;
use crate::host::RegisterError;
use crate::model::Across;
use crate::model::Buckets;
use crate::model::Kind;
use crate::model::LabelName;
use crate::model::LabelSpec;
use crate::model::Place;

/// Declares a metric whose name is known only at run time: for bridges, plugins and configuration.
///
/// Everything is checked by `build`, with the rules that derives check at compile time. Handles cost what others cost.
///
/// ```
/// use pytheus_core::Counter;
/// use pytheus_core::Registry;
///
/// let registry = Registry::new();
/// let requests = Counter::builder("requests_total", "Requests.").labels(["method", "path"]).build(&registry)?;
/// let gets = requests.with(&["GET", "/"])?;
/// gets.inc();
/// assert_eq!(registry.sample_value("requests_total", &[("method", "GET"), ("path", "/")])?, Some(1.0));
///
/// let error = Counter::builder("requests", "Requests.").build(&registry).unwrap_err();
/// assert_eq!(error.to_string(), "requests: the name of a counter ends in `_total`");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
#[must_use = "nothing is registered before `build`"]
pub struct Builder<M, L = ()> {
    declaration: Declaration,
    labels: L,
    metric: PhantomData<fn() -> M>,
}

impl<M> Builder<M> {
    #[track_caller]
    pub(super) fn new(name: &str, help: &str) -> Self {
        Self { declaration: Declaration::new(name, help, Place::caller()), labels: (), metric: PhantomData }
    }

    /// The names of its labels, in order; it becomes a family of series.
    pub fn labels<N: AsRef<str>>(self, names: impl IntoIterator<Item = N>) -> Builder<M, Vec<String>> {
        let labels = names.into_iter().map(|name| name.as_ref().to_owned()).collect();
        Builder { declaration: self.declaration, labels, metric: PhantomData }
    }

    pub(super) fn into_declaration(self) -> Declaration {
        self.declaration
    }

    /// Registers it.
    ///
    /// # Errors
    ///
    /// [`RegisterError`] when the declaration is not legal, or the registry does not take it.
    pub fn build(self, host: &dyn Host) -> Result<M, RegisterError>
    where
        M: Metric,
    {
        M::declare(host, self.declaration)
    }
}

impl<M, L> Builder<M, L> {
    /// The unit, with which the name must end.
    pub fn unit(mut self, unit: &str) -> Self {
        self.declaration = self.declaration.unit(unit);
        self
    }

    /// How the values of several processes combine, for a gauge.
    pub fn across(mut self, across: Across) -> Self {
        self.declaration = self.declaration.across(across);
        self
    }

    /// The buckets of a histogram.
    pub fn buckets(mut self, buckets: Buckets) -> Self {
        self.declaration = self.declaration.buckets(Ok(buckets));
        self
    }

    /// Keeps a name that is foreign to the conventions, such as a counter's without `_total`.
    pub fn verbatim(mut self) -> Self {
        self.declaration = self.declaration.verbatim();
        self
    }
}

impl<L> Builder<DynamicStateSet, L> {
    /// The states; it starts in the first.
    pub fn states<S: Into<String>>(mut self, states: impl IntoIterator<Item = S>) -> Self {
        self.declaration = self.declaration.states(states);
        self
    }
}

impl Builder<DynamicInfo, Vec<String>> {
    /// Registers it.
    ///
    /// # Errors
    ///
    /// [`RegisterError`] when the declaration is not legal, or the registry does not take it.
    pub fn build(self, host: &dyn Host) -> Result<DynamicInfo, RegisterError> {
        let labels = specs(&self.labels)?;
        Ok(DynamicInfo::new(self.declaration.attach(host, Kind::Info, labels)?))
    }
}

impl<M: Instrument> Builder<M, Vec<String>> {
    /// A default for one of the labels.
    pub fn default(mut self, label: &str, value: &str) -> Self {
        self.declaration = self.declaration.default(label, value);
        self
    }

    /// The most series it may have, in place of the registry's limit; `None` for no limit.
    pub fn series_limit(mut self, limit: Option<usize>) -> Self {
        self.declaration = self.declaration.series_limit(limit);
        self
    }

    /// Registers it.
    ///
    /// # Errors
    ///
    /// [`RegisterError`] when the declaration is not legal, or the registry does not take it.
    pub fn build(self, host: &dyn Host) -> Result<Dynamic<M>, RegisterError> {
        let labels = specs(&self.labels)?;
        Ok(Dynamic::new(self.declaration.attach(host, M::KIND, labels)?))
    }
}

fn specs(names: &[String]) -> Result<Vec<LabelSpec>, RegisterError> {
    names.iter().map(|name| Ok(LabelSpec::new(LabelName::new(name)?))).collect()
}

macro_rules! builders {
    ($($metric:ident)*) => {$(
        impl $metric {
            /// Declares one at run time: a name, less the registry's prefix, and a HELP text, which may be empty.
            #[track_caller]
            pub fn builder(name: &str, help: &str) -> Builder<Self> {
                Builder::new(name, help)
            }
        }
    )*};
}

builders! { Counter Gauge Histogram Summary CallbackGauge CallbackCounter DynamicStateSet DynamicInfo }
