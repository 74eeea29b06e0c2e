use std::cmp::Reverse;

use super::Format;
use super::element::Element;
use super::quality::Quality;

/// The format that the header wants most, as [`Format::negotiate`] promises.
pub(super) fn best(header: &str) -> Format {
    let rank = |format| {
        let ranges = Element::all(header).enumerate();
        let matches = ranges.filter_map(|(place, range)| Some((specificity(&range, format)?, place, range.quality)));
        // The most specific range decides, and of equals the first.
        matches.min_by_key(|&(specific, place, _)| (Reverse(specific), place))
    };
    let text = rank(Format::Text);
    let open_metrics = rank(Format::OpenMetrics);
    let wanted = |ranked: Option<(u8, usize, Quality)>| {
        ranked
            .filter(|&(.., quality)| quality > Quality::ZERO)
            .map(|(specific, place, quality)| (quality, specific, Reverse(place)))
    };
    if wanted(open_metrics) > wanted(text) { Format::OpenMetrics } else { Format::Text }
}

/// How closely a range names a format; `None` when it does not.
fn specificity(range: &Element<'_>, format: Format) -> Option<u8> {
    let (kind, subtype) = range.value.split_once('/')?;
    let (own_kind, own_subtype, own_version) = match format {
        Format::Text => ("text", "plain", "0.0.4"),
        Format::OpenMetrics => ("application", "openmetrics-text", "1.0.0"),
    };
    let version = range.parameter("version");
    if version.is_some_and(|version| version != own_version) {
        return None;
    }
    if (kind, subtype) == ("*", "*") {
        return Some(0);
    }
    if !kind.eq_ignore_ascii_case(own_kind) {
        return None;
    }
    if subtype == "*" {
        return Some(1);
    }
    subtype.eq_ignore_ascii_case(own_subtype).then_some(2 + u8::from(version.is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_format_wanted_most_is_given() {
        let text = [
            "",
            "*/*",
            "text/plain",
            "text/*",
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "text/plain;version=0.0.4;q=0.5,application/openmetrics-text;q=0.4",
            "text/plain, application/openmetrics-text",
            "application/openmetrics-text;q=0, */*",
            "application/openmetrics-text;version=1.0.0;q=0,application/openmetrics-text",
            "application/*;q=0.1,text/plain;q=0.2",
            // Nothing acceptable, or not known.
            "application/json",
            "text/plain;q=0",
            "*/*;q=0",
            "application/openmetrics-text;version=9.9",
            "application/openmetrics-text;version=0.0.1",
            "application/openmetrics-text;version=2.0.0,text/plain;q=0.1",
            "application/openmetrics-text;version=abc",
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited",
            // Junk.
            "application/openmetrics-text;q=abc",
            ",,;;==//",
            "\"",
            "application/openmetrics-text;q=-1",
            "openmetrics",
        ];
        for accept in text {
            assert_eq!(best(accept), Format::Text, "{accept}");
        }
        let open_metrics = [
            "application/openmetrics-text",
            "application/openmetrics-text;version=1.0.0",
            "Application/OpenMetrics-Text; Version=\"1.0.0\"; charset=utf-8",
            "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
            "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
            "text/plain;q=0.3, application/openmetrics-text;q=0.4",
            "application/openmetrics-text, */*",
            "application/openmetrics-text, text/plain",
            "text/plain;q=0, */*;q=0.1",
            "application/*",
            "text/plain;q=0.9, text/plain;version=0.0.4;q=0.1, application/openmetrics-text;q=0.5",
        ];
        for accept in open_metrics {
            assert_eq!(best(accept), Format::OpenMetrics, "{accept}");
        }
    }
}
