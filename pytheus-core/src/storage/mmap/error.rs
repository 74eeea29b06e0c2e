use std::error::Error;
use std::fmt;
use std::io;
use std::path::Path;
use std::path::PathBuf;

/// A directory that cannot be used. The world is at fault.
#[derive(Debug)]
pub struct MmapError {
    doing: &'static str,
    directory: PathBuf,
    source: io::Error,
}

impl MmapError {
    pub(super) fn new(doing: &'static str, directory: &Path, source: io::Error) -> Self {
        Self { doing, directory: directory.to_owned(), source }
    }

    /// The directory.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
    }
}

impl fmt::Display for MmapError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the directory {} cannot {}", self.directory.display(), self.doing)
    }
}

impl Error for MmapError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.source)
    }
}
