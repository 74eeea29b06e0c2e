//! The Python client's parsers, in a process of their own.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Write;
use std::path::Path;
use std::process::Child;
use std::process::ChildStdin;
use std::process::ChildStdout;
use std::process::Command;
use std::process::Stdio;

use serde_json::Value;

/// What a parser made of a family.
#[derive(Debug, PartialEq)]
pub struct Read {
    pub name: String,
    pub kind: String,
    pub help: String,
    pub unit: String,
    pub samples: Vec<ReadSample>,
}

#[derive(Debug, PartialEq)]
pub struct ReadSample {
    pub name: String,
    pub labels: BTreeMap<String, String>,
    pub value: ReadValue,
}

#[derive(Clone, Debug, PartialEq)]
pub enum ReadValue {
    /// The digits of a whole number.
    Whole(String),
    /// The bits of a float.
    Float(u64),
}

/// The process; dropping it ends it.
pub struct Parsers {
    child: Child,
    documents: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Parsers {
    pub fn start() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let made = Command::new(root.join(".ci/python")).stderr(Stdio::inherit()).output().expect("run .ci/python");
        assert!(made.status.success(), ".ci/python made no Python with prometheus-client, see above");
        let python = String::from_utf8(made.stdout).unwrap();
        let mut child = Command::new(python.trim())
            .arg(root.join("tests/support/parsers.py"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("could not start {}: {error}", python.trim()));
        let documents = child.stdin.take().unwrap();
        let answers = BufReader::new(child.stdout.take().unwrap());
        Self { child, documents, answers }
    }

    /// What the parser of this format (`text`, `openmetrics`) reads in a document.
    pub fn read(&mut self, format: &str, document: &str) -> Vec<Read> {
        write!(self.documents, "{format} {}\n{document}", document.len()).unwrap();
        self.documents.flush().unwrap();
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        let answer: Value = serde_json::from_str(&line).expect("an answer from the Python process");
        match answer {
            Value::Array(families) => families.iter().map(family).collect(),
            refusal => panic!("the Python parser refused this {format} document: {refusal}\n{document}"),
        }
    }
}

impl Drop for Parsers {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn family(answer: &Value) -> Read {
    let samples = answer[4].as_array().unwrap().iter().map(sample).collect();
    Read { name: text(&answer[0]), kind: text(&answer[1]), help: text(&answer[2]), unit: text(&answer[3]), samples }
}

fn sample(answer: &Value) -> ReadSample {
    let labels = answer[1].as_object().unwrap().iter().map(|(name, value)| (name.clone(), text(value))).collect();
    let value = text(&answer[2]);
    let value = match value.split_once(':') {
        Some(("i", digits)) => ReadValue::Whole(digits.to_owned()),
        Some((_, bits)) => ReadValue::Float(u64::from_str_radix(bits, 16).unwrap()),
        None => unreachable!("{value}"),
    };
    ReadSample { name: text(&answer[0]), labels, value }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}
