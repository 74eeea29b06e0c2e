use crate::model::Descriptor;
use crate::model::Labels;
use crate::storage::Cells;
use crate::storage::Storage;
use crate::storage::StorageError;

/// The default storage: this process's memory. Nobody else sees it, and it is gone when the process is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Memory;

impl Storage for Memory {
    fn name(&self) -> &'static str {
        "memory"
    }

    fn open(&self, metric: &Descriptor, _: &Labels) -> Result<Cells, StorageError> {
        Ok(Cells::in_memory(metric))
    }
}
