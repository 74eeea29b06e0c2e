use std::env;
use std::ffi::OsString;
use std::sync::Arc;

use super::BackendConfig;
use super::BackendError;
use super::names;
use crate::storage::Memory;
use crate::storage::Storage;

/// The storage that the environment asks for: what the global registry uses unless the program chose another.
///
/// | variable | meaning |
/// |---|---|
/// | `PYTHEUS_BACKEND` | `memory`, `null`, `mmap`, `redis`, or a name that the program [registered](super::register_backend) |
/// | `PYTHEUS_BACKEND_CLASS` | the same, where that is not set; it also takes the class names of Python's pytheus |
/// | `PROMETHEUS_MULTIPROC_DIR` | where neither is set: `mmap` in this directory |
/// | `PYTHEUS_BACKEND_CONFIG` | the path of a JSON file with the storage's options |
///
/// With none of them it is [`Memory`]. A variable that is set to nothing is not set.
///
/// ```
/// use pytheus_core::Registry;
/// use pytheus_core::storage::from_environment;
///
/// let registry = Registry::builder().storage(from_environment()?).build()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`BackendError`] when the name is unknown, its feature is not built in, the file is no good, or the storage does not
/// start.
pub fn from_environment() -> Result<Arc<dyn Storage>, BackendError> {
    chosen(&|variable| env::var_os(variable))
}

fn chosen(variable: &dyn Fn(&str) -> Option<OsString>) -> Result<Arc<dyn Storage>, BackendError> {
    let set = |name: &str| variable(name).filter(|value| !value.is_empty());
    let config = match set(CONFIG) {
        Some(path) => BackendConfig::read(path)?,
        None => BackendConfig::none(),
    };
    for name in [BACKEND, BACKEND_CLASS] {
        if let Some(value) = set(name) {
            return names::start(name, &value.to_string_lossy(), &config);
        }
    }
    match set(DIRECTORY) {
        Some(_) => names::start(DIRECTORY, "mmap", &config),
        None if config.path().is_some() => names::start(CONFIG, "memory", &config),
        None => Ok(Arc::new(Memory)),
    }
}

const BACKEND: &str = "PYTHEUS_BACKEND";
const BACKEND_CLASS: &str = "PYTHEUS_BACKEND_CLASS";
const CONFIG: &str = "PYTHEUS_BACKEND_CONFIG";
pub(in crate::storage) const DIRECTORY: &str = "PROMETHEUS_MULTIPROC_DIR";

#[cfg(test)]
mod tests {
    use std::error::Error;

    use super::super::register_backend;
    use super::*;
    use crate::storage::Null;

    fn choose(variables: &[(&str, &str)]) -> Result<String, String> {
        let found = chosen(&|name| variables.iter().find(|(set, _)| *set == name).map(|(_, value)| value.into()));
        found.map(|storage| storage.name().to_owned()).map_err(|error| {
            let cause = error.source().map_or(String::new(), |source| format!(": {source}"));
            format!("{error}{cause}")
        })
    }

    #[test]
    fn the_variables_are_asked_in_order() {
        assert_eq!(choose(&[]).unwrap(), "memory");
        assert_eq!(choose(&[(BACKEND, "")]).unwrap(), "memory");
        assert_eq!(choose(&[(BACKEND, "null"), (BACKEND_CLASS, "nonsense"), (DIRECTORY, "/no")]).unwrap(), "null");
        let class = "pytheus.backends.base.SingleProcessBackend";
        assert_eq!(choose(&[(BACKEND_CLASS, class), (DIRECTORY, "/no")]).unwrap(), "memory");
    }

    #[test]
    fn what_is_not_to_be_had_is_said_with_the_legal_words() {
        register_backend("attic", |_| Ok(Arc::new(Null))).unwrap();
        assert_eq!(choose(&[(BACKEND, "attic")]).unwrap(), "null");
        assert_eq!(
            choose(&[(BACKEND, "mongo")]).unwrap_err(),
            "PYTHEUS_BACKEND: unknown storage \"mongo\", expected one of: memory, null, mmap, redis, attic",
        );
        assert_eq!(
            choose(&[(BACKEND_CLASS, "pytheus.backends.redis.MultiProcessRedisBackend")]).unwrap_err(),
            "PYTHEUS_BACKEND_CLASS: storage redis is not in this build, it needs the feature `redis` of pytheus",
        );
        #[cfg(not(feature = "mmap"))]
        assert_eq!(
            choose(&[(DIRECTORY, "/run/shop")]).unwrap_err(),
            "PROMETHEUS_MULTIPROC_DIR: storage mmap is not in this build, it needs the feature `mmap` of pytheus",
        );
    }

    #[test]
    fn a_configuration_that_is_no_good_is_never_passed_over() {
        assert_eq!(
            choose(&[(BACKEND, "memory"), (CONFIG, "/nowhere/at/all.json")]).unwrap_err(),
            "the storage configuration /nowhere/at/all.json is no good: No such file or directory (os error 2)",
        );
        let here = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
        for variables in [&[(BACKEND, "memory"), (CONFIG, here)][..], &[(CONFIG, here)]] {
            assert_eq!(
                choose(variables).unwrap_err(),
                format!("the storage configuration {here} is no good: storage memory has nothing to configure"),
            );
        }
    }

    #[test]
    fn names_are_given_once() {
        let error = register_backend("memory", |_| Ok(Arc::new(Null))).unwrap_err();
        assert_eq!(error.to_string(), "there is a storage named \"memory\" already");
    }

    #[cfg(all(feature = "mmap", unix))]
    #[test]
    fn the_mmap_storage_reads_its_options() {
        let directory = env::temp_dir().join(format!("pytheus-config-{}", std::process::id()));
        std::fs::create_dir_all(&directory).unwrap();
        let path = directory.join("options.json");
        let configured = |json: &str| {
            std::fs::write(&path, json).unwrap();
            choose(&[(BACKEND, "mmap"), (CONFIG, path.to_str().unwrap())])
        };
        let values = directory.join("values");
        assert_eq!(configured(&format!("{{\"dir\": {values:?}, \"fold\": false}}")).unwrap(), "mmap");
        let bad = format!("the storage configuration {} is no good: ", path.display());
        for (json, fault) in [
            ("{\"fold\": 1}", "`fold` is 1, expected true or false"),
            ("{\"dir\": null}", "`dir` is null, expected a text"),
            ("{\"path\": \"x\"}", "unknown key \"path\", expected one of: dir, fold"),
            ("[]", "expected an object with `dir`, `fold`"),
            ("{", "EOF while parsing an object at line 1 column 1"),
        ] {
            assert_eq!(configured(json).unwrap_err(), format!("{bad}{fault}"));
        }
        assert_eq!(
            choose(&[(BACKEND, "mmap")]).unwrap_err(),
            "storage mmap did not start: it needs a directory: `dir` in the configuration, or PROMETHEUS_MULTIPROC_DIR",
        );
        std::fs::remove_dir_all(&directory).unwrap();
    }
}
