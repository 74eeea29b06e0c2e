use super::element::Element;
use super::quality::Quality;

/// Whether an `Accept-Encoding` header asks for gzip: it names it, or `*`, above zero and not below `identity`.
///
/// Without the header the answer is no.
///
/// ```
/// use pytheus_core::encode::accepts_gzip;
///
/// assert!(accepts_gzip(Some("gzip, deflate")));
/// assert!(!accepts_gzip(Some("*, gzip;q=0")));
/// ```
#[must_use]
pub fn accepts_gzip(accept_encoding: Option<&str>) -> bool {
    let (mut gzip, mut identity, mut any) = (None, None, None);
    for element in accept_encoding.into_iter().flat_map(Element::all) {
        let named = match element.value.to_ascii_lowercase().as_str() {
            "gzip" | "x-gzip" => &mut gzip,
            "identity" => &mut identity,
            "*" => &mut any,
            _ => continue,
        };
        *named = (*named).max(Some(element.quality));
    }
    let gzip = gzip.or(any).unwrap_or(Quality::ZERO);
    gzip > Quality::ZERO && gzip >= identity.unwrap_or(Quality::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_sent_only_to_who_wants_it() {
        for yes in
            ["gzip", "GZIP", "x-gzip", "deflate, gzip;q=0.1", "*", "*;q=0.5", "identity;q=0.5, gzip", "identity, gzip"]
        {
            assert!(accepts_gzip(Some(yes)), "{yes}");
        }
        for no in [
            "",
            "br",
            "identity",
            "gzip;q=0",
            "gzip;q=0.000",
            "gzip; q=0, *",
            "*;q=0",
            "gzip;q=0.5, identity",
            "gzip;q=x",
            ",;=",
        ] {
            assert!(!accepts_gzip(Some(no)), "{no}");
        }
        assert!(!accepts_gzip(None));
    }
}
