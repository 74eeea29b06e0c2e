//! What is written and parsed is the same model again, with all of Unicode in it, and no input makes a parser panic.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::sync::Arc;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use pytheus_core::encode;
use pytheus_core::model::Buckets;
use pytheus_core::model::Exemplar;
use pytheus_core::model::Family;
use pytheus_core::model::Kind;
use pytheus_core::model::LabelName;
use pytheus_core::model::Labels;
use pytheus_core::model::LabelsBuilder;
use pytheus_core::model::MetricName;
use pytheus_core::model::Number;
use pytheus_core::model::Point;
use pytheus_core::model::Series;
use pytheus_core::model::Snapshot;
use pytheus_core::model::Timestamp;
use pytheus_core::parse;

/// All of Unicode, control characters too, and a second choice of what formats are made of.
fn anything() -> impl Strategy<Value = String> {
    let any = vec(any::<char>(), 0..8);
    let nasty = select("#\n\r\\\"{}=, EOF\0\t\u{85}\u{2028}x1_:".chars().collect::<Vec<_>>());
    prop_oneof![any, vec(nasty, 0..8)].prop_map(|chars| chars.into_iter().collect())
}

fn labels() -> impl Strategy<Value = Vec<(String, String)>> {
    let name = prop_oneof!["[a-z_][a-z0-9]{0,5}".prop_map(|name| name), anything().prop_map(|text| text + "é")];
    vec((name, anything()), 0..4)
}

/// Labels that are legal together; the first tells series apart. Families are called `m..`, and so are the labels of
/// state sets, so no other label begins like that.
fn build(index: usize, pairs: &[(String, String)]) -> Labels {
    let mut labels = LabelsBuilder::new();
    labels.push(&LabelName::new("i").unwrap(), &index.to_string());
    let mut seen = vec!["i", "le"];
    for (name, value) in pairs {
        if let Ok(legal) = LabelName::utf8(name)
            && !seen.contains(&name.as_str())
            && !name.starts_with('m')
        {
            seen.push(name);
            labels.push(&legal, value);
        }
    }
    labels.build()
}

/// What a series is made from, whatever its kind.
#[derive(Clone, Debug)]
struct Seed {
    labels: Vec<(String, String)>,
    float: f64,
    whole: Option<u64>,
    counts: Vec<u32>,
    timestamp: Option<i64>,
    created: Option<i64>,
    exemplar: Option<(String, f64)>,
    quantiles: Vec<f64>,
    flags: u8,
}

fn seed() -> impl Strategy<Value = Seed> {
    // Not NaN, which equals nothing: it has tests of its own.
    let float = any::<u64>().prop_map(f64::from_bits).prop_map(|float| if float.is_nan() { 0.5 } else { float });
    let moment = option::of(-1_000_000_000_000_i64..4_000_000_000_000);
    (
        labels(),
        float,
        option::of(any::<u64>()),
        vec(any::<u32>(), 1..5),
        (moment.clone(), moment),
        option::of((anything(), 0.0..1e9)),
        vec(0.0..1.0_f64, 0..4),
        any::<u8>(),
    )
        .prop_map(|(labels, float, whole, counts, (timestamp, created), exemplar, quantiles, flags)| Seed {
            labels,
            float,
            whole,
            counts,
            timestamp,
            created,
            exemplar,
            quantiles,
            flags,
        })
}

fn family_seed() -> impl Strategy<Value = (usize, String, String, Vec<Seed>)> {
    (0..8_usize, prop_oneof!["[a-z_0-9]{0,6}".prop_map(|name| name), anything()], anything(), vec(seed(), 0..4))
}

/// A family that a format can say in full.
fn family(index: usize, (kind, name, help, seeds): &(usize, String, String, Vec<Seed>), open_metrics: bool) -> Family {
    use Kind as K;
    let kinds = if open_metrics {
        [K::Counter, K::Gauge, K::Histogram, K::Summary, K::Unknown, K::Info, K::StateSet, K::GaugeHistogram]
    } else {
        [K::Counter, K::Gauge, K::Histogram, K::Summary, K::Unknown, K::Counter, K::Histogram, K::Summary]
    };
    let kind = kinds[*kind];
    let suffix = match kind {
        K::Counter if open_metrics => "_total",
        K::Info => "_info",
        _ => "",
    };
    // A colon cannot stand in the label that a state set is called after.
    let name = format!("m{index}{}z{suffix}", name.replace(':', "."));
    // Text does not keep the blanks that a HELP text begins with.
    let help = if open_metrics { help } else { help.trim_start_matches([' ', '\t']) };
    let bounds = Buckets::new([-1.0, 0.5, 1e300]).unwrap();
    let mut family = Family::new(MetricName::utf8(&name).unwrap(), kind, help);
    if matches!(kind, K::Histogram | K::GaugeHistogram) && !seeds.is_empty() {
        family = family.with_buckets(Some(Arc::new(bounds)));
    }
    if kind == K::StateSet && !seeds.is_empty() {
        family = family.with_states([Arc::from("on"), Arc::from("\"\\\n")]);
    }
    for (i, seed) in seeds.iter().enumerate() {
        family.push_series(series(i, kind, seed, open_metrics));
    }
    family
}

