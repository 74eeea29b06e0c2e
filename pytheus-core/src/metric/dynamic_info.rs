use std::fmt;
use std::sync::Arc;

use super::children::Children;
use super::dynamic::Dynamic;
use super::dynamic::LabelError;

/// Text about the program, whose label names are known only at run time; see [`Info`](super::Info).
///
/// ```
/// use pytheus_core::Registry;
/// use pytheus_core::metric::DynamicInfo;
///
/// let registry = Registry::new();
/// let build = DynamicInfo::builder("build_info", "What runs.").labels(["version"]).build(&registry)?;
/// build.set(&["1.0"])?;
/// build.set(&["1.1"])?;
/// assert_eq!(registry.sample_value("build_info", &[("version", "1.1")])?, Some(1.0));
/// assert_eq!(registry.sample_value("build_info", &[("version", "1.0")])?, None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct DynamicInfo {
    labels: Dynamic<()>,
}

impl DynamicInfo {
    pub(super) fn new(family: Arc<Children>) -> Self {
        Self { labels: Dynamic::new(family) }
    }

    /// Says this, in place of what was said before: one value per label, in order.
    ///
    /// # Errors
    ///
    /// [`LabelError`] when there are not as many values as labels.
    pub fn set<V: AsRef<str>>(&self, values: &[V]) -> Result<(), LabelError> {
        self.labels.family.replace(&self.labels.positional(values)?);
        Ok(())
    }

    /// Says nothing any more.
    pub fn clear(&self) {
        self.labels.clear();
    }
}

impl fmt::Debug for DynamicInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DynamicInfo({})", self.labels.descriptor().name)
    }
}
