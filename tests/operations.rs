//! The list of names that no label may have, held against the methods that exist.
#![allow(missing_docs, clippy::unwrap_used)]

#[allow(dead_code)]
mod listed {
    include!("../pytheus-macros/src/kit/operations.rs");
}

use std::fs;
use std::path::Path;

/// The methods that the sources of the core give to a builder: those of `Partial`, and those that `operations!` writes.
fn methods() -> Vec<String> {
    let metrics = Path::new(env!("CARGO_MANIFEST_DIR")).join("pytheus-core/src/metric");
    let read = |name: &str| fs::read_to_string(metrics.join(name)).unwrap();
    let mut methods = Vec::new();
    for file in ["counter.rs", "gauge.rs", "histogram.rs", "summary.rs", "operations.rs"] {
        let source = read(file);
        let bodies = source.split("operations! { ").skip(1);
        for line in bodies.flat_map(|body| body.lines().take_while(|line| line.trim() != "} }")) {
            let found = line.trim_start().strip_prefix("fn ").and_then(|rest| rest.split_once(['(', '[']));
            methods.extend(found.map(|(name, _)| name.to_owned()));
        }
    }
    let partial = read("partial.rs");
    let body = partial.split("impl<'m, M, S: Slots> Partial").nth(1).and_then(|rest| rest.split("\n}").next()).unwrap();
    let mut hidden = false;
    for line in body.lines().map(str::trim_start) {
        if line == "#[doc(hidden)]" {
            hidden = true;
        } else if let Some(rest) = line.strip_prefix("pub fn ") {
            if !hidden {
                methods.extend(rest.split_once('(').map(|(name, _)| name.to_owned()));
            }
            hidden = false;
        }
    }
    methods
}

#[test]
fn every_operation_of_a_builder_is_refused_as_the_name_of_a_label() {
    let methods = methods();
    assert!(methods.len() > 20, "{methods:?}");
    let missing: Vec<_> = methods.iter().filter(|name| !listed::OPERATIONS.contains(&name.as_str())).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
