//! What the environment says of the global registry's storage, each time in a process of its own.
#![allow(clippy::unwrap_used)]

use std::env;
use std::process::Command;
use std::sync::Arc;

use pytheus_core::Counter;
use pytheus_core::Registry;
use pytheus_core::storage::Memory;
use pytheus_core::storage::Null;

/// Runs one of the scenes below in a child of this test binary.
fn scene(name: &str, variables: &[(&str, &str)]) -> (String, String) {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["scenes", "--exact", "--nocapture", "--test-threads=1"]).env("SCENE", name);
    for variable in ["PYTHEUS_BACKEND", "PYTHEUS_BACKEND_CLASS", "PYTHEUS_BACKEND_CONFIG", "PROMETHEUS_MULTIPROC_DIR"] {
        command.env_remove(variable);
    }
    let output = command.envs(variables.iter().copied()).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let stdout = String::from_utf8(output.stdout).unwrap();
    let lines = stdout.lines().filter_map(|line| line.split_once("| ").map(|(_, said)| said));
    (lines.collect::<Vec<_>>().join("\n"), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn scenes() {
    let Ok(scene) = env::var("SCENE") else { return };
    pytheus_core::register_backend("own", |_| Ok(Arc::new(Null))).unwrap();
    if scene == "call" {
        pytheus_core::load_backend(Memory).unwrap();
    }
    Counter::builder("jobs_total", "Jobs.").build(pytheus_core::global()).unwrap().inc();
    let text = pytheus_core::generate_metrics().unwrap();
    let shown = |line: &&str| line.starts_with("jobs_total ") || line.starts_with("pytheus_refused_backends_total");
    text.lines().filter(shown).for_each(|line| println!("| {line}"));
    if scene == "late" {
        println!("| {}", pytheus_core::load_backend(Memory).unwrap_err().to_string().split(" at ").next().unwrap());
    }
    let own = Counter::builder("jobs_total", "Jobs.").build(&Registry::new()).unwrap();
    own.inc();
    assert_eq!(own.get(), 1.0, "a registry of one's own is not asked");
}

#[test]
fn without_a_word_values_live_in_memory() {
    assert_eq!(scene("plain", &[]).0, "jobs_total 1");
}

#[test]
fn the_environment_chooses_by_name() {
    assert_eq!(scene("plain", &[("PYTHEUS_BACKEND", "null")]).0, "");
    assert_eq!(scene("plain", &[("PYTHEUS_BACKEND", "own")]).0, "");
    assert_eq!(scene("plain", &[("PYTHEUS_BACKEND_CLASS", "own")]).0, "");
}

#[test]
fn a_call_comes_before_the_environment() {
    assert_eq!(scene("call", &[("PYTHEUS_BACKEND", "null")]).0, "jobs_total 1");
}

#[test]
fn a_backend_loaded_too_late_is_an_error() {
    assert_eq!(scene("late", &[]).0, "jobs_total 1\ntoo late: the global registry was in use already, first");
}

#[test]
fn what_the_environment_asks_for_in_vain_is_reported_and_counted() {
    let (said, complained) = scene("plain", &[("PYTHEUS_BACKEND", "mongo")]);
    assert_eq!(said, "pytheus_refused_backends_total{variable=\"PYTHEUS_BACKEND\"} 1\njobs_total 1");
    let expected = "pytheus: PYTHEUS_BACKEND: values are kept in memory only: PYTHEUS_BACKEND: unknown storage \"mongo\", \
                    expected one of: memory, null, mmap, redis, own";
    assert!(complained.lines().any(|line| line == expected), "{complained}");
}

#[cfg(all(feature = "mmap", unix))]
#[test]
fn a_directory_in_the_environment_is_shared_by_all_who_have_it() {
    let directory = env::temp_dir().join(format!("pytheus-choice-{}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    let shared = [("PROMETHEUS_MULTIPROC_DIR", directory.to_str().unwrap())];
    assert_eq!(scene("plain", &shared).0, "jobs_total 1");
    assert_eq!(scene("plain", &shared).0, "jobs_total 2");
    let (said, complained) = scene("plain", &[("PROMETHEUS_MULTIPROC_DIR", "/no/such/place")]);
    assert_eq!(said, "pytheus_refused_backends_total{variable=\"PYTHEUS_BACKEND\"} 1\njobs_total 1");
    let expected = "pytheus: PYTHEUS_BACKEND: values are kept in memory only: storage mmap did not start: the directory \
                    /no/such/place cannot be made: No such file or directory (os error 2)";
    assert!(complained.lines().any(|line| line == expected), "{complained}");
    std::fs::remove_dir_all(&directory).unwrap();
}
