use std::sync::Arc;

use super::children::Children;
use crate::host::Host;
use crate::host::RegisterError;
use crate::model::Across;
use crate::model::Buckets;
use crate::model::BucketsError;
use crate::model::Descriptor;
use crate::model::Kind;
use crate::model::LabelSpec;
use crate::model::MetricName;
use crate::model::Place;
use crate::model::reserved;

/// A type that can be a field of a metrics struct.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a metric",
    label = "not a metric",
    note = "a field is a `Counter`, `Gauge`, `Histogram`, `Summary`, `Info` or `StateSet`",
    note = "if it is a struct of metrics, write `#[metrics(nested)]` on the field"
)]
pub trait Metric: Sized {
    /// Declares it to a registry.
    ///
    /// # Errors
    ///
    /// [`RegisterError`] when the declaration is not legal, or the registry does not take it.
    fn declare(host: &dyn Host, declaration: Declaration) -> Result<Self, RegisterError>;
}

/// What is declared of a metric besides its type: derives write it, and so does [`Builder`](super::Builder).
#[derive(Debug)]
#[must_use]
pub struct Declaration {
    name: String,
    help: String,
    unit: Option<String>,
    across: Across,
    buckets: Option<Result<Buckets, BucketsError>>,
    states: Vec<String>,
    defaults: Vec<(String, String)>,
    series_limit: Option<Option<usize>>,
    init: bool,
    verbatim: bool,
    place: Place,
}

impl Declaration {
    /// A name, less the registry's prefix; a HELP text; and where this stands.
    pub fn new(name: impl Into<String>, help: impl Into<String>, place: Place) -> Self {
        Self {
            name: name.into(),
            help: help.into(),
            unit: None,
            across: Across::default(),
            buckets: None,
            states: Vec::new(),
            defaults: Vec::new(),
            series_limit: None,
            init: false,
            verbatim: false,
            place,
        }
    }

    /// The unit, with which the name must end.
    pub fn unit(mut self, unit: &str) -> Self {
        self.unit = Some(unit.to_owned());
        self
    }

    /// How the values of several processes combine, for a gauge.
    pub fn across(mut self, across: Across) -> Self {
        self.across = across;
        self
    }

    /// The buckets of a histogram.
    pub fn buckets(mut self, buckets: Result<Buckets, BucketsError>) -> Self {
        self.buckets = Some(buckets);
        self
    }

    pub(super) fn states(mut self, states: impl IntoIterator<Item: Into<String>>) -> Self {
        self.states = states.into_iter().map(Into::into).collect();
        self
    }

    /// A default for one label, in place of the label set's own. `label` is what its setter is called.
    pub fn default(mut self, label: &str, value: impl Into<String>) -> Self {
        self.defaults.push((label.to_owned(), value.into()));
        self
    }

    /// The most series the family may have; `None` for no limit.
    pub fn series_limit(mut self, limit: Option<usize>) -> Self {
        self.series_limit = Some(limit);
        self
    }

    /// Every combination of closed labels exists from registration, at 0.
    pub fn init(mut self) -> Self {
        self.init = true;
        self
    }

    /// Keeps a name that is foreign to the conventions.
    pub fn verbatim(mut self) -> Self {
        self.verbatim = true;
        self
    }

    /// Checks the declaration and takes it to a registry.
    pub(super) fn attach(
        self,
        host: &dyn Host,
        kind: Kind,
        labels: Vec<LabelSpec>,
    ) -> Result<Arc<Children>, RegisterError> {
        let descriptor = Arc::new(self.describe(kind, labels)?);
        let made = host.attach(descriptor.clone(), &mut |context| Arc::new(Children::new(&descriptor, context)))?;
        let place = descriptor.place;
        let made: Arc<dyn std::any::Any + Send + Sync> = made;
        made.downcast().map_err(|_| RegisterError::Conflict {
            metric: descriptor.name.as_str().into(),
            differs: "kind of source",
            here: place,
            there: place,
        })
    }

