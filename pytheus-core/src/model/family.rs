use std::sync::Arc;

use super::Buckets;
use super::Descriptor;
use super::Kind;
use super::Labels;
use super::MetricName;
use super::NameError;
use super::Number;
use super::Point;
use super::Series;

/// All series of one metric, as they were read at one moment.
///
/// A custom collector makes them with the constructors here:
///
/// ```
/// use pytheus_core::model::Family;
///
/// let disks = Family::gauge("disk_free_bytes", "Free space.")?
///     .with([("disk", "sda")], 512.0)?
///     .with([("disk", "sdb")], 1024.0)?;
/// assert_eq!(disks.series().len(), 2);
/// # Ok::<(), pytheus_core::model::NameError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Family {
    name: MetricName,
    kind: Kind,
    help: Arc<str>,
    unit: Option<Arc<str>>,
    buckets: Option<Arc<Buckets>>,
    states: Arc<[Arc<str>]>,
    constant: Labels,
    series: Vec<Series>,
}

impl Family {
    /// A family of any kind without series.
    #[must_use]
    pub fn new(name: MetricName, kind: Kind, help: &str) -> Self {
        Self {
            name,
            kind,
            help: if help.is_empty() { Arc::default() } else { help.into() },
            unit: None,
            buckets: None,
            states: Arc::default(),
            constant: Labels::empty(),
            series: Vec::new(),
        }
    }

    /// The family that a declared metric exposes, without series.
    #[must_use]
    pub fn of(descriptor: &Descriptor) -> Self {
        Self {
            name: descriptor.name.clone(),
            kind: descriptor.kind,
            help: descriptor.help.clone(),
            unit: descriptor.unit.clone(),
            buckets: descriptor.buckets.clone(),
            states: descriptor.states.clone(),
            constant: Labels::empty(),
            series: Vec::new(),
        }
    }

    /// A counter. The name is what the text format shows: it should end in `_total`.
    ///
    /// # Errors
    ///
    /// [`NameError`] for an illegal name; so for every constructor here.
    pub fn counter(name: &str, help: &str) -> Result<Self, NameError> {
        Ok(Self::new(MetricName::new(name)?, Kind::Counter, help))
    }

    /// A gauge.
    ///
    /// # Errors
    ///
    /// [`NameError`] for an illegal name.
    pub fn gauge(name: &str, help: &str) -> Result<Self, NameError> {
        Ok(Self::new(MetricName::new(name)?, Kind::Gauge, help))
    }

    /// A number of which nothing more is known.
    ///
    /// # Errors
    ///
    /// [`NameError`] for an illegal name.
    pub fn unknown(name: &str, help: &str) -> Result<Self, NameError> {
        Ok(Self::new(MetricName::new(name)?, Kind::Unknown, help))
    }

    /// An info family. The name is what the text format shows: it should end in `_info`.
    ///
    /// # Errors
    ///
    /// [`NameError`] for an illegal name.
    pub fn info(name: &str, help: &str) -> Result<Self, NameError> {
        Ok(Self::new(MetricName::new(name)?, Kind::Info, help))
    }

    /// A summary: how many, and their sum.
    ///
    /// # Errors
    ///
    /// [`NameError`] for an illegal name.
    pub fn summary(name: &str, help: &str) -> Result<Self, NameError> {
        Ok(Self::new(MetricName::new(name)?, Kind::Summary, help))
    }

    /// A histogram with these buckets.
    ///
    /// # Errors
    ///
    /// [`NameError`] for an illegal name.
    pub fn histogram(name: &str, help: &str, buckets: Buckets) -> Result<Self, NameError> {
        let mut family = Self::new(MetricName::new(name)?, Kind::Histogram, help);
        family.buckets = Some(Arc::new(buckets));
        Ok(family)
    }

