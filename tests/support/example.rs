//! Where the examples are.

use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;

/// The binary of an example, built if it is not up to date.
pub fn binary(name: &str) -> PathBuf {
    let features = if cfg!(feature = "http") { "--all-features" } else { "--no-default-features" };
    let built = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--workspace", features, "--example", name, "--message-format=json"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stderr(Stdio::inherit())
        .output()
        .expect("run cargo");
    assert!(built.status.success(), "example {name} does not build, see above");
    let messages = String::from_utf8(built.stdout).unwrap();
    let binary = messages
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .filter(|message| message["target"]["name"] == name)
        .find_map(|message| message["executable"].as_str().map(PathBuf::from));
    binary.unwrap_or_else(|| panic!("cargo named no binary for example {name}"))
}
