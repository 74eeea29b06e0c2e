use std::path::Path;

use super::error::MmapError;
use super::fold::Folding;
use super::storage::Mmap;

/// Options of an [`Mmap`] storage.
///
/// ```
/// use pytheus_core::storage::Mmap;
///
/// # let directory = std::env::temp_dir().join(format!("pytheus-options-{}", std::process::id()));
/// // Python processes read this directory: leave them all files.
/// let storage = Mmap::options().fold(false).open(&directory)?;
/// # std::fs::remove_dir_all(&directory).unwrap();
/// # Ok::<(), pytheus_core::storage::MmapError>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is opened before `open`"]
pub struct MmapOptions {
    folding: Folding,
}

impl MmapOptions {
    pub(super) fn new() -> Self {
        Self { folding: Folding::IfAlone }
    }

    /// Whether what processes that have ended left is put into one file that only this library reads. Unless said, it is
    /// as long as no file of another library is in the directory.
    pub fn fold(mut self, fold: bool) -> Self {
        self.folding = if fold { Folding::Always } else { Folding::Never };
        self
    }

    /// Opens the directory.
    ///
    /// # Errors
    ///
    /// As [`Mmap::dir`].
    pub fn open(&self, directory: impl AsRef<Path>) -> Result<Mmap, MmapError> {
        Mmap::start(directory.as_ref(), self.folding)
    }
}
