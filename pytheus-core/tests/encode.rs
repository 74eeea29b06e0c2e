//! Whole texts of both formats, and that nothing a user puts in them can break them.

#![allow(clippy::unwrap_used, clippy::panic)]

use proptest::prelude::*;
use pytheus_core::encode;
use pytheus_core::encode::Format;
use pytheus_core::model::Buckets;
use pytheus_core::model::Family;
use pytheus_core::model::Kind;
use pytheus_core::model::Labels;
use pytheus_core::model::MetricName;
use pytheus_core::model::Point;
use pytheus_core::model::Snapshot;

fn text(families: Vec<Family>) -> String {
    let mut out = String::new();
    encode::text(&Snapshot::new(families), &mut out);
    out
}

fn open_metrics(families: Vec<Family>) -> String {
    let mut out = String::new();
    encode::open_metrics(&Snapshot::new(families), &mut out);
    out
}

fn histogram(name: &str, bounds: &[f64], counts: &[u64], sum: f64) -> Family {
    let buckets = Buckets::new(bounds.iter().copied()).unwrap();
    let point = Point::Histogram { counts: counts.into(), sum };
    Family::histogram(name, "", buckets).unwrap().with_point([], point).unwrap()
}

/// One family of every kind.
fn every_kind() -> Vec<Family> {
    let constant = Labels::new([("shop", "eu")]).unwrap();
    let pages = Family::counter("pages_total", "Pages \"served\", C:\\www\nand more.")
        .unwrap()
        .with([("route", "/"), ("cache", "")], u64::MAX)
        .unwrap()
        .with([("route", "a\\b\"c\nd\r"), ("cache", "é")], 0.5)
        .unwrap();
    let depth = Family::gauge("depth", "").unwrap().with([], -0.0).unwrap();
    let latency = Family::histogram("latency_seconds", "Time.", Buckets::new([0.005, 1.0, 1e6]).unwrap())
        .unwrap()
        .unit("seconds")
        .with_point([("route", "/")], Point::Histogram { counts: [1, 2, 0, 3].into(), sum: 3e21 })
        .unwrap()
        .qualified(MetricName::new("shop_latency_seconds").unwrap(), constant.clone());
    let size = Family::summary("size_bytes", "Sizes.")
        .unwrap()
        .unit("bytes")
        .with_point([], Point::Summary { count: 2, sum: 7.0 })
        .unwrap()
        .qualified(MetricName::new("size_bytes").unwrap(), constant);
    let build = Family::info("build_info", "The build.").unwrap().with([("version", "1.2")], 1_u64).unwrap();
    let phase = Family::state_set("phase", "Where it is.", ["idle", "b\"usy"])
        .unwrap()
        .with_point([("worker", "1")], Point::State(1))
        .unwrap();
    let raw = Family::unknown("raw", "Who knows.").unwrap().with([], 1e-7).unwrap();
    let none = Family::counter("none_seconds_total", "Nothing yet.").unwrap().unit("seconds");
    vec![pages, depth, latency, size, build, phase, raw, none]
}

#[test]
fn text_shows_every_kind() {
    assert_eq!(
        text(every_kind()),
        concat!(
            "# HELP pages_total Pages \"served\", C:\\\\www\\nand more.\n",
            "# TYPE pages_total counter\n",
            "pages_total{route=\"/\",cache=\"\"} 18446744073709551615\n",
            "pages_total{route=\"a\\\\b\\\"c\\nd\r\",cache=\"é\"} 0.5\n",
            "# TYPE depth gauge\n",
            "depth -0.0\n",
            "# HELP shop_latency_seconds Time.\n",
            "# TYPE shop_latency_seconds histogram\n",
            "shop_latency_seconds_bucket{route=\"/\",shop=\"eu\",le=\"0.005\"} 1\n",
            "shop_latency_seconds_bucket{route=\"/\",shop=\"eu\",le=\"1\"} 3\n",
            "shop_latency_seconds_bucket{route=\"/\",shop=\"eu\",le=\"1000000\"} 3\n",
            "shop_latency_seconds_bucket{route=\"/\",shop=\"eu\",le=\"+Inf\"} 6\n",
            "shop_latency_seconds_sum{route=\"/\",shop=\"eu\"} 3e+21\n",
            "shop_latency_seconds_count{route=\"/\",shop=\"eu\"} 6\n",
            "# HELP size_bytes Sizes.\n",
            "# TYPE size_bytes summary\n",
            "size_bytes_sum{shop=\"eu\"} 7\n",
            "size_bytes_count{shop=\"eu\"} 2\n",
            "# HELP build_info The build.\n",
            "# TYPE build_info gauge\n",
            "build_info{version=\"1.2\"} 1\n",
            "# HELP phase Where it is.\n",
            "# TYPE phase gauge\n",
            "phase{worker=\"1\",phase=\"idle\"} 0\n",
            "phase{worker=\"1\",phase=\"b\\\"usy\"} 1\n",
            "# HELP raw Who knows.\n",
            "# TYPE raw untyped\n",
            "raw 1e-07\n",
            "# HELP none_seconds_total Nothing yet.\n",
            "# TYPE none_seconds_total counter\n",
        )
    );
}

