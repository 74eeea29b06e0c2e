//! Four times the input takes about four times as long, whatever the input is made of.

#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Duration;
use std::time::Instant;

use pytheus_core::parse;

/// A text of so many pieces, legal in both formats once it has its end.
type Shape = fn(usize) -> String;

const SHAPES: [(&str, Shape); 10] = [
    ("many labels", |n| {
        let mut text = "a{".to_owned();
        (0..n).for_each(|i| write!(text, "{}l{i}=\"v\"", if i == 0 { "" } else { "," }).unwrap());
        text + "} 1\n"
    }),
    ("a long label value", |n| format!("a{{b=\"{}\"}} 1\n", "value".repeat(n))),
    ("a label value of escapes", |n| format!("a{{b=\"{}\"}} 1\n", "\\\\\\n\\\"".repeat(n))),
    ("a long name", |n| format!("{} 1\n", "name_".repeat(n))),
    ("long help", |n| format!("# HELP a {}\na 1\n", "help\\n".repeat(n))),
    ("a long number", |n| format!("a 0.{}\n", "12345".repeat(n))),
    ("many families", |n| (0..n).fold(String::new(), |text, i| text + &format!("# TYPE a{i} gauge\na{i} 1\n"))),
    ("many series", |n| {
        let head = "# TYPE a gauge\n".to_owned();
        (0..n).fold(head, |text, i| text + &format!("a{{b=\"{i}\"}} 1\n"))
    }),
    ("many buckets", |n| {
        let head = "# TYPE a histogram\n".to_owned();
        let text = (0..n).fold(head, |text, i| text + &format!("a_bucket{{le=\"{i}.5\"}} {i}\n"));
        text + &format!("a_bucket{{le=\"+Inf\"}} {n}\na_sum 1\na_count {n}\n")
    }),
    ("many summaries", |n| {
        let head = "# TYPE a summary\n".to_owned();
        (0..n).fold(head, |text, i| {
            text + &format!("a{{b=\"{i}\",quantile=\"0.5\"}} 1\na_sum{{b=\"{i}\"}} 1\na_count{{b=\"{i}\"}} 1\n")
        })
    }),
];

#[test]
fn time_is_linear_in_the_input() {
    for (what, shape) in SHAPES {
        let (small, large) = (shape(2_000), shape(8_000));
        // Noise only ever adds: the best of a few runs is compared, and a rare hiccup gets a second chance.
        let ratio = || {
            let (small, large) = (best(&small), best(&large));
            large.as_secs_f64() / small.max(Duration::from_micros(20)).as_secs_f64()
        };
        let best = (0..5).map(|_| ratio()).find(|&ratio| ratio < 8.0);
        assert!(best.is_some(), "{what}: four times the input takes {} times as long", ratio());
    }
}

fn best(text: &str) -> Duration {
    let open_metrics = format!("{text}# EOF\n");
    let once = || {
        let start = Instant::now();
        for family in parse::text(text) {
            black_box(family.unwrap());
        }
        for family in parse::text(text).lax() {
            black_box(family.unwrap());
        }
        for family in parse::open_metrics(&open_metrics) {
            black_box(family.unwrap());
        }
        start.elapsed()
    };
    (0..3).map(|_| once()).min().unwrap()
}
