//! Floats as text, shared by what writes them and what looks for them.

/// Appends the shortest digits that give the float back: `1`, `2.5`, `1e-07`, `1e+300`, `+Inf`.
pub(crate) fn float(value: f64, out: &mut String) {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if value.abs() < EXACT && value.trunc() == value && (value != 0.0 || value.is_sign_positive()) {
        // Whole and within 2^53, so that the cast changes nothing.
        #[allow(clippy::cast_possible_truncation)]
        out.push_str(itoa::Buffer::new().format(value as i64));
        return;
    }
    if value == 0.0 {
        // With a point: a reader that takes whole numbers for integers would lose the sign.
        return out.push_str("-0.0");
    }
    shortest(value, 21, out);
}

/// Appends a bound as OpenMetrics wants it in `le`: `1.0`, `0.005`, `1e+06`
/// ([canonical numbers](https://prometheus.io/docs/specs/om/open_metrics_spec/#considerations-canonical-numbers)).
pub(crate) fn canonical(value: f64, out: &mut String) {
    let start = out.len();
    shortest(value, 6, out);
    if value.is_finite() && !out[start..].contains(['.', 'e']) {
        out.push_str(".0");
    }
}

/// Appends the shortest digits, with an exponent where the first digit stands below 10^-4, or at 10^`plain` or above.
fn shortest(value: f64, plain: i32, out: &mut String) {
    if value.is_nan() {
        return out.push_str("NaN");
    }
    if value.is_infinite() {
        return out.push_str(if value > 0.0 { "+Inf" } else { "-Inf" });
    }
    if value.is_sign_negative() {
        out.push('-');
    }
    let mut buffer = zmij::Buffer::new();
    let printed = buffer.format_finite(value.abs());
    if !printed.contains('e') && (1e-4..10f64.powi(plain)).contains(&value.abs()) {
        return out.push_str(printed.strip_suffix(".0").unwrap_or(printed));
    }
    let (mantissa, exponent) = printed.split_once('e').unwrap_or((printed, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let leading = whole.trim_start_matches('0');
    let fraction = fraction.trim_end_matches('0');
    // The power of ten of the first digit that is not 0.
    let first = exponent.parse().unwrap_or(0)
        + match (leading.len(), fraction.find(|c| c != '0')) {
            (0, Some(zeros)) => -length(zeros) - 1,
            (0, None) => 0,
            (digits, _) => length(digits) - 1,
        };
    let digits =
        Digits { first: leading, rest: if leading.is_empty() { fraction.trim_start_matches('0') } else { fraction } };
    if first < -4 || first >= plain {
        digits.scientific(first, out);
    } else {
        digits.plain(first, out);
    }
}

/// The significant digits of a number, in the two pieces in which they were printed; none for zero.
struct Digits<'a> {
    first: &'a str,
    rest: &'a str,
}

impl Digits<'_> {
    fn len(&self) -> usize {
        self.first.len() + self.rest.len()
    }

    /// The digits from `from` to `to`.
    fn push(&self, from: usize, to: usize, out: &mut String) {
        out.extend(self.first.chars().chain(self.rest.chars()).take(to).skip(from));
    }

    fn plain(&self, first: i32, out: &mut String) {
        let Ok(power) = usize::try_from(first) else {
            out.push_str("0.");
            out.extend(std::iter::repeat_n('0', -(first + 1) as usize));
            return self.push(0, self.len(), out);
        };
        self.push(0, power + 1, out);
        out.extend(std::iter::repeat_n('0', (power + 1).saturating_sub(self.len())));
        if self.len() > power + 1 {
            out.push('.');
            self.push(power + 1, self.len(), out);
        }
    }

    fn scientific(&self, first: i32, out: &mut String) {
        // A whole number may have been printed with zeros at its end, which say nothing in front of an exponent.
        let trailing = if self.rest.is_empty() { self.first.len() - self.first.trim_end_matches('0').len() } else { 0 };
        let len = self.len() - trailing;
        self.push(0, 1, out);
        if len > 1 {
            out.push('.');
            self.push(1, len, out);
        }
        out.push_str(if first < 0 { "e-" } else { "e+" });
        if first.unsigned_abs() < 10 {
            out.push('0');
        }
        out.push_str(itoa::Buffer::new().format(first.unsigned_abs()));
    }
}