#[test]
fn open_metrics_shows_every_kind() {
    assert_eq!(
        open_metrics(every_kind()),
        concat!(
            "# TYPE pages counter\n",
            "# HELP pages Pages \\\"served\\\", C:\\\\www\\nand more.\n",
            "pages_total{route=\"/\",cache=\"\"} 18446744073709551615\n",
            "pages_total{route=\"a\\\\b\\\"c\\nd\r\",cache=\"é\"} 0.5\n",
            "# TYPE depth gauge\n",
            "depth -0.0\n",
            "# TYPE shop_latency_seconds histogram\n",
            "# UNIT shop_latency_seconds seconds\n",
            "# HELP shop_latency_seconds Time.\n",
            "shop_latency_seconds_bucket{route=\"/\",shop=\"eu\",le=\"0.005\"} 1\n",
            "shop_latency_seconds_bucket{route=\"/\",shop=\"eu\",le=\"1.0\"} 3\n",
            "shop_latency_seconds_bucket{route=\"/\",shop=\"eu\",le=\"1e+06\"} 3\n",
            "shop_latency_seconds_bucket{route=\"/\",shop=\"eu\",le=\"+Inf\"} 6\n",
            "shop_latency_seconds_sum{route=\"/\",shop=\"eu\"} 3e+21\n",
            "shop_latency_seconds_count{route=\"/\",shop=\"eu\"} 6\n",
            "# TYPE size_bytes summary\n",
            "# UNIT size_bytes bytes\n",
            "# HELP size_bytes Sizes.\n",
            "size_bytes_sum{shop=\"eu\"} 7\n",
            "size_bytes_count{shop=\"eu\"} 2\n",
            "# TYPE build info\n",
            "# HELP build The build.\n",
            "build_info{version=\"1.2\"} 1\n",
            "# TYPE phase stateset\n",
            "# HELP phase Where it is.\n",
            "phase{worker=\"1\",phase=\"idle\"} 0\n",
            "phase{worker=\"1\",phase=\"b\\\"usy\"} 1\n",
            "# TYPE raw unknown\n",
            "# HELP raw Who knows.\n",
            "raw 1e-07\n",
            "# TYPE none_seconds counter\n",
            "# UNIT none_seconds seconds\n",
            "# HELP none_seconds Nothing yet.\n",
            "# EOF\n",
        )
    );
}

#[test]
fn nothing_is_an_empty_text_and_a_bare_eof() {
    assert_eq!(text(vec![]), "");
    assert_eq!(open_metrics(vec![]), "# EOF\n");
}

#[test]
fn formats_append_to_the_buffer() {
    let mut out = "before\n".to_owned();
    Format::OpenMetrics.encode(&Snapshot::default(), &mut out);
    assert_eq!(out, "before\n# EOF\n");
}

#[test]
fn verbatim_names_get_their_suffix_in_open_metrics() {
    let requests = Family::counter("requests", "").unwrap().with([], 1_u64).unwrap();
    let build = Family::info("build", "").unwrap().with([], 1_u64).unwrap();
    let bare = Family::counter("_total", "").unwrap().with([], 1_u64).unwrap();
    assert_eq!(
        open_metrics(vec![requests, build, bare]),
        "# TYPE requests counter\nrequests_total 1\n# TYPE build info\nbuild_info 1\n\
         # TYPE _total counter\n_total_total 1\n# EOF\n"
    );
}

