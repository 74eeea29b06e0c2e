use std::sync::Arc;

use super::Cells;
use super::Storage;
use super::StorageError;
use crate::model::Descriptor;
use crate::model::Family;
use crate::model::Labels;

/// A storage that keeps nothing: every recording is dropped, and a scrape shows families without series.
#[derive(Clone, Copy, Debug, Default)]
pub struct Null;

impl Storage for Null {
    fn name(&self) -> &'static str {
        "null"
    }

    fn open(&self, _: &Descriptor, _: &Labels) -> Result<Cells, StorageError> {
        Ok(Cells::null())
    }

    fn merge(&self, _: &[Arc<Descriptor>], mut local: Vec<Family>) -> Result<Vec<Family>, StorageError> {
        local.iter_mut().for_each(|family| family.series_mut().clear());
        Ok(local)
    }
}
