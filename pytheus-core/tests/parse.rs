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

#[test]
fn text_takes_what_its_page_allows_and_refuses_what_it_does_not() {
    let cases = cases(include_str!("data/text.jsonl"));
    let mut wrong = Vec::new();
    for (about, input, should_parse) in &cases {
        let result = text(input);
        if result.is_ok() != *should_parse {
            wrong.push(format!("{about}: {input:?}: {result:?}"));
        }
        if let Ok(families) = result {
            let written = as_text(families.clone());
            let again = text(&written).unwrap_or_else(|error| panic!("{written}: {error}"));
            assert_same(&families, &again, &written);
            lax(input).unwrap_or_else(|error| panic!("lax {input:?}: {error}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn errors_name_the_line_and_the_column_in_characters() {
    let error = |result: Result<Vec<Family>, ParseError>| result.unwrap_err().to_string();
    for (input, message) in [
        ("a 1\nb{é=\"1\"} 2\n", "line 2, column 3: expected the name of a label"),
        ("a{b=\"é\",b=\"é\"} 2\n", "line 1, column 9: label \"b\" given twice"),
        ("a{b=\"ééé\\q\"} 2\n", "line 1, column 9: unknown escape, expected one of: \\\\ \\\" \\n"),
        ("\n\n  a  x\n", "line 3, column 6: expected a number"),
        ("a 1 x\n", "line 1, column 5: expected a timestamp in milliseconds"),
        ("a 1 99999999999999999999\n", "line 1, column 5: a timestamp out of range"),
        ("a 1e999\n", "line 1, column 3: a number beyond the range of 64 bits"),
        ("a 1", "line 1, column 4: expected a line feed"),
        ("# TYPE a thing\n", "line 1, column 10: unknown type \"thing\""),
        ("# TYPE a gauge\n# TYPE a gauge\n", "line 2, column 8: a second TYPE of the same family"),
        ("a 1\n# HELP a b\n", "line 2, column 8: HELP after samples of its family"),
        ("a 1\nb 1\na{c=\"d\"} 1\n", "line 3, column 1: the name \"a\" belongs to an earlier family"),
        ("a 1\na 1\n", "line 2, column 1: a second sample with the same name and labels"),
        (
            "a{__b=\"c\"} 1\n",
            "line 1, column 3: illegal label name \"__b\": names that begin with `__` are reserved for Prometheus",
        ),
        ("# TYPE h histogram\nh_bucket 1\n", "line 2, column 1: label \"le\" is missing"),
        ("# TYPE h histogram\nh_bucket{le=\"x\"} 1\n", "line 2, column 14: expected label le=\"..\" with a number"),
        ("# TYPE h histogram\nh_sum 1\n", "line 2, column 1: a histogram without its +Inf bucket at the end"),
    ] {
        assert_eq!(error(text(input)), message, "{input:?}");
    }
    for (input, message) in [
        ("", "line 1, column 1: expected `# EOF` at the end"),
        ("a 1\n", "line 2, column 1: expected `# EOF` at the end"),
        ("# EOF\na", "line 2, column 1: expected nothing after `# EOF`"),
        ("a 1\n\n", "line 2, column 1: expected no blank line"),
        ("# comment\n# EOF\n", "line 1, column 1: expected `# TYPE `, `# UNIT `, `# HELP ` or `# EOF`"),
        ("a{b=\"c\",} 1\n# EOF\n", "line 1, column 9: expected the name of a label"),
        ("a{b=\"c\"}1\n# EOF\n", "line 1, column 9: expected one space"),
        ("a 1 2 3\n# EOF\n", "line 1, column 7: expected the end of the line, or an exemplar"),
        ("# TYPE a counter\na_total -1\n# EOF\n", "line 2, column 9: what counts cannot be negative or NaN"),
        ("# TYPE a gauge\na 1 # {} 1\n# EOF\n", "line 2, column 5: an exemplar on a sample that cannot have one"),
        ("# UNIT a_s b\n# EOF\n", "line 1, column 12: the name of the family does not end in its unit \"b\""),
        (
            "a{b=\"1\"} 1\na{b=\"2\"} 1\na{b=\"1\"} 1\n# EOF\n",
            "line 3, column 1: a label set that other label sets came after",
        ),
        (
            "# TYPE a:b stateset\n# EOF\n",
            "line 1, column 8: the name of a state set is that of its label: it has no `:` and does not begin with `__`",
        ),
        ("a 1 2\na 1 1\n# EOF\n", "line 2, column 1: a timestamp earlier than the one before"),
        (
            "# TYPE a_created gauge\n# TYPE a counter\n# EOF\n",
            "line 2, column 8: the name \"a\" belongs to an earlier family",
        ),
    ] {
        assert_eq!(error(open_metrics(input)), message, "{input:?}");
    }
}

#[test]
fn an_error_is_the_last_thing_a_parser_gives() {
    let mut families = parse::text("a 1\nb x\nc 1\n");
    assert_eq!(families.next().unwrap().unwrap().name().as_str(), "a");
    assert!(families.next().unwrap().is_err());
    assert!(families.next().is_none() && families.next().is_none());
}

#[test]
fn lax_text_takes_what_the_python_client_takes() {
    for (input, written) in [
        // No line feed at the end, carriage returns, blanks anywhere.
        ("a 1", "# TYPE a untyped\na 1\n"),
        ("a 1\r\n# TYPE b gauge\r\nb 2\r\n", "# TYPE a untyped\na 1\n# TYPE b gauge\nb 2\n"),
        // A counter gets the name it has in OpenMetrics.
        ("# TYPE a counter\na 1\n", "# TYPE a_total counter\na_total 1\n"),
        ("# TYPE a_total counter\na_total 1\n", "# TYPE a_total counter\na_total 1\n"),
        // The last TYPE and HELP hold, late or not.
        ("# TYPE a counter\n# TYPE a gauge\na 1\n", "# TYPE a gauge\na 1\n"),
        (
            "# HELP a x\na 1\n# HELP a y\n# TYPE a gauge\na{b=\"c\"} 2\n",
            "# HELP a y\n# TYPE a gauge\na 1\na{b=\"c\"} 2\n",
        ),
        // Families in pieces.
        ("# TYPE a gauge\na 1\nb 2\na 3\n", "# TYPE a gauge\na 1\n# TYPE b untyped\nb 2\n# TYPE a untyped\na 3\n"),
        ("a 1\n# TYPE a gauge\na 2\n", "# TYPE a untyped\na 1\n# TYPE a gauge\na 2\n"),
        ("a 1\na 1\n", "# TYPE a untyped\na 1\na 1\n"),
        // Undefined escapes, timestamps with decimals, numbers too large, incomplete metadata.
        ("a{b=\"\\q\"} 1 1500.5\n", "# TYPE a untyped\na{b=\"\\\\q\"} 1 1500\n"),
        ("a 1e999\n", "# TYPE a untyped\na +Inf\n"),
        ("# HELP\n# TYPE\na 1\n", "# TYPE a untyped\na 1\n"),
        // Histograms that are none come line by line, as they were.
        (
            "# TYPE a histogram\na_bucket{le=\"2\"} 1\na_bucket{le=\"1\"} 0.5\na_sum 3\n",
            "# TYPE a histogram\na_bucket{le=\"2\"} 1\na_bucket{le=\"1\"} 0.5\na_sum 3\n",
        ),
        ("# TYPE a summary\na 1\na{quantile=\"x\"} 2\n", "# TYPE a summary\na 1\na{quantile=\"x\"} 2\n"),
        (
            "# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\n# TYPE a gauge\na 2\n",
            "# TYPE a gauge\na_bucket{le=\"+Inf\"} 1\na 2\n",
        ),
        ("{\"a.b\",\"c.d\"=\"e\"} 1\n", "# TYPE \"a.b\" untyped\n{\"a.b\",\"c.d\"=\"e\"} 1\n"),
    ] {
        assert_eq!(as_text(lax(input).unwrap()), written, "{input:?}");
    }
    for junk in
        ["a 1_0\n", "a 0x1p-3\n", "a{b=\"c\",b=\"d\"} 1\n", "# TYPE a\n", "# TYPE a thing\n", "a 1 NaN\n", "a{b} 1\n"]
    {
        assert!(lax(junk).is_err(), "{junk:?}");
    }
    let exemplar = lax("# TYPE a_total counter\na_total 1 2 # {c=\"d\"} 0.5 3\n").unwrap();
    assert_eq!(exemplar[0].series()[0].exemplar(0).unwrap().timestamp().unwrap().as_millis(), 3000);
}

#[test]
fn open_metrics_keeps_all_that_the_format_can_say() {
    let families = open_metrics(concat!(
        "# TYPE a_seconds counter\n# UNIT a_seconds seconds\n# HELP a_seconds Some \\\"help\\\".\n",
        "a_seconds_total{b=\"c\"} 5 1.5 # {t=\"1\"} 0.5 1.25\na_seconds_created{b=\"c\"} 1e0 1.5\n",
        "# TYPE g gaugehistogram\ng_bucket{le=\"1.0\"} 2 # {} 0.5\ng_bucket{le=\"+Inf\"} 3\ng_gcount 3\ng_gsum 7\n",
        "# TYPE h histogram\nh_bucket{x=\"1\",le=\"1.0\"} 2\nh_bucket{x=\"1\",le=\"+Inf\"} 3\n",
        "h_bucket{x=\"2\",le=\"+Inf\"} 4\nh_count{x=\"2\"} 4\nh_sum{x=\"2\"} 4\nh_created{x=\"2\"} 9\n",
        "# TYPE i info\ni_info{v=\"1\"} 1\n",
        "# TYPE s summary\ns{quantile=\"0.5\"} NaN\ns{quantile=\"0.9\"} 1\n",
        "# TYPE t stateset\nt{t=\"a\"} 0\nt{t=\"b\"} 1\n",
        "# EOF\n",
    ))
    .unwrap();
    let kinds: Vec<Kind> = families.iter().map(Family::kind).collect();
    let all = [Kind::Counter, Kind::GaugeHistogram, Kind::Histogram, Kind::Info, Kind::Summary, Kind::StateSet];
    assert_eq!(kinds, all);
    let counter = &families[0];
    assert_eq!((counter.name().as_str(), counter.help()), ("a_seconds_total", "Some \"help\"."));
    assert_eq!(counter.unit_name(), Some("seconds"));
    let series = &counter.series()[0];
    assert_eq!(series.timestamp().unwrap().as_millis(), 1500);
    assert_eq!(series.created().unwrap().as_millis(), 1000);
    assert_eq!(series.exemplar(0).unwrap().timestamp().unwrap().as_millis(), 1250);
    assert_eq!(families[1].series()[0].point, Point::Histogram { counts: [2, 1].into(), sum: 7.0 });
    assert!(families[1].series()[0].exemplar(0).is_some());
    let histogram = &families[2];
    assert_eq!(histogram.buckets().unwrap().bounds(), [1.0]);
    assert!(!histogram.series()[0].has_sum() && !histogram.series()[0].has_count());
    assert_eq!(histogram.series()[1].own_buckets(), Some(None));
    assert_eq!(families[3].name().as_str(), "i_info");
    assert_eq!(families[4].series()[0].quantiles()[1], (0.9, 1.0));
    assert_eq!(families[5].series()[0].point, Point::State(1));
}

#[test]
fn bytes_that_are_no_utf8_are_an_error_with_a_place() {
    assert_eq!(parse::utf8(b"a 1\n\xC3\xA9\xFF").unwrap_err().to_string(), "line 2, column 2: expected UTF-8");
    assert_eq!(parse::utf8(b"\xED\xA0\x80").unwrap_err().to_string(), "line 1, column 1: expected UTF-8");
}
