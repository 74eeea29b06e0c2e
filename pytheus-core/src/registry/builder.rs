use std::sync::Arc;

use super::catalog::Registry;
use crate::clock::Clock;
use crate::host::Context;
use crate::host::RegisterError;
use crate::model::LabelName;
use crate::model::LabelsBuilder;
use crate::model::MetricName;
use crate::storage::Memory;
use crate::storage::Storage;

/// Sets up a [`Registry`].
///
/// ```
/// use pytheus_core::Counter;
/// use pytheus_core::Registry;
///
/// let registry = Registry::builder().prefix("shop").constant_label("region", "eu").build()?;
/// Counter::builder("sales_total", "Sales.").build(&registry)?.inc();
/// assert_eq!(registry.sample_value("shop_sales_total", &[("region", "eu")])?, Some(1.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
#[must_use]
pub struct RegistryBuilder {
    prefix: String,
    constant: Vec<(String, String)>,
    context: Context,
}

impl RegistryBuilder {
    pub(super) fn new() -> Self {
        let context = Context::new(Arc::new(Memory), Clock::system(), Some(SERIES_LIMIT));
        Self { prefix: String::new(), constant: Vec::new(), context }
    }

    /// Comes with an underscore before the name of everything the registry gathers, custom collectors too.
    pub fn prefix(mut self, prefix: &str) -> Self {
        prefix.clone_into(&mut self.prefix);
        self
    }

    /// A label that every series has when it is gathered, custom collectors' too. It is not stored.
    pub fn constant_label(mut self, name: &str, value: &str) -> Self {
        self.constant.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Where the values live; this process's memory unless said otherwise.
    pub fn storage(mut self, storage: impl Storage) -> Self {
        self.context.storage = Arc::new(storage);
        self
    }

    /// Where the metrics read the time: the system's clock, unless a test brings its own.
    pub fn clock(mut self, clock: Clock) -> Self {
        self.context.clock = clock;
        self
    }

    /// The most series of a family, unless the metric has a limit of its own: 100,000 unless set, `None` for no limit.
    /// Metrics whose labels are all closed are exempt.
    pub fn series_limit(mut self, limit: Option<usize>) -> Self {
        self.context.series_limit = limit;
        self
    }

    pub(super) fn into_context(self) -> Context {
        self.context
    }

    /// The registry, empty.
    ///
    /// # Errors
    ///
    /// [`RegisterError`] for an illegal prefix or label name, and for a label given twice.
    pub fn build(self) -> Result<Registry, RegisterError> {
        if !self.prefix.is_empty() {
            MetricName::new(&self.prefix)?;
        }
        let mut names: Vec<LabelName> = Vec::new();
        let mut constant = LabelsBuilder::new();
        for (name, value) in &self.constant {
            let name = LabelName::new(name)?;
            if names.contains(&name) {
                let why = "this constant label is given twice";
                return Err(RegisterError::Label { metric: "the registry".into(), label: name.as_str().into(), why });
            }
            constant.push(&name, value);
            names.push(name);
        }
        Ok(Registry::of(self.prefix.into(), constant.build(), self.context))
    }
}

const SERIES_LIMIT: usize = 100_000;
