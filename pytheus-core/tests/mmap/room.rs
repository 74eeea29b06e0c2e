//! No room: an error at the start, cells of this process' own later, and never the end of the process.

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use pytheus_core::Counter;
use pytheus_core::Registry;
use pytheus_core::collectors::SelfMetrics;
use pytheus_core::storage::Mmap;

use super::directory::Directory;

/// A small file system, mounted by whoever may.
struct Small(PathBuf);

impl Small {
    fn new(directory: &Directory, size: &str) -> Self {
        let path = directory.path().join("small");
        std::fs::create_dir(&path).unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"])
            .arg(&path)
            .status()
            .unwrap();
        assert!(mounted.success(), "this test mounts a tmpfs, for which it must be root");
        Self(path)
    }

    fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

#[test]
fn a_full_file_system_is_an_error_at_the_start() {
    let directory = Directory::new();
    let small = Small::new(&directory, "48k");
    let error = Mmap::dir(small.path()).unwrap_err();
    assert_eq!(error.to_string(), format!("the directory {} cannot be written in", small.path().display()));
    let cause = std::error::Error::source(&error).unwrap();
    assert_eq!(cause.to_string(), "No space left on device (os error 28)");
}

#[test]
fn a_file_system_that_gets_full_costs_new_series_only() {
    let directory = Directory::new();
    let small = Small::new(&directory, "100k");
    let registry = Registry::builder().storage(Mmap::dir(small.path()).unwrap()).build().unwrap();
    registry.register(SelfMetrics).unwrap();
    let jobs = Counter::builder("full_total", "").labels(["n"]).build(&registry).unwrap();
    for n in 0..3_000 {
        jobs.with(&[&n.to_string()]).unwrap().inc();
    }
    (0..3_000).for_each(|n| jobs.with(&[&n.to_string()]).unwrap().inc());
    // This process shows all; another one what there was room for.
    for n in [0, 2_999] {
        assert_eq!(registry.sample_value("full_total", &[("n", &n.to_string())]).unwrap(), Some(2.0), "{n}");
    }
    let detached = registry.sample_value("pytheus_detached_series_total", &[("metric", "full_total")]).unwrap();
    assert!(detached > Some(1_000.0), "{detached:?}");
    drop(small);
}

#[test]
fn without_permission_it_is_an_error_at_the_start() {
    // Root may write anywhere but where nobody may.
    let error = Mmap::dir("/proc/1").unwrap_err();
    assert_eq!(error.to_string(), "the directory /proc/1 cannot be written in");
}