fn series(index: usize, kind: Kind, seed: &Seed, open_metrics: bool) -> Series {
    let labels = build(index, &seed.labels);
    let rising = |float: f64| if open_metrics { float.abs() } else { float };
    let number = seed.whole.map_or(Number::Float(seed.float), Number::Whole);
    let exemplar = seed.exemplar.as_ref().filter(|_| open_metrics).map(|(text, value)| {
        let exemplar = Exemplar::new(Labels::new([("trace", &**text)]).unwrap(), *value).unwrap();
        seed.created.map_or(exemplar.clone(), |moment| exemplar.at(Timestamp::from_nanos(i128::from(moment) * 7)))
    });
    let mut series = match kind {
        Kind::Counter => {
            let total = seed.whole.map_or(Number::Float(rising(seed.float)), Number::Whole);
            let series = Series::new(labels, Point::Counter(total));
            exemplar.into_iter().fold(series, |series, exemplar| series.with_exemplar(0, exemplar))
        }
        Kind::Gauge => Series::new(labels, Point::Gauge(number)),
        Kind::Info => Series::new(labels, Point::Info),
        Kind::StateSet => match seed.flags % 4 {
            state @ (0 | 1) => Series::new(labels, Point::State(usize::from(state))),
            2 => Series::new(labels, Point::States([true, true].into())),
            _ if index == 0 => Series::new(labels, Point::States([false, false].into())),
            _ => Series::new(labels, Point::State(0)).with_states([Arc::from("é")]),
        },
        Kind::Histogram | Kind::GaugeHistogram => {
            let own = index > 0 && seed.flags & 1 > 0;
            let buckets = if own { 3 } else { 4 };
            let counts = (0..buckets).map(|i| u64::from(seed.counts.get(i).copied().unwrap_or(0))).collect();
            // Beside a bound below zero, a histogram of OpenMetrics has no sum.
            let no_sum = open_metrics && kind == Kind::Histogram && !own;
            let sum = if no_sum { 0.0 } else { rising(seed.float) };
            let mut series = Series::new(labels, Point::Histogram { counts, sum });
            if own {
                series = series.with_buckets(Some(Arc::new(Buckets::new([1.0, 2.0]).unwrap())));
            }
            if no_sum {
                series = series.without_sum().without_count();
            }
            exemplar.into_iter().fold(series, |series, exemplar| series.with_exemplar(buckets - 1, exemplar))
        }
        Kind::Summary => {
            let mut quantiles = seed.quantiles.clone();
            quantiles.sort_unstable_by(f64::total_cmp);
            quantiles.dedup();
            let quantiles: Vec<_> = quantiles.into_iter().map(|quantile| (quantile, rising(seed.float))).collect();
            let alone = !quantiles.is_empty() && seed.flags & 1 > 0;
            let point = Point::Summary {
                count: if alone { 0 } else { seed.whole.unwrap_or(0) },
                sum: if alone { 0.0 } else { rising(seed.float) },
            };
            let series = Series::new(labels, point).with_quantiles(quantiles);
            if alone { series.without_sum().without_count() } else { series }
        }
        _ => Series::new(labels, Point::Unknown(number)),
    };
    if let Some(millis) = seed.timestamp {
        series = series.at(Timestamp::from_millis(millis));
    }
    let counts = open_metrics && matches!(kind, Kind::Counter | Kind::Histogram | Kind::Summary);
    if let Some(created) = seed.created.filter(|_| counts) {
        series = series.created_at(Timestamp::from_nanos(i128::from(created) * 1_001));
    }
    series
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn text_gives_the_model_back(seeds in vec(family_seed(), 0..4)) {
        let families: Vec<_> = seeds.iter().enumerate().map(|(i, seed)| family(i, seed, false)).collect();
        let mut written = String::new();
        encode::text(&Snapshot::new(families.clone()), &mut written);
        let read: Vec<_> = parse::text(&written)
            .collect::<Result<_, _>>()
            .map_err(|error| TestCaseError::fail(format!("{error}\n{written}")))?;
        prop_assert_eq!(&read, &families, "{}", written);
    }

    #[test]
    fn open_metrics_gives_the_model_back(seeds in vec(family_seed(), 0..4)) {
        let families: Vec<_> = seeds.iter().enumerate().map(|(i, seed)| family(i, seed, true)).collect();
        let mut written = String::new();
        encode::open_metrics(&Snapshot::new(families.clone()), &mut written);
        let read: Vec<_> = parse::open_metrics(&written)
            .collect::<Result<_, _>>()
            .map_err(|error| TestCaseError::fail(format!("{error}\n{written}")))?;
        prop_assert_eq!(&read, &families, "{}", written);
    }

    #[test]
    fn no_text_makes_a_parser_panic(pieces in vec(piece(), 0..30)) {
        let input = pieces.concat();
        let _ = parse::text(&input).last();
        let _ = parse::text(&input).lax().last();
        let _ = parse::open_metrics(&input).last();
    }

    #[test]
    fn no_bytes_make_a_parser_panic(bytes in vec(any::<u8>(), 0..60)) {
        if let Ok(input) = parse::utf8(&bytes) {
            let _ = parse::text(input).lax().last();
        }
    }
}

/// What formats are made of, and junk.
fn piece() -> impl Strategy<Value = String> {
    let words = [
        "# TYPE ",
        "# HELP ",
        "# UNIT ",
        "# EOF",
        "\n",
        " ",
        "a",
        "a_bucket",
        "a_sum",
        "a_count",
        "a_total",
        "{",
        "}",
        "le=\"1\"",
        "le=\"+Inf\"",
        "quantile=\"0.5\"",
        "a=\"b\"",
        ",",
        "=",
        "\"",
        "\\",
        "1",
        "NaN",
        "-1",
        "1e999",
        "0.5",
        " # {",
        "histogram",
        "summary",
        "counter",
        "stateset",
        "info",
        "gauge",
        "gaugehistogram",
        "é",
        "\t",
        "\r",
    ];
    prop_oneof![8 => select(words.to_vec()).prop_map(str::to_owned), 1 => anything()]
}
