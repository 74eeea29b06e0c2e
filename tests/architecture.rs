//! The arrows between the rooms of the core point down only, as ARCHITECTURE.md draws them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

/// Each room, and the rooms it may import. A room that is not here does not exist.
const ROOMS: &[(&str, &[&str])] = &[
    // Floor 0: plain data, time, complaints.
    ("model", &[]),
    ("clock", &[]),
    ("report", &["fork"]),
    ("fork", &[]),
    ("sync", &["fork"]),
    // Floor 1: contracts and codecs.
    ("collect", &["model"]),
    ("label", &["model"]),
    ("storage", &["model", "clock", "report", "sync", "fork"]),
    ("encode", &["model", "report"]),
    ("parse", &["model", "report"]),
    // Floor 2: how a declaration gets its cells and is collected.
    ("host", &["model", "clock", "collect", "storage"]),
    // Floor 3: what the user holds.
    ("metric", &["model", "clock", "report", "sync", "collect", "label", "storage", "host"]),
    ("registry", &["model", "clock", "report", "sync", "collect", "storage", "host"]),
    ("collectors", &["model", "clock", "report", "collect"]),
    ("export", &["model", "clock", "report", "collect", "encode"]),
    // Floor 4: what holds them together.
    ("global", ANY),
    ("functions", ANY),
    ("testing", ANY),
    ("__private", ANY),
    ("lib", ANY),
];

const ANY: &[&str] = &[
    "model",
    "clock",
    "report",
    "sync",
    "collect",
    "label",
    "storage",
    "encode",
    "host",
    "metric",
    "registry",
    "collectors",
    "export",
    "global",
    "functions",
    "__private",
];

#[test]
fn every_arrow_points_down() {
    let mut wrong = Vec::new();
    let mut rooms = BTreeSet::new();
    for file in sources(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/pytheus-core/src"))) {
        let room = room(&file);
        rooms.insert(room.clone());
        let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == room) else {
            wrong.push(format!("{}: no room of this name is on the plan", file.display()));
            continue;
        };
        let text = fs::read_to_string(&file).unwrap();
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            for target in line.split("crate::").skip(1).map(first_word).filter(|_| !line.contains("$crate::")) {
                let is_room = ROOMS.iter().any(|(name, _)| *name == target);
                if is_room && target != room && !allowed.contains(&target) {
                    wrong.push(format!("{}:{}: {room} may not know {target}", file.display(), number + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for expected in ["model", "label", "storage", "encode", "metric", "registry", "collectors"] {
        assert!(rooms.contains(expected), "no file of the room {expected} was found");
    }
}

/// The files that may say `unsafe`, each with the reason at its head: at most four.
const UNSAFE: [&str; 2] = ["pytheus-core/src/fork.rs", "pytheus-core/src/storage/mmap/region.rs"];

#[test]
fn unsafe_code_is_in_the_listed_files_only() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["src", "pytheus-core/src", "pytheus-macros/src"] {
        for file in sources(&root.join(folder)) {
            if UNSAFE.iter().any(|allowed| file.ends_with(allowed)) {
                continue;
            }
            let text = fs::read_to_string(&file).unwrap();
            for line in text.lines().map(str::trim_start).filter(|line| !line.starts_with("//")) {
                let says_so = ["unsafe {", "unsafe impl", "allow(unsafe_code)"].iter().any(|word| line.contains(word));
                assert!(!says_so, "{}: {line}", file.display());
            }
        }
    }
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

/// The folder or file below `src` that a file belongs to.
fn room(file: &Path) -> String {
    let inside = file.iter().skip_while(|part| *part != "src").nth(1).unwrap();
    Path::new(inside).file_stem().unwrap().to_str().unwrap().to_owned()
}

fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len());
    &text[..end]
}
