//! What a user has to build stays small.

use std::collections::BTreeSet;
use std::process::Command;

#[test]
fn default_features_build_at_most_21_crates_in_all() {
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "--package", "pytheus", "--edges", "normal,build", "--prefix", "none", "--format", "{p}"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let tree = String::from_utf8(tree.stdout).unwrap();
    let crates: BTreeSet<&str> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    assert!(crates.contains("pytheus-core") && crates.len() <= 21, "{}: {crates:?}", crates.len());
}