    /// The descriptor, if all of it is legal.
    pub(super) fn describe(self, kind: Kind, labels: Vec<LabelSpec>) -> Result<Descriptor, RegisterError> {
        let name = MetricName::new(&self.name)?;
        let unfit = |why| RegisterError::Unfit { metric: self.name.as_str().into(), why };
        if !self.verbatim {
            check_suffix(kind, &self.name).map_err(unfit)?;
        }
        if let Some(unit) = &self.unit {
            let base = base(kind, &self.name);
            if !base.strip_suffix(unit.as_str()).is_some_and(|rest| rest.ends_with('_')) {
                return Err(unfit("the name does not end in the unit"));
            }
        }
        if self.buckets.is_some() && kind != Kind::Histogram {
            return Err(unfit("only a histogram has buckets"));
        }
        if self.across != Across::default() && kind != Kind::Gauge {
            return Err(unfit("only a gauge has a mode across processes"));
        }
        if kind == Kind::StateSet {
            check_states(&self.states).map_err(unfit)?;
        }
        let labels = with_defaults(&self.name, labels, &self.defaults)?;
        check_labels(&self.name, kind, &labels)?;
        let width = labels
            .iter()
            .filter_map(|label| label.closed)
            .try_fold(1_u64, |width, values| width.checked_mul(values.len() as u64));
        if width.is_none() {
            return Err(unfit("its closed labels have too many combinations"));
        }
        if self.init && labels.iter().any(|label| label.closed.is_none()) {
            return Err(unfit("only a metric whose labels are all closed can have all its series from the start"));
        }
        if self.init && width > Some(MOST_FROM_THE_START) {
            return Err(unfit("its closed labels have more than 4,096 combinations, too many to have from the start"));
        }
        let buckets = match (kind, self.buckets) {
            (Kind::Histogram, None) => Some(Buckets::default()),
            (_, None) => None,
            (_, Some(Ok(buckets))) => Some(buckets),
            (_, Some(Err(source))) => return Err(RegisterError::Buckets { metric: self.name.into(), source }),
        };
        let mut descriptor = Descriptor::new(name, kind, &self.help, self.place);
        descriptor.unit = self.unit.map(Into::into);
        descriptor.across = self.across;
        descriptor.buckets = buckets.map(Arc::new);
        descriptor.states = self.states.into_iter().map(Arc::from).collect();
        descriptor.labels = labels.into();
        descriptor.verbatim = self.verbatim;
        descriptor.series_limit = self.series_limit;
        descriptor.init = self.init;
        Ok(descriptor)
    }
}

fn base(kind: Kind, name: &str) -> &str {
    match kind {
        Kind::Counter => name.strip_suffix("_total").unwrap_or(name),
        Kind::Info => name.strip_suffix("_info").unwrap_or(name),
        _ => name,
    }
}

/// Suffixes say what a metric is, so they must be true
/// ([OpenMetrics](https://prometheus.io/docs/specs/om/open_metrics_spec/#suffixes)).
fn check_suffix(kind: Kind, name: &str) -> Result<(), &'static str> {
    match kind {
        Kind::Counter if !name.ends_with("_total") => Err("the name of a counter ends in `_total`"),
        Kind::Info if !name.ends_with("_info") => Err("the name of an info metric ends in `_info`"),
        Kind::Counter | Kind::Info => Ok(()),
        _ if name.ends_with("_total") => Err("only the name of a counter ends in `_total`"),
        _ => Ok(()),
    }
}

fn check_states(states: &[String]) -> Result<(), &'static str> {
    let twice = |(i, state): (usize, &String)| states.iter().take(i).any(|other| other == state);
    match states {
        [] => Err("a state set needs at least one state"),
        _ if states.iter().enumerate().any(twice) => Err("a state is there twice"),
        _ => Ok(()),
    }
}

fn with_defaults(
    metric: &str,
    mut labels: Vec<LabelSpec>,
    defaults: &[(String, String)],
) -> Result<Vec<LabelSpec>, RegisterError> {
    let wrong = |label: &str, why| RegisterError::Label { metric: metric.into(), label: label.into(), why };
    for (label, value) in defaults {
        match labels.iter_mut().find(|spec| spec.setter.unwrap_or(spec.name.as_str()) == label) {
            Some(spec) => spec.default = Some(value.as_str().into()),
            None => return Err(wrong(label, "it has a default, but the metric has no such label")),
        }
    }
    for spec in &labels {
        if let (Some(closed), Some(default)) = (spec.closed, spec.default.as_deref())
            && !closed.contains(&default)
        {
            return Err(wrong(spec.name.as_str(), "its default is none of its values"));
        }
    }
    Ok(labels)
}

/// What is wrong with the labels whatever the registry; the label of a state set is known only with its prefix.
fn check_labels(metric: &str, kind: Kind, labels: &[LabelSpec]) -> Result<(), RegisterError> {
    for (i, label) in labels.iter().enumerate() {
        let name = label.name.as_str();
        let own = if kind == Kind::StateSet { None } else { reserved(kind, metric, name) };
        let twice = labels[..i].iter().any(|other| other.name == label.name).then_some("it is there twice");
        if let Some(why) = own.or(twice) {
            return Err(RegisterError::Label { metric: metric.into(), label: name.into(), why });
        }
    }
    Ok(())
}

const MOST_FROM_THE_START: u64 = 4096;
