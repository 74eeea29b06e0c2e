use std::env;
use std::error::Error;
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::Value;

use super::options::MmapOptions;
use super::storage::Mmap;
use crate::storage::BackendConfig;
use crate::storage::BackendError;
use crate::storage::Storage;

/// The storage that a configuration file and `PROMETHEUS_MULTIPROC_DIR` describe.
///
/// The file is a JSON object: `dir`, which comes before the variable, and `fold`.
pub(in crate::storage) fn configured(
    config: &BackendConfig,
    directory: Option<PathBuf>,
) -> Result<Arc<dyn Storage>, BackendError> {
    let mut options = MmapOptions::new();
    let mut directory = directory;
    if let (Some(path), Some(text)) = (config.path(), config.text()) {
        read(text, &mut options, &mut directory)
            .map_err(|source| BackendError::Config { path: path.to_owned(), source })?;
    }
    let failed = |source: Box<dyn Error + Send + Sync>| BackendError::Start { name: "mmap".into(), source };
    let Some(directory) = directory else {
        return Err(failed("it needs a directory: `dir` in the configuration, or PROMETHEUS_MULTIPROC_DIR".into()));
    };
    let opened: Result<Mmap, _> = options.open(directory);
    opened.map(|storage| Arc::new(storage) as Arc<dyn Storage>).map_err(|error| failed(error.into()))
}

fn read(
    text: &str,
    options: &mut MmapOptions,
    directory: &mut Option<PathBuf>,
) -> Result<(), Box<dyn Error + Send + Sync>> {
    let Value::Object(members) = serde_json::from_str(text)? else {
        return Err("expected an object with `dir`, `fold`".into());
    };
    for (name, value) in members {
        match (name.as_str(), value) {
            ("dir", Value::String(path)) => *directory = Some(path.into()),
            ("dir", other) => return Err(format!("`dir` is {other}, expected a text").into()),
            ("fold", Value::Bool(fold)) => *options = options.clone().fold(fold),
            ("fold", other) => return Err(format!("`fold` is {other}, expected true or false").into()),
            (other, _) => return Err(format!("unknown key {other:?}, expected one of: dir, fold").into()),
        }
    }
    Ok(())
}

/// The directory that the environment names.
pub(in crate::storage) fn directory_of_environment(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).filter(|path| !path.is_empty()).map(PathBuf::from)
}
