use std::error::Error;
use std::fmt;
use std::path::PathBuf;

/// A storage that was chosen by name, and is not to be had. Nothing falls back in its place.
#[derive(Debug)]
#[non_exhaustive]
pub enum BackendError {
    /// No storage has this name. The caller is at fault.
    Unknown {
        /// The environment variable that says it.
        variable: Box<str>,
        /// What it says.
        name: Box<str>,
        /// The names there are.
        known: Vec<String>,
    },
    /// The storage is there, but not in this build.
    NotBuiltIn {
        /// The environment variable that asks for it.
        variable: Box<str>,
        /// The storage.
        name: Box<str>,
        /// The feature of pytheus that brings it.
        feature: &'static str,
    },
    /// The configuration file cannot be read, or says nothing that the storage understands.
    Config {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: Box<dyn Error + Send + Sync>,
    },
    /// The storage did not start. The world is at fault.
    Start {
        /// The storage.
        name: Box<str>,
        /// What it says.
        source: Box<dyn Error + Send + Sync>,
    },
    /// A name cannot be registered, as another storage has it.
    Taken {
        /// The name.
        name: Box<str>,
    },
}

impl fmt::Display for BackendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { variable, name, known } => {
                write!(f, "{variable}: unknown storage {name:?}, expected one of: {}", known.join(", "))
            }
            Self::NotBuiltIn { variable, name, feature } => {
                write!(
                    f,
                    "{variable}: storage {name} is not in this build, it needs the feature `{feature}` of pytheus"
                )
            }
            Self::Config { path, .. } => write!(f, "the storage configuration {} is no good", path.display()),
            Self::Start { name, .. } => write!(f, "storage {name} did not start"),
            Self::Taken { name } => write!(f, "there is a storage named {name:?} already"),
        }
    }
}

impl Error for BackendError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Config { source, .. } | Self::Start { source, .. } => Some(&**source),
            _ => None,
        }
    }
}
