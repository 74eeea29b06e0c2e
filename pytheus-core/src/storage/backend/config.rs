use std::fs;
use std::path::Path;
use std::path::PathBuf;

use super::BackendError;

/// The file that `PYTHEUS_BACKEND_CONFIG` names, read; or nothing, when the variable is not set.
///
/// The storages of pytheus read it as JSON; what a storage of your own makes of the text is its own affair.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BackendConfig {
    file: Option<(PathBuf, String)>,
}

impl BackendConfig {
    /// No file.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Reads a file.
    ///
    /// # Errors
    ///
    /// [`BackendError::Config`] when it cannot be read, or is not UTF-8.
    pub fn read(path: impl AsRef<Path>) -> Result<Self, BackendError> {
        let path = path.as_ref();
        match fs::read_to_string(path) {
            Ok(text) => Ok(Self { file: Some((path.to_owned(), text)) }),
            Err(error) => Err(BackendError::Config { path: path.to_owned(), source: error.into() }),
        }
    }

    /// Where the file is.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.file.as_ref().map(|(path, _)| path.as_path())
    }

    /// What it says.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.file.as_ref().map(|(_, text)| text.as_str())
    }
}
