use super::catalog::Registry;
use crate::collect::Gather;
use crate::collect::GatherError;
use crate::model::Snapshot;

/// A part of a registry, picked by names; see [`Registry::restricted`].
#[derive(Clone, Debug)]
pub struct Restricted {
    registry: Registry,
    names: Vec<String>,
}

impl Restricted {
    pub(super) fn new(registry: Registry, names: Vec<String>) -> Self {
        Self { registry, names }
    }
}

impl Gather for Restricted {
    fn gather(&self) -> Result<Snapshot, GatherError> {
        Ok(self.registry.gather()?.restricted(&self.names))
    }
}
