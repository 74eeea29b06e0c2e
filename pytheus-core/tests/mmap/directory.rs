use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use pytheus_core::Registry;
use pytheus_core::encode;
use pytheus_core::storage::Mmap;

/// A directory that goes when it is dropped.
pub struct Directory(PathBuf);

impl Directory {
    pub fn new() -> Self {
        Self::below(&std::env::temp_dir())
    }

    pub fn below(parent: &Path) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = parent.join(format!("pytheus-mmap-{}-{number}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn storage(&self) -> Mmap {
        Mmap::dir(&self.0).unwrap()
    }

    pub fn registry(&self) -> Registry {
        registry(self.storage())
    }

    /// The names in it, sorted.
    pub fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// The one file whose name begins so and ends in `.db`.
    pub fn file(&self, begin: &str) -> PathBuf {
        let found: Vec<_> =
            self.names().into_iter().filter(|name| name.starts_with(begin) && name.ends_with(".db")).collect();
        assert_eq!(found.len(), 1, "{found:?}");
        self.0.join(&found[0])
    }

    /// What a process that declares nothing exposes. It folds nothing.
    pub fn scraped(&self) -> String {
        text(&registry(Mmap::options().fold(false).open(&self.0).unwrap()))
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

pub fn registry(storage: Mmap) -> Registry {
    Registry::builder().storage(storage).build().unwrap()
}

pub fn text(registry: &Registry) -> String {
    use pytheus_core::Gather;
    let mut text = String::new();
    encode::text(&registry.gather().unwrap(), &mut text);
    text
}
