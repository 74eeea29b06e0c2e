//! Processes of the Python client and of this library in one directory: both readers show the same.

use std::collections::BTreeSet;
use std::fs;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;

use pytheus_core::Counter;
use pytheus_core::Gather;
use pytheus_core::Gauge;
use pytheus_core::Histogram;
use pytheus_core::Registry;
use pytheus_core::Summary;
use pytheus_core::model::Across;
use pytheus_core::model::Buckets;

use super::directory::Directory;

/// The interpreter of an environment with the client, made if it is not there.
fn python() -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let environment = target.join("python-client");
    let python = environment.join("bin/python");
    let has_client = |python: &Path| {
        let asked = Command::new(python).args(["-c", "import prometheus_client"]).output();
        asked.is_ok_and(|output| output.status.success())
    };
    if !has_client(&python) {
        let _ = fs::remove_dir_all(&environment);
        let run = |command: &mut Command| {
            let output = command.output().unwrap();
            assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
        };
        run(Command::new("python3").args(["-m", "venv"]).arg(&environment));
        run(Command::new(&python).args(["-m", "pip", "install", "-q", "prometheus-client==0.25.0"]));
    }
    python
}

const WRITE: &str = r#"
import sys
from prometheus_client import Counter, Gauge, Histogram, Summary, CollectorRegistry
r = CollectorRegistry()
c = Counter('jobs', 'Jobs.', ['kind', 'a'], registry=r)
c.labels('mail', 'y"\u00e9\n\\').inc(2.5)
c.labels('print', '').inc(7)
Counter('only_python', 'Only there.', registry=r).inc()
h = Histogram('size_bytes', 'Sizes.', ['m'], buckets=(0.5, 1, 10000000, 1e10), registry=r)
for v in (0.1, 0.7, 20, 1e9, 1e11):
    h.labels('GET').observe(v)
s = Summary('wait_seconds', 'Wait.', registry=r)
s.observe(0.25)
for mode in 'all liveall min livemin max livemax sum livesum mostrecent livemostrecent'.split():
    g = Gauge('g_' + mode, 'Mode.', ['l'], multiprocess_mode=mode, registry=r)
    g.labels('1').set(3)
    g.labels('never')
print('written', flush=True)
sys.stdin.readline()
"#;

const READ: &str = r#"
import os
from prometheus_client import CollectorRegistry
from prometheus_client.multiprocess import MultiProcessCollector
r = CollectorRegistry()
MultiProcessCollector(r)
for f in r.collect():
    for s in f.samples:
        labels = dict(s.labels)
        if 'le' in labels:
            labels['le'] = repr(float(labels['le']))
        print(ascii((f.type, s.name, sorted(labels.items()), float(s.value))))
"#;

fn read_by_python(directory: &Path) -> BTreeSet<String> {
    let output = Command::new(python()).args(["-c", READ]).env("PROMETHEUS_MULTIPROC_DIR", directory).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

/// The samples of a registry, spelled as Python spells them.
fn read_here(registry: &Registry) -> BTreeSet<String> {
    let snapshot = registry.gather().unwrap();
    let mut lines = BTreeSet::new();
    for family in snapshot.families() {
        let one = pytheus_core::model::Snapshot::new(vec![family.clone()]);
        for sample in one.samples() {
            let mut labels: Vec<(String, String)> =
                sample.labels().map(|(name, value)| (name.to_owned(), value.into_owned())).collect();
            labels.sort();
            let labels: Vec<String> = labels
                .iter()
                .map(|(name, value)| match name.as_str() {
                    "le" => format!("('le', '{}')", float(value.parse().unwrap())),
                    _ => format!("('{name}', {})", text(value)),
                })
                .collect();
            let value = float(sample.value().as_f64());
            lines.insert(format!("('{}', '{}', [{}], {value})", family.kind(), sample.name(), labels.join(", ")));
        }
    }
    lines
}

fn float(value: f64) -> String {
    if value.is_infinite() { "inf".to_owned() } else { format!("{value:?}") }
}

/// Python's `ascii` of the texts in this test.
fn text(text: &str) -> String {
    let escaped: String = text
        .chars()
        .map(|c| match c {
            '\n' => "\\n".to_owned(),
            '\\' => "\\\\".to_owned(),
            ' '..='~' => c.to_string(),
            c => format!("\\x{:02x}", c as u32),
        })
        .collect();
    format!("'{escaped}'")
}

fn write_here(registry: &Registry) {
    let jobs = Counter::builder("jobs_total", "Jobs.").labels(["kind", "a"]).build(registry).unwrap();
    jobs.with(&["mail", "y\"é\n\\"]).unwrap().inc_by(0.75);
    jobs.with(&["stamp", "b"]).unwrap().inc();
    Counter::builder("only_here_total", "Only here.").build(registry).unwrap().inc_by(4);
    let buckets = Buckets::new([0.5, 1.0, 1e7, 1e10]).unwrap();
    let sizes = Histogram::builder("size_bytes", "Sizes.").buckets(buckets).labels(["m"]).build(registry).unwrap();
    [0.2, 0.5, 3.0].iter().for_each(|size| sizes.with(&["GET"]).unwrap().observe(*size));
    sizes.with(&["PUT"]).unwrap().observe(2);
    Summary::builder("wait_seconds", "Wait.").build(registry).unwrap().observe(1.5);
    for (word, across) in Across::WORDS {
        let gauge =
            Gauge::builder(&format!("g_{word}"), "Mode.").across(*across).labels(["l"]).build(registry).unwrap();
        gauge.with(&["1"]).unwrap().set(5);
        gauge.with(&["2"]).unwrap().set(-1.5);
    }
}

#[test]
fn python_and_this_library_show_the_same_of_both() {
    let directory = Directory::new();
    let mut child = Command::new(python())
        .args(["-c", WRITE])
        .env("PROMETHEUS_MULTIPROC_DIR", directory.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut said).unwrap();
    assert_eq!(said, "written\n");
    let registry = directory.registry();
    write_here(&registry);
    let compare = |what: &str| {
        let expected = read_by_python(directory.path());
        for (found, who) in [(read_here(&registry), "the writer"), (read_here(&directory.registry()), "a reader")] {
            let missing: Vec<_> = expected.difference(&found).collect();
            let further: Vec<_> = found.difference(&expected).collect();
            assert!(missing.is_empty() && further.is_empty(), "{what}, {who}: -{missing:#?} +{further:#?}");
        }
        expected.len()
    };
    assert!(compare("both live") > 50);
    child.stdin.take().unwrap().write_all(b"\n").unwrap();
    child.wait().unwrap();
    // Python's readers know of no death before it is said.
    compare("Python's writer has ended");
    directory.storage().mark_process_dead(child.id()).unwrap();
    compare("and that was said");
}
