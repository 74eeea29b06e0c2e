/// How much a client wants something, in thousandths; 0 is not at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Quality(u16);

impl Quality {
    pub(super) const ZERO: Self = Self(0);
    pub(super) const FULL: Self = Self(1000);

    /// A `q` parameter's value ([RFC 9110, 12.4.2](https://www.rfc-editor.org/rfc/rfc9110#section-12.4.2)), digits
    /// after the third ignored; `None` for anything else.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let digits = fraction.bytes().chain(std::iter::repeat(b'0')).take(3);
        let thousandths = digits.fold(0, |sum, digit| sum * 10 + u16::from(digit - b'0'));
        match whole {
            "0" => Some(Self(thousandths)),
            "1" if fraction.bytes().all(|byte| byte == b'0') => Some(Self::FULL),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_numbers_from_0_to_1_are_qualities() {
        for (text, thousandths) in
            [("0", 0), ("0.", 0), ("0.5", 500), ("0.001", 1), ("0.9999", 999), ("1", 1000), ("1.000", 1000)]
        {
            assert_eq!(Quality::parse(text), Some(Quality(thousandths)), "{text}");
        }
        for junk in ["", ".5", "1.1", "2", "-1", "abc", "NaN", "1e0", "0,5", "0.5x", "00.5", "٣"] {
            assert_eq!(Quality::parse(junk), None, "{junk}");
        }
    }
}