    /// A state set with these states.
    ///
    /// # Errors
    ///
    /// [`NameError`] for an illegal name.
    pub fn state_set<'a>(name: &str, help: &str, states: impl IntoIterator<Item = &'a str>) -> Result<Self, NameError> {
        let mut family = Self::new(MetricName::new(name)?, Kind::StateSet, help);
        family.states = states.into_iter().map(Arc::from).collect();
        Ok(family)
    }

    /// A gauge histogram with these buckets: a distribution as it is now, which also shrinks.
    ///
    /// # Errors
    ///
    /// [`NameError`] for an illegal name.
    pub fn gauge_histogram(name: &str, help: &str, buckets: Buckets) -> Result<Self, NameError> {
        let mut family = Self::new(MetricName::new(name)?, Kind::GaugeHistogram, help);
        family.buckets = Some(Arc::new(buckets));
        Ok(family)
    }

    /// The family with a unit, as OpenMetrics shows it.
    #[must_use]
    pub fn unit(mut self, unit: &str) -> Self {
        self.unit = Some(unit.into());
        self
    }

    /// The family with one more series of a single number: for counters, gauges, info and unknown ones.
    ///
    /// A whole `u64` stays whole; an info series takes any number and shows 1.
    ///
    /// # Errors
    ///
    /// [`NameError`] for an illegal label name.
    pub fn with<'a>(
        mut self,
        labels: impl IntoIterator<Item = (&'a str, &'a str)>,
        value: impl Into<Number>,
    ) -> Result<Self, NameError> {
        let value = value.into();
        let point = match self.kind {
            Kind::Counter => Point::Counter(value),
            Kind::Gauge => Point::Gauge(value),
            Kind::Info => Point::Info,
            _ => Point::Unknown(value),
        };
        self.push(Labels::new(labels)?, point);
        Ok(self)
    }

    /// The family with one more series.
    ///
    /// # Errors
    ///
    /// [`NameError`] for an illegal label name.
    pub fn with_point<'a>(
        mut self,
        labels: impl IntoIterator<Item = (&'a str, &'a str)>,
        point: Point,
    ) -> Result<Self, NameError> {
        self.push(Labels::new(labels)?, point);
        Ok(self)
    }

    /// Adds a series.
    pub fn push(&mut self, labels: Labels, point: Point) {
        self.push_series(Series::new(labels, point));
    }

    /// Adds a series that has more than labels and a point.
    pub fn push_series(&mut self, series: Series) {
        self.series.push(series);
    }

    /// Makes room for so many more series.
    pub fn reserve(&mut self, series: usize) {
        self.series.reserve(series);
    }

    /// The family under another name and with constant labels, as a registry applies them.
    #[must_use]
    pub fn qualified(mut self, name: MetricName, constant: Labels) -> Self {
        self.name = name;
        self.constant = constant;
        self
    }

    /// The name, as declared, suffixes like `_total` included.
    #[must_use]
    pub fn name(&self) -> &MetricName {
        &self.name
    }

    /// What it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The HELP text; empty for none.
    #[must_use]
    pub fn help(&self) -> &str {
        &self.help
    }

    /// The unit.
    #[must_use]
    pub fn unit_name(&self) -> Option<&str> {
        self.unit.as_deref()
    }

    /// The buckets of a histogram.
    #[must_use]
    pub fn buckets(&self) -> Option<&Buckets> {
        self.buckets.as_deref()
    }

    /// The states of a state set.
    #[must_use]
    pub fn states(&self) -> &[Arc<str>] {
        &self.states
    }

    /// Labels that every series has besides its own.
    #[must_use]
    pub fn constant_labels(&self) -> &Labels {
        &self.constant
    }

    /// The series, in the order they were made.
    #[must_use]
    pub fn series(&self) -> &[Series] {
        &self.series
    }

    /// The family with these buckets, or with none but `+Inf`.
    #[must_use]
    pub fn with_buckets(mut self, buckets: Option<Arc<Buckets>>) -> Self {
        self.buckets = buckets;
        self
    }

    /// The family with these states.
    #[must_use]
    pub fn with_states(mut self, states: impl Into<Arc<[Arc<str>]>>) -> Self {
        self.states = states.into();
        self
    }

    /// The series, to change: a storage merges what other processes recorded.
    pub fn series_mut(&mut self) -> &mut Vec<Series> {
        &mut self.series
    }
}
