//! The contract suite over our own storages.
#![cfg(feature = "testing")]

use pytheus_core::storage::Memory;
use pytheus_core::storage::Null;
use pytheus_core::testing::storage_contract;

#[test]
fn memory_keeps_the_contract() {
    storage_contract(|| Memory);
}

#[test]
fn null_keeps_the_contract() {
    storage_contract(|| Null);
}

#[cfg(all(feature = "mmap", unix))]
#[test]
#[allow(clippy::unwrap_used)]
fn mmap_keeps_the_contract() {
    use std::sync::atomic::AtomicU32;
    use std::sync::atomic::Ordering;

    let parent = std::env::temp_dir().join(format!("pytheus-contract-{}", std::process::id()));
    std::fs::create_dir_all(&parent).unwrap();
    let next = AtomicU32::new(0);
    storage_contract(|| {
        let number = next.fetch_add(1, Ordering::Relaxed);
        pytheus_core::storage::Mmap::dir(parent.join(number.to_string())).unwrap()
    });
    std::fs::remove_dir_all(&parent).unwrap();
}
