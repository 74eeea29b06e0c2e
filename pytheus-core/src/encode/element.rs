use super::quality::Quality;

/// One element of a negotiation header: `text/plain;version=0.0.4;q=0.5`, `gzip;q=0`.
pub(super) struct Element<'a> {
    /// What stands before the first semicolon.
    pub(super) value: &'a str,
    /// How much it is wanted.
    pub(super) quality: Quality,
    parameters: &'a str,
}

impl<'a> Element<'a> {
    /// The elements of a header, in order; those whose `q` is no quality are left out.
    pub(super) fn all(header: &'a str) -> impl Iterator<Item = Self> {
        split(header, ',').filter_map(|element| {
            let mut pieces = split(element, ';');
            let value = pieces.next()?.trim();
            let parameters = element.split_once(';').map_or("", |(_, parameters)| parameters);
            let quality = match self::parameters(parameters).find(|(name, _)| name.eq_ignore_ascii_case("q")) {
                Some((_, quality)) => Quality::parse(quality)?,
                None => Quality::FULL,
            };
            (!value.is_empty()).then_some(Self { value, quality, parameters })
        })
    }

    /// The value of a parameter.
    pub(super) fn parameter(&self, name: &str) -> Option<&'a str> {
        parameters(self.parameters).find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

fn parameters(text: &str) -> impl Iterator<Item = (&str, &str)> {
    split(text, ';').filter_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let value = value.trim();
        Some((name.trim(), value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value)))
    })
}

/// Splits where `at` stands outside of double quotes.
fn split(text: &str, at: char) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    let mut escaped = false;
    text.split(move |c| {
        if escaped {
            escaped = false;
            return false;
        }
        match c {
            '\\' => escaped = quoted,
            '"' => quoted = !quoted,
            c => return c == at && !quoted,
        }
        false
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_hide_commas_and_semicolons() {
        let elements: Vec<_> = Element::all(r#"a/b;x="1,2;\"q=0";Q=0.5 , c/d, ,e/f;q=junk"#)
            .map(|element| (element.value, element.parameter("X"), element.quality))
            .collect();
        assert_eq!(
            elements,
            [("a/b", Some(r#"1,2;\"q=0"#), Quality::parse("0.5").unwrap()), ("c/d", None, Quality::FULL)]
        );
    }
}
