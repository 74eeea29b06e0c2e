use std::error::Error;
use std::sync::Arc;

use parking_lot::Mutex;

use super::BackendConfig;
use super::BackendError;
use crate::storage::Memory;
use crate::storage::Null;
use crate::storage::Storage;

/// Gives a storage of the program's own a name that `PYTHEUS_BACKEND` can say. Call it before metrics are first used.
///
/// `make` is called once, when the name is chosen.
///
/// ```
/// use std::sync::Arc;
/// use pytheus_core::storage::{Memory, register_backend};
///
/// register_backend("cellar", |_config| Ok(Arc::new(Memory)))?;
/// let error = register_backend("cellar", |_config| Ok(Arc::new(Memory))).unwrap_err();
/// assert_eq!(error.to_string(), "there is a storage named \"cellar\" already");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`BackendError::Taken`] when another storage, or one of pytheus, has the name.
pub fn register_backend<F>(name: &str, make: F) -> Result<(), BackendError>
where
    F: Fn(&BackendConfig) -> Result<Arc<dyn Storage>, Box<dyn Error + Send + Sync>> + Send + Sync + 'static,
{
    let mut registered = REGISTERED.lock();
    if built_in(name).is_some() || registered.iter().any(|(other, _)| **other == *name) {
        return Err(BackendError::Taken { name: name.into() });
    }
    registered.push((name.into(), Arc::new(make)));
    Ok(())
}

/// Starts the storage of this name, which `variable` asks for.
pub(super) fn start(variable: &str, name: &str, config: &BackendConfig) -> Result<Arc<dyn Storage>, BackendError> {
    let registered = REGISTERED.lock().iter().find(|(other, _)| **other == *name).map(|(_, make)| make.clone());
    if let Some(make) = registered {
        return make(config).map_err(|source| BackendError::Start { name: name.into(), source });
    }
    match built_in(name) {
        Some(BuiltIn::Memory) => plain("memory", config, Memory),
        Some(BuiltIn::Null) => plain("null", config, Null),
        Some(BuiltIn::Mmap) => mmap(variable, config),
        Some(BuiltIn::Redis) => Err(missing(variable, "redis")),
        None => Err(BackendError::Unknown { variable: variable.into(), name: name.into(), known: known() }),
    }
}

#[derive(Clone, Copy)]
enum BuiltIn {
    Memory,
    Null,
    Mmap,
    Redis,
}

/// The names of pytheus' own storages, and those that Python programs know them by.
const BUILT_IN: &[(&str, BuiltIn)] = &[
    ("memory", BuiltIn::Memory),
    ("null", BuiltIn::Null),
    ("mmap", BuiltIn::Mmap),
    ("redis", BuiltIn::Redis),
    ("single", BuiltIn::Memory),
    ("pytheus.backends.SingleProcessBackend", BuiltIn::Memory),
    ("pytheus.backends.base.SingleProcessBackend", BuiltIn::Memory),
    ("pytheus_backend_rs.SingleProcessBackend", BuiltIn::Memory),
    ("pytheus_backend_rs.SingleProcessAtomicBackend", BuiltIn::Memory),
    ("pytheus.backends.redis.MultiProcessRedisBackend", BuiltIn::Redis),
    ("pytheus_backend_rs.RedisBackend", BuiltIn::Redis),
];

/// How many of [`BUILT_IN`] a message names; the rest are other words for them.
const PROPER: usize = 4;

fn built_in(name: &str) -> Option<BuiltIn> {
    BUILT_IN.iter().find(|(known, _)| *known == name).map(|(_, built_in)| *built_in)
}

fn known() -> Vec<String> {
    let registered = REGISTERED.lock();
    let own = registered.iter().map(|(name, _)| name.to_string());
    BUILT_IN.iter().take(PROPER).map(|(name, _)| (*name).to_owned()).chain(own).collect()
}

/// A storage that has nothing to configure.
fn plain(name: &str, config: &BackendConfig, storage: impl Storage) -> Result<Arc<dyn Storage>, BackendError> {
    match config.path() {
        None => Ok(Arc::new(storage)),
        Some(path) => Err(BackendError::Config {
            path: path.to_owned(),
            source: format!("storage {name} has nothing to configure").into(),
        }),
    }
}

#[cfg(all(feature = "mmap", unix))]
fn mmap(_: &str, config: &BackendConfig) -> Result<Arc<dyn Storage>, BackendError> {
    crate::storage::mmap::configured(
        config,
        crate::storage::mmap::directory_of_environment(super::environment::DIRECTORY),
    )
}

#[cfg(not(all(feature = "mmap", unix)))]
fn mmap(variable: &str, _: &BackendConfig) -> Result<Arc<dyn Storage>, BackendError> {
    Err(missing(variable, "mmap"))
}

fn missing(variable: &str, feature: &'static str) -> BackendError {
    BackendError::NotBuiltIn { variable: variable.into(), name: feature.into(), feature }
}

type Make = Arc<dyn Fn(&BackendConfig) -> Result<Arc<dyn Storage>, Box<dyn Error + Send + Sync>> + Send + Sync>;

static REGISTERED: Mutex<Vec<(Box<str>, Make)>> = Mutex::new(Vec::new());