#[test]
fn a_unit_is_shown_only_where_the_name_ends_with_it() {
    let families = ["a_ms", "seconds", "a_seconds_total", "aseconds", "b_seconds"]
        .map(|name| Family::gauge(name, "").unwrap().unit("seconds"))
        .to_vec();
    let info = Family::info("c_seconds_info", "").unwrap().unit("seconds");
    let empty = Family::gauge("d_", "").unwrap().unit("");
    assert_eq!(
        open_metrics([families, vec![info, empty]].concat()),
        "# TYPE a_ms gauge\n# TYPE seconds gauge\n# TYPE a_seconds_total gauge\n# TYPE aseconds gauge\n\
         # TYPE b_seconds gauge\n# UNIT b_seconds seconds\n# TYPE c_seconds info\n# TYPE d_ gauge\n# EOF\n"
    );
}

#[test]
fn counters_that_are_none_are_left_out_of_open_metrics() {
    let odd = Family::counter("odd_total", "").unwrap();
    let values = [f64::NAN, -1.0, f64::NEG_INFINITY, -0.0, f64::INFINITY];
    let names = ["0", "1", "2", "3", "4"];
    let odd = values.iter().zip(names).fold(odd, |odd, (&value, i)| odd.with([("i", i)], value).unwrap());
    assert_eq!(
        open_metrics(vec![odd.clone()]),
        "# TYPE odd counter\nodd_total{i=\"3\"} 0\nodd_total{i=\"4\"} +Inf\n# EOF\n"
    );
    assert_eq!(
        text(vec![odd]),
        "# TYPE odd_total counter\nodd_total{i=\"0\"} NaN\nodd_total{i=\"1\"} -1\nodd_total{i=\"2\"} -Inf\n\
         odd_total{i=\"3\"} 0\nodd_total{i=\"4\"} +Inf\n"
    );
}

#[test]
fn a_sum_that_is_no_counter_is_left_out_of_open_metrics() {
    let summary = |sum| Family::summary("s", "").unwrap().with_point([], Point::Summary { count: 1, sum }).unwrap();
    let buckets = "h_bucket{le=\"0.5\"} 0\nh_bucket{le=\"+Inf\"} 1\n";
    for sum in [f64::NAN, -0.5] {
        let families = vec![histogram("h", &[0.5], &[0, 1], sum), summary(sum)];
        assert_eq!(
            open_metrics(families),
            format!("# TYPE h histogram\n{buckets}# TYPE s summary\ns_count 1\n# EOF\n")
        );
    }
    assert_eq!(
        open_metrics(vec![histogram("h", &[-1.0, 0.5], &[0, 0, 1], 3.0)]),
        format!("# TYPE h histogram\nh_bucket{{le=\"-1.0\"}} 0\n{buckets}# EOF\n")
    );
    assert_eq!(
        text(vec![histogram("h", &[-1.0], &[1, 0], f64::NAN)]),
        "# TYPE h histogram\nh_bucket{le=\"-1\"} 1\nh_bucket{le=\"+Inf\"} 1\nh_sum NaN\nh_count 1\n"
    );
}

#[test]
fn counts_that_do_not_fit_the_bounds_still_make_a_histogram() {
    let lines = |one, two, inf| {
        format!(
            "# TYPE h histogram\nh_bucket{{le=\"1\"}} {one}\nh_bucket{{le=\"2\"}} {two}\nh_bucket{{le=\"+Inf\"}} {inf}\n\
             h_sum 1\nh_count {inf}\n"
        )
    };
    let shown = |counts: &[u64]| text(vec![histogram("h", &[1.0, 2.0], counts, 1.0)]);
    assert_eq!(shown(&[]), lines(0, 0, 0));
    assert_eq!(shown(&[3]), lines(3, 3, 3));
    assert_eq!(shown(&[1, 1, 1, 4]), lines(1, 2, 7));
    assert_eq!(shown(&[u64::MAX, 1, 1]), lines(u64::MAX, u64::MAX, u64::MAX));

    let point = Point::Histogram { counts: [2, 3].into(), sum: 1.0 };
    let boundless = Family::new(MetricName::new("h").unwrap(), Kind::Histogram, "").with_point([], point).unwrap();
    assert_eq!(text(vec![boundless]), "# TYPE h histogram\nh_bucket{le=\"+Inf\"} 5\nh_sum 1\nh_count 5\n");
}

