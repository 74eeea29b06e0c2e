//! What the parsers take, what they refuse and where, and that nothing gets lost on the way there and back.

#![allow(clippy::unwrap_used, clippy::panic)]

use pytheus_core::encode;
use pytheus_core::model::Family;
use pytheus_core::model::Kind;
use pytheus_core::model::Point;
use pytheus_core::model::Snapshot;
use pytheus_core::parse;
use pytheus_core::parse::ParseError;

fn text(input: &str) -> Result<Vec<Family>, ParseError> {
    parse::text(input).collect()
}

fn lax(input: &str) -> Result<Vec<Family>, ParseError> {
    parse::text(input).lax().collect()
}

fn open_metrics(input: &str) -> Result<Vec<Family>, ParseError> {
    parse::open_metrics(input).collect()
}

fn as_text(families: Vec<Family>) -> String {
    let mut out = String::new();
    encode::text(&Snapshot::new(families), &mut out);
    out
}

fn as_open_metrics(families: Vec<Family>) -> String {
    let mut out = String::new();
    encode::open_metrics(&Snapshot::new(families), &mut out);
    out
}

/// The cases of a file, as what they are about, their input, and whether it should parse.
fn cases(file: &str) -> Vec<(String, String, bool)> {
    let case = |line: &str| {
        let case: serde_json::Value = serde_json::from_str(line).unwrap();
        let word = |name: &str| case[name].as_str().unwrap().to_owned();
        (word("about"), word("input"), case["shouldParse"].as_bool().unwrap())
    };
    file.lines().map(case).collect()
}

/// Equal, where NaN equals NaN.
#[track_caller]
fn assert_same(one: &[Family], two: &[Family], written: &str) {
    let shown = |families: &[Family]| format!("{families:?}").replace(".0)", ")").replace(".0,", ",");
    let nan = shown(one).contains("NaN") && shown(one) == shown(two);
    assert!(one == two || nan, "{one:#?}\nis not\n{two:#?}\nby way of {written}");
}

#[test]
fn open_metrics_takes_what_is_legal_and_refuses_what_is_not() {
    let cases = cases(include_str!("data/open_metrics.jsonl"));
    let mut wrong = Vec::new();
    for (about, input, should_parse) in &cases {
        let result = open_metrics(input);
        if result.is_ok() != *should_parse {
            wrong.push(format!("{about}: {input:?}: {result:?}"));
        }
        if let Ok(families) = result {
            let written = as_open_metrics(families.clone());
            let again = open_metrics(&written).unwrap_or_else(|error| panic!("{written}: {error}"));
            assert_same(&families, &again, &written);
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}
