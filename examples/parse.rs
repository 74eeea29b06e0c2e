//! Reads an exposition from its standard input and says whether it is legal.
//!
//! ```text
//! curl -s localhost:9090/metrics | cargo run --example parse
//! curl -s localhost:9090/metrics | cargo run --example parse -- --dump
//! ```
//!
//! It exits with 0 and prints nothing, or prints the error, with its line and column, and exits with 1.
//!
//! - `--format text|openmetrics`: which format it is; text unless told otherwise.
//! - `--lax`: text as the Python client takes it.
//! - `--dump`: one JSON object a sample: name, labels, value, timestamp in seconds, exemplar.
//! - `--rewrite`: the same families, written again in the same format.

use std::fmt::Write as _;
use std::io;
use std::io::Read;
use std::io::Write;
use std::process::ExitCode;

use pytheus::encode;
use pytheus::model::Exemplar;
use pytheus::model::Family;
use pytheus::model::Kind;
use pytheus::model::Labels;
use pytheus::model::Number;
use pytheus::model::Snapshot;
use pytheus::model::Timestamp;
use pytheus::parse;
use pytheus::parse::ParseError;

fn main() -> ExitCode {
    let options = match Options::read(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(usage) => {
            eprintln!("{usage}");
            return ExitCode::from(2);
        }
    };
    match run(&options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<(), Box<dyn std::error::Error>> {
    let mut bytes = Vec::new();
    io::stdin().read_to_end(&mut bytes)?;
    let input = parse::utf8(&bytes)?;
    if options.open_metrics {
        return give(options, parse::open_metrics(input));
    }
    let text = parse::text(input);
    give(options, if options.lax { text.lax() } else { text })
}

/// Takes the families one by one, so that memory holds one of them and not all.
fn give(
    options: &Options,
    families: impl Iterator<Item = Result<Family, ParseError>>,
) -> Result<(), Box<dyn std::error::Error>> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut shown = String::new();
    let mut written = Vec::new();
    for family in families {
        let family = family?;
        if options.dump {
            shown.clear();
            dump(family.clone(), options.open_metrics, &mut shown);
            out.write_all(shown.as_bytes())?;
        }
        if options.rewrite {
            written.push(family);
        }
    }
    if options.rewrite {
        shown.clear();
        let snapshot = Snapshot::new(written);
        if options.open_metrics {
            encode::open_metrics(&snapshot, &mut shown);
        } else {
            encode::text(&snapshot, &mut shown);
        }
        out.write_all(shown.as_bytes())?;
    }
    Ok(out.flush()?)
}

struct Options {
    open_metrics: bool,
    lax: bool,
    dump: bool,
    rewrite: bool,
}

impl Options {
    fn read(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Self { open_metrics: false, lax: false, dump: false, rewrite: false };
        while let Some(argument) = arguments.next() {
            let (name, value) = match argument.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (argument.as_str(), None),
            };
            match name {
                "--format" => {
                    options.open_metrics = match value.or_else(|| arguments.next()).as_deref() {
                        Some("text") => false,
                        Some("openmetrics") => true,
                        _ => return Err("--format is one of: text, openmetrics".to_owned()),
                    }
                }
                "--lax" => options.lax = true,
                "--dump" => options.dump = true,
                "--rewrite" => options.rewrite = true,
                _ => return Err("usage: parse [--format text|openmetrics] [--lax] [--dump] [--rewrite]".to_owned()),
            }
        }
        Ok(options)
    }
}

/// Writes the samples of a family, one object a line.
fn dump(family: Family, open_metrics: bool, out: &mut String) {
    let gauge = open_metrics && family.kind() == Kind::GaugeHistogram;
    let created: Vec<_> = family
        .series()
        .iter()
        .filter_map(|series| Some((series.labels.clone(), series.created()?, series.timestamp())))
        .collect();
    let base = family.name().as_str().to_owned();
    let base = if family.kind() == Kind::Counter { base.strip_suffix("_total").unwrap_or(&base) } else { &base };
    for sample in Snapshot::new(vec![family.clone()]).samples() {
        let mut name = sample.name();
        // A gauge histogram has names of its own here, which text 0.0.4 does not know.
        for (text, open_metrics) in [("_sum", "_gsum"), ("_count", "_gcount")] {
            if gauge && name == format!("{base}{text}") {
                name = format!("{base}{open_metrics}");
            }
        }
        object(&name, sample.labels(), sample.value(), sample.timestamp(), sample.exemplar(), out);
    }
    for (labels, created, timestamp) in created {
        let value = Number::Float(seconds(created));
        object(&format!("{base}_created"), labels.iter(), value, timestamp, None, out);
    }
}

fn object<'a, V: AsRef<str>>(
    name: &str,
    labels: impl Iterator<Item = (&'a str, V)>,
    value: Number,
    timestamp: Option<Timestamp>,
    exemplar: Option<&Exemplar>,
    out: &mut String,
) {
    out.push_str("{\"name\":");
    string(name, out);
    out.push_str(",\"labels\":");
    pairs(labels, out);
    out.push_str(",\"value\":");
    number(value, out);
    out.push_str(",\"timestamp\":");
    stamp(timestamp, out);
    out.push_str(",\"exemplar\":");
    match exemplar {
        None => out.push_str("null"),
        Some(exemplar) => {
            out.push_str("{\"labels\":");
            pairs(Labels::iter(exemplar.labels()), out);
            out.push_str(",\"value\":");
            number(exemplar.value(), out);
            out.push_str(",\"timestamp\":");
            stamp(exemplar.timestamp(), out);
            out.push('}');
        }
    }
    out.push_str("}\n");
}

fn pairs<'a, V: AsRef<str>>(labels: impl Iterator<Item = (&'a str, V)>, out: &mut String) {
    out.push('{');
    for (i, (name, value)) in labels.enumerate() {
        if i > 0 {
            out.push(',');
        }
        string(name, out);
        out.push(':');
        string(value.as_ref(), out);
    }
    out.push('}');
}

/// JSON has no infinities and no NaN: they are strings.
fn number(number: Number, out: &mut String) {
    let _ = match number {
        Number::Whole(whole) => write!(out, "{whole}"),
        Number::Float(value) if value.is_nan() => write!(out, "\"NaN\""),
        Number::Float(f64::INFINITY) => write!(out, "\"+Inf\""),
        Number::Float(f64::NEG_INFINITY) => write!(out, "\"-Inf\""),
        Number::Float(value) => write!(out, "{value:?}"),
    };
}

fn stamp(timestamp: Option<Timestamp>, out: &mut String) {
    let _ = match timestamp {
        Some(timestamp) => write!(out, "{timestamp}"),
        None => write!(out, "null"),
    };
}

/// What a float can say of it; the timestamp's own text is exact.
fn seconds(timestamp: Timestamp) -> f64 {
    timestamp.to_string().parse().unwrap_or(f64::NAN)
}

fn string(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c < ' ' => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}
