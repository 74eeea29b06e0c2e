//! The key of an entry: `["family", "sample", {"label": "value"}, "help"]`, as Python's `json.dumps` writes it.

use std::collections::BTreeMap;
use std::fmt::Write;

/// A key, read.
#[derive(Debug, PartialEq)]
pub(super) struct Key {
    /// The family's name, of a counter without `_total`.
    pub(super) family: String,
    /// The name of the sample.
    pub(super) sample: String,
    pub(super) labels: BTreeMap<String, String>,
    pub(super) help: String,
}

impl Key {
    /// Reads a key, whatever its spacing.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let (family, sample, labels, help) = serde_json::from_slice(bytes).ok()?;
        Some(Self { family, sample, labels, help })
    }

    /// Writes a key; the labels are sorted by name.
    pub(super) fn write(family: &str, sample: &str, labels: &BTreeMap<&str, &str>, help: &str) -> String {
        let mut key = String::from("[");
        text(family, &mut key);
        key.push_str(", ");
        text(sample, &mut key);
        key.push_str(", {");
        for (at, (name, value)) in labels.iter().enumerate() {
            if at > 0 {
                key.push_str(", ");
            }
            text(name, &mut key);
            key.push_str(": ");
            text(value, &mut key);
        }
        key.push_str("}, ");
        text(help, &mut key);
        key.push(']');
        key
    }
}

/// A JSON string in ASCII alone, with the escapes that Python chooses.
fn text(text: &str, into: &mut String) {
    into.push('"');
    for c in text.chars() {
        match c {
            '"' => into.push_str("\\\""),
            '\\' => into.push_str("\\\\"),
            '\n' => into.push_str("\\n"),
            '\r' => into.push_str("\\r"),
            '\t' => into.push_str("\\t"),
            '\u{8}' => into.push_str("\\b"),
            '\u{c}' => into.push_str("\\f"),
            ' '..='~' => into.push(c),
            c => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    // Writing to a string cannot fail.
                    let _ = write!(into, "\\u{unit:04x}");
                }
            }
        }
    }
    into.push('"');
}

/// A bucket's bound, as Python's client writes it: Go's way, but with a fraction always, and exponents in two digits.
pub(super) fn bound(bound: f64) -> String {
    if bound == f64::INFINITY {
        return "+Inf".to_owned();
    }
    // Python's repr: the shortest digits; scientific from 1e16 on and below 1e-4, then Go's rule from 1e6 on.
    let magnitude = bound.abs();
    let scientific = format!("{bound:e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if magnitude != 0.0 && (!(-4..16).contains(&exponent) || (bound > 0.0 && exponent >= 6)) {
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{digits}e{sign}{:02}", exponent.abs());
    }
    let plain = format!("{bound}");
    if plain.contains('.') { plain } else { plain + ".0" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_written_as_python_writes_them() {
        let labels = BTreeMap::from([("b", "x"), ("a", "y\"é\n")]);
        let key = Key::write("my_c", "my_c_total", &labels, "he\"lp é");
        assert_eq!(key, r#"["my_c", "my_c_total", {"a": "y\"\u00e9\n", "b": "x"}, "he\"lp \u00e9"]"#);
        let back = Key::parse(key.as_bytes()).unwrap();
        assert_eq!((back.labels["a"].as_str(), back.help.as_str()), ("y\"é\n", "he\"lp é"));
        let odd = "\u{7f}\u{0}𝄞\\";
        let key = Key::write("x", "x", &BTreeMap::from([("l", odd)]), "");
        assert_eq!(key, r#"["x", "x", {"l": "\u007f\u0000\ud834\udd1e\\"}, ""]"#);
        assert_eq!(Key::parse(key.as_bytes()).unwrap().labels["l"], odd);
    }

    #[test]
    fn what_is_no_key_is_none() {
        for text in [
            "",
            "[]",
            "{}",
            "[\"a\", \"b\", {}, 1]",
            "[\"a\", \"b\", {\"c\": 1}, \"\"]",
            "[\"a\", \"b\", {}, \"\"",
            "\u{0}",
        ] {
            assert_eq!(Key::parse(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn bounds_are_written_as_python_writes_them() {
        let written: Vec<_> =
            [0.5, 1.0, 2.5, 10.0, 1e6, 1e7, 12_345_678.0, 1e-5, 0.0001, f64::INFINITY, 0.0, -3.0, 100_000.0, 1e300]
                .map(bound)
                .into();
        let expected = [
            "0.5",
            "1.0",
            "2.5",
            "10.0",
            "1e+06",
            "1e+07",
            "1.2345678e+07",
            "1e-05",
            "0.0001",
            "+Inf",
            "0.0",
            "-3.0",
            "100000.0",
            "1e+300",
        ];
        assert_eq!(written, expected);
    }
}