#[test]
fn states_out_of_range_and_points_of_another_kind_break_nothing() {
    let off = Family::state_set("p", "", ["a", "b"]).unwrap().with_point([], Point::State(9)).unwrap();
    assert_eq!(open_metrics(vec![off]), "# TYPE p stateset\np{p=\"a\"} 0\np{p=\"b\"} 0\n# EOF\n");
    for kind in [Kind::Counter, Kind::Gauge, Kind::Unknown, Kind::Histogram, Kind::Summary, Kind::StateSet] {
        let mut family = Family::new(MetricName::new("x").unwrap(), kind, "");
        family.push(Labels::empty(), Point::Info);
        assert_eq!(open_metrics(vec![family.clone()]), format!("# TYPE x {kind}\n# EOF\n"));
        assert_eq!(text(vec![family]).lines().count(), 1);
    }
}

#[test]
fn a_state_set_whose_name_is_no_label_is_a_gauge() {
    let phase = Family::state_set("job:phase", "", ["a"]).unwrap().with_point([], Point::State(0)).unwrap();
    assert_eq!(open_metrics(vec![phase]), "# TYPE job:phase gauge\njob:phase{_job_phase=\"a\"} 1\n# EOF\n");
}

/// Reads an escaped text back, and refuses what has no escape.
fn unescaped(text: &str, quotes: bool) -> String {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        assert!(!(quotes && c == '"'), "a bare quote in {text:?}");
        out.push(match c {
            '\\' => match chars.next() {
                Some('n') => '\n',
                Some('\\') => '\\',
                Some('"') if quotes => '"',
                other => panic!("no escape: {other:?}"),
            },
            c => c,
        });
    }
    out
}

/// All of Unicode, control characters too, and a second choice of what formats are made of.
fn anything() -> impl Strategy<Value = String> {
    let any = proptest::collection::vec(any::<char>(), 0..12);
    let nasty = proptest::sample::select("#\n\r\\\"{}=, EOF\0\t\u{85}\u{2028}x1".chars().collect::<Vec<_>>());
    prop_oneof![any, proptest::collection::vec(nasty, 0..12)].prop_map(|chars| chars.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_header_is_an_error(header in "([a-z*]{0,3}[/;,= \\\\\"*.q0-9é]{0,4}|text/plain|gzip|;q=0\\.|application/openmetrics-text){0,8}") {
        let _ = Format::negotiate(Some(&header));
        let _ = encode::accepts_gzip(Some(&header));
    }

    #[test]
    fn no_text_breaks_a_line(
        help in anything(),
        value in anything(),
        number in any::<u64>().prop_map(f64::from_bits),
    ) {
        let family = Family::gauge("x", &help).unwrap().with([("v", &*value)], number).unwrap();
        let states = Family::state_set("s", "", [&*value]).unwrap().with_point([], Point::State(0)).unwrap();
        for (out, quotes) in [(text(vec![family.clone(), states.clone()]), false), (open_metrics(vec![family, states]), true)] {
            let body = if quotes { out.strip_suffix("# EOF\n").unwrap() } else { &out };
            let lines: Vec<_> = body.strip_suffix('\n').unwrap().split('\n').collect();
            prop_assert_eq!(lines.len(), 5 - usize::from(help.is_empty()));
            if !help.is_empty() {
                let shown = lines.iter().find_map(|line| line.strip_prefix("# HELP x ")).unwrap();
                prop_assert_eq!(unescaped(shown, quotes), help.clone());
            }
            let sample = lines.iter().find_map(|line| line.strip_prefix("x{v=\"")).unwrap();
            let (shown, printed) = sample.rsplit_once("\"} ").unwrap();
            prop_assert_eq!(unescaped(shown, true), value.clone());
            let read: f64 = printed.parse().unwrap();
            prop_assert!(read.to_bits() == number.to_bits() || (read.is_nan() && number.is_nan()));
            let state = lines.iter().find_map(|line| line.strip_prefix("s{s=\"")).unwrap();
            prop_assert_eq!(unescaped(state.strip_suffix("\"} 1").unwrap(), true), value.clone());
        }
    }
}
