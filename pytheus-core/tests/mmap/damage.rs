//! A damaged file costs itself, and nothing else.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use pytheus_core::Counter;

use super::directory::Directory;

/// A file with these entries.
fn file(entries: &[(&str, f64)]) -> Vec<u8> {
    let mut bytes = vec![0; 8];
    for (key, value) in entries {
        let length = i32::try_from(key.len()).unwrap();
        bytes.extend(length.to_ne_bytes());
        bytes.extend(key.as_bytes());
        bytes.extend(vec![b' '; 8 - (key.len() + 4) % 8]);
        bytes.extend(value.to_ne_bytes());
        bytes.extend([0; 8]);
    }
    let used = i32::try_from(bytes.len()).unwrap();
    bytes[..4].copy_from_slice(&used.to_ne_bytes());
    bytes
}

const OTHER: &str = r#"["other", "other_total", {}, ""]"#;
const THIRD: &str = r#"["third", "third_total", {}, ""]"#;

/// What is shown of a good file when this one is there too.
fn beside(name: &str, bytes: &[u8]) -> String {
    beside_made(|directory| fs::write(directory.join(name), bytes).unwrap())
}

fn beside_made(make: impl FnOnce(&Path)) -> String {
    let directory = Directory::new();
    let registry = directory.registry();
    Counter::builder("good_total", "").build(&registry).unwrap().inc();
    make(directory.path());
    let text = directory.scraped();
    text.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join("; ")
}

#[test]
fn damage_costs_only_itself() {
    let whole = file(&[(OTHER, 1.0), (THIRD, 2.0)]);
    assert_eq!(beside("counter_9.db", &whole), "good_total 1; other_total 1; third_total 2");
    let with = |at: usize, bytes: &[u8]| {
        let mut damaged = whole.clone();
        damaged[at..at + bytes.len()].copy_from_slice(bytes);
        damaged
    };
    let second = 8 + 4 + OTHER.len() + 4 + 16;
    let table: Vec<(&str, Vec<u8>, &str)> = vec![
        ("empty", vec![], ""),
        ("short", vec![16], ""),
        ("zeros", vec![0; 65_536], ""),
        ("nothing in use", file(&[]), ""),
        ("uses less than its head", with(0, &7_i32.to_ne_bytes()), ""),
        ("uses less than nothing", with(0, &(-5_i32).to_ne_bytes()), ""),
        ("uses more than it has", with(0, &i32::MAX.to_ne_bytes()), "other_total 1; third_total 2"),
        ("first length negative", with(8, &(-1_i32).to_ne_bytes()), ""),
        ("first length 0", with(8, &0_i32.to_ne_bytes()), ""),
        ("first length huge", with(8, &i32::MAX.to_ne_bytes()), ""),
        ("second length huge", with(second, &0x00ff_ffff_i32.to_ne_bytes()), "other_total 1"),
        ("bad JSON", with(12, b"{"), "third_total 2"),
        ("not UTF-8", with(14, &[0xff]), "third_total 2"),
        ("a key of three", file(&[(r#"["a", "a_total", {}]"#, 1.0), (THIRD, 2.0)]), "third_total 2"),
        (
            "labels that are no texts",
            file(&[(r#"["a", "a_total", {"l": 1}, ""]"#, 1.0), (THIRD, 2.0)]),
            "third_total 2",
        ),
        ("an illegal name", file(&[(r#"["a b", "a b_total", {}, ""]"#, 1.0), (THIRD, 2.0)]), "third_total 2"),
        ("an illegal label", file(&[(r#"["a", "a_total", {"a b": ""}, ""]"#, 1.0), (THIRD, 2.0)]), "third_total 2"),
        ("text", b"HELP me, I am no such file at all".to_vec(), ""),
    ];
    for (what, bytes, kept) in table {
        let expected = if kept.is_empty() { "good_total 1".to_owned() } else { format!("good_total 1; {kept}") };
        assert_eq!(beside("counter_9.db", &bytes), expected, "{what}");
    }
}

#[test]
fn a_file_torn_anywhere_gives_what_is_before() {
    let whole = file(&[(OTHER, 1.0), (THIRD, 2.0)]);
    let first = 8 + 4 + OTHER.len() + 4 + 16;
    for end in 0..whole.len() {
        let expected = if end >= first { "good_total 1; other_total 1" } else { "good_total 1" };
        assert_eq!(beside("counter_9.db", &whole[..end]), expected, "{end}");
    }
}

#[test]
fn what_is_no_file_of_values_is_passed_over() {
    for name in ["exemplar_9.db", "counter.db", "gauge_9.db", "gauge_mean_9.db", "x.db", "counter_9.pyx"] {
        assert_eq!(beside(name, &file(&[(OTHER, 1.0)])), "good_total 1", "{name}");
    }
    assert_eq!(beside_made(|at| fs::create_dir(at.join("counter_9.db")).unwrap()), "good_total 1");
    assert_eq!(
        beside_made(|at| std::os::unix::fs::symlink("nowhere", at.join("counter_9.db")).unwrap()),
        "good_total 1"
    );
    assert_eq!(
        beside_made(|at| std::os::unix::fs::symlink("/dev/zero", at.join("counter_9.db")).unwrap()),
        "good_total 1"
    );
    let pipe = |at: &Path| {
        let made = std::process::Command::new("mkfifo").arg(at.join("counter_9.db")).status().unwrap();
        assert!(made.success());
    };
    assert_eq!(beside_made(pipe), "good_total 1");
    let huge = |at: &Path| {
        let path = at.join("counter_9.db");
        fs::write(&path, i32::MAX.to_ne_bytes()).unwrap();
        fs::OpenOptions::new().write(true).open(path).unwrap().set_len(1 << 40).unwrap();
    };
    assert_eq!(beside_made(huge), "good_total 1");
    let unreadable = |at: &Path| {
        let path = at.join("counter_9.db");
        fs::write(&path, file(&[])).unwrap();
        fs::set_permissions(path, fs::Permissions::from_mode(0o000)).unwrap();
    };
    assert_eq!(beside_made(unreadable), "good_total 1");
}

#[test]
fn the_same_metric_as_another_type_elsewhere_keeps_the_type_it_has_here() {
    assert_eq!(beside("gauge_sum_9.db", &file(&[(r#"["good_total", "good_total", {}, ""]"#, 5.0)])), "good_total 1");
}

#[test]
fn damage_is_counted_by_what_the_file_should_hold() {
    let directory = Directory::new();
    fs::write(directory.path().join("summary_9.db"), b"HELP me, I am no such file at all").unwrap();
    let registry = directory.registry();
    registry.register(pytheus_core::collectors::SelfMetrics).unwrap();
    directory.scraped();
    let counted = registry.sample_value("pytheus_damaged_files_total", &[("file", "summary")]).unwrap();
    assert!(counted >= Some(1.0), "{counted:?}");
}