/// The length of some digits: a float has fewer than 400.
#[allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap)]
fn length(digits: usize) -> i32 {
    digits as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(value: f64) -> String {
        let mut out = String::new();
        float(value, &mut out);
        out
    }

    fn bound(value: f64) -> String {
        let mut out = String::new();
        canonical(value, &mut out);
        out
    }

    #[test]
    fn floats_are_written_as_go_writes_them() {
        let expected = [
            (0.0, "0"),
            (-0.0, "-0.0"),
            (1.0, "1"),
            (-1.0, "-1"),
            (2.5, "2.5"),
            (-0.005, "-0.005"),
            (0.1 + 0.2, "0.30000000000000004"),
            (0.0001, "0.0001"),
            (0.00012, "0.00012"),
            (0.00001, "1e-05"),
            (1.5e-7, "1.5e-07"),
            (1_000_000.0, "1000000"),
            (1_234_567.25, "1234567.25"),
            (9_007_199_254_740_992.0, "9007199254740992"),
            (-9_007_199_254_740_994.0, "-9007199254740994"),
            (123e18, "123000000000000000000"),
            (1e20, "100000000000000000000"),
            (1e21, "1e+21"),
            (1.25e21, "1.25e+21"),
            (1e300, "1e+300"),
            (f64::MAX, "1.7976931348623157e+308"),
            (f64::MIN_POSITIVE, "2.2250738585072014e-308"),
            (5e-324, "5e-324"),
            (f64::INFINITY, "+Inf"),
            (f64::NEG_INFINITY, "-Inf"),
            (f64::NAN, "NaN"),
            (-f64::NAN, "NaN"),
        ];
        for (value, text) in expected {
            assert_eq!(printed(value), text);
        }
    }

    #[test]
    fn bounds_in_open_metrics_are_canonical() {
        let expected = [
            (0.0, "0.0"),
            (1.0, "1.0"),
            (-2.0, "-2.0"),
            (10.0, "10.0"),
            (0.005, "0.005"),
            (0.0001, "0.0001"),
            (1e-5, "1e-05"),
            (1e-10, "1e-10"),
            (100_000.0, "100000.0"),
            (1e6, "1e+06"),
            (1_234_567.0, "1.234567e+06"),
            (1_230_000.0, "1.23e+06"),
            (1e10, "1e+10"),
            (f64::INFINITY, "+Inf"),
        ];
        for (value, text) in expected {
            assert_eq!(bound(value), text);
        }
    }

    #[test]
    fn every_float_comes_back_bit_for_bit() {
        // A xorshift over all bit patterns, and the neighbours of every power of ten and of two.
        let mut bits = 0x9E37_79B9_7F4A_7C15_u64;
        let random = std::iter::repeat_with(move || {
            bits ^= bits << 13;
            bits ^= bits >> 7;
            bits ^= bits << 17;
            f64::from_bits(bits)
        });
        let edges = (-330..310).map(|power| format!("1e{power}").parse::<f64>().unwrap());
        let edges = edges.chain((-1080..1024).map(|power| 2f64.powi(power)));
        let edges = edges.flat_map(|edge| [edge, edge.next_up(), edge.next_down(), -edge]);
        for value in edges.chain(random.take(200_000)).filter(|value| !value.is_nan()) {
            for text in [printed(value), bound(value)] {
                assert_eq!(text.parse::<f64>().unwrap().to_bits(), value.to_bits(), "{text} for {value:e}");
            }
        }
    }
}
