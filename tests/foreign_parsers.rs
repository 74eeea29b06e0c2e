//! What we expose is read back by parsers that are not ours, the Python client's, to the same values.
//!
//! They run in a virtual environment that `.ci/python` makes at need, with `python3 -m venv` and pip.

#[path = "support/python.rs"]
mod python;
#[path = "support/random.rs"]
mod random;

use std::collections::BTreeMap;

use pytheus::Collect;
use pytheus::Counter;
use pytheus::Gather;
use pytheus::Gauge;
use pytheus::Histogram;
use pytheus::Info;
use pytheus::LabelSet;
use pytheus::Metrics;
use pytheus::Registry;
use pytheus::StateSet;
use pytheus::Summary;
use pytheus::collect::CollectError;
use pytheus::collect::Described;
use pytheus::encode::Format;
use pytheus::model::Buckets;
use pytheus::model::Family;
use pytheus::model::Kind;
use pytheus::model::Labels;
use pytheus::model::Number;
use pytheus::model::Point;
use pytheus::model::Sample;
use pytheus::model::Snapshot;

use python::Parsers;
use python::Read;
use python::ReadValue;
use random::Random;

/// A collector that gives what it was given, so that any value can be exposed.
struct Given(Vec<Family>);

impl Collect for Given {
    fn describe(&self) -> Vec<Described> {
        self.0.iter().map(|family| Described::new(family.name().as_str(), family.kind())).collect()
    }

    fn collect(&self) -> Result<Vec<Family>, CollectError> {
        Ok(self.0.clone())
    }
}

#[test]
fn the_python_client_reads_back_any_text_and_any_number() {
    let mut random = Random::new(0x5EED_0123_4567_89AB);
    let mut parsers = Parsers::start();
    let mut samples = 0;
    for _ in 0..300 {
        let registry = registry(&mut random);
        registry.register(Given(families(&mut random))).unwrap();
        let snapshot = registry.gather().unwrap();
        samples += check_text(&mut parsers, &snapshot);
        samples += check_open_metrics(&mut parsers, &snapshot);
    }
    assert!(samples > 10_000, "only {samples} samples were compared");
}

#[test]
fn the_python_client_reads_back_every_float() {
    let mut random = Random::new(0xF10A_7000_0000_0001);
    let mut parsers = Parsers::start();
    for _ in 0..10 {
        let mut gauge = Family::gauge("any", "Any float.").unwrap();
        let mut unknown = Family::unknown("odd", "Any whole number.").unwrap();
        for i in 0..500 {
            let label = i.to_string();
            gauge = gauge.with([("i", label.as_str())], random.float()).unwrap();
            unknown = unknown.with([("i", label.as_str())], random.whole()).unwrap();
        }
        let snapshot = Snapshot::new(vec![gauge, unknown]);
        assert_eq!(check_text(&mut parsers, &snapshot), 1000);
        assert_eq!(check_open_metrics(&mut parsers, &snapshot), 1000);
    }
}

#[derive(LabelSet)]
struct CallLabels<'a> {
    path: &'a str,
    cached: bool,
}

#[derive(StateSet)]
enum Phase {
    Starting,
    Up,
}

#[derive(Metrics)]
#[metrics(prefix = "live")]
struct Live {
    /// Counted.
    calls_total: Counter<CallLabels<'static>>,
    /// Counted as far as it goes.
    most_total: Counter,
    /// Set.
    #[metric(unit = "bytes")]
    depth_bytes: Gauge<CallLabels<'static>>,
    /// Observed.
    #[metric(unit = "seconds", buckets(0.5, 1, 2.5))]
    took_seconds: Histogram<CallLabels<'static>>,
    #[metric(help = "Observed,\nwithout \"buckets\" \\ .")]
    size: Summary,
    /// Said.
    build_info: Info<CallLabels<'static>>,
    /// Switched.
    phase: StateSet<Phase, CallLabels<'static>>,
}

#[test]
fn the_python_client_reads_back_live_metrics_of_every_type() {
    let registry = Registry::builder().constant_label("where", "\"here\"\n").build().unwrap();
    let live = Live::register(&registry).unwrap();
    live.most_total.inc_by(u64::MAX);
    live.size.observe(f64::NAN);
    for path in ["", "/", "\n# EOF\n", "\\", "\"} 1\nevil 666"] {
        for cached in [false, true] {
            let labels = || CallLabels { path, cached };
            live.calls_total.with(labels()).inc_by(0.1);
            live.calls_total.with(labels()).inc_by(0.2);
            live.depth_bytes.with(labels()).set(5e-324);
            live.took_seconds.with(labels()).observe(1e300);
            live.took_seconds.with(labels()).observe(0.5);
            live.phase.with(labels()).set(Phase::Up);
        }
    }
    live.phase.with(CallLabels { path: "/", cached: true }).set(Phase::Starting);
    live.build_info.set(CallLabels { path: "/é\u{0}", cached: true });

    let snapshot = registry.gather().unwrap();
    let mut parsers = Parsers::start();
    let samples = 10 + 1 + 10 + 10 * 6 + 2 + 1 + 10 * 2;
    assert_eq!(check_text(&mut parsers, &snapshot), samples);
    // OpenMetrics has no sum that is not a number.
    assert_eq!(check_open_metrics(&mut parsers, &snapshot), samples - 1);
}

/// A registry that may have a prefix and constant labels.
fn registry(random: &mut Random) -> Registry {
    let mut builder = Registry::builder();
    if random.below(2) == 0 {
        builder = builder.prefix("shop").constant_label("constant", &random.text());
    }
    builder.build().unwrap()
}

/// One family of every kind.
fn families(random: &mut Random) -> Vec<Family> {
    let bounds = random.pick(&[&[0.5, 1.0, 2.5][..], &[1e-9, 1e6, 1e300], &[-1.0, 0.0, 1.0]]);
    let buckets = Buckets::new(bounds.iter().copied()).unwrap();
    let help = |random: &mut Random| format!("<{}>", random.text());
    let kinds = [
        Family::counter("served_total", &help(random)),
        Family::gauge("depth_bytes", &help(random)).map(|family| family.unit("bytes")),
        Family::histogram("took_seconds", &help(random), buckets).map(|family| family.unit("seconds")),
        Family::summary("size", &help(random)),
        Family::unknown("odd", &help(random)),
        Family::info("build_info", &help(random)),
        Family::state_set("phase", &help(random), ["starting", "\"up\"\n", "down \\ out"]),
    ];
    kinds.into_iter().map(|family| filled(random, family.unwrap())).collect()
}

/// The family with some series of random labels and values.
fn filled(random: &mut Random, mut family: Family) -> Family {
    for i in 0..random.below(4) {
        let mut pairs = vec![("series", i.to_string())];
        for name in ["a", "_b", "C9"] {
            if random.below(3) > 0 {
                pairs.push((name, random.text()));
            }
        }
        let labels = Labels::new(pairs.iter().map(|(name, value)| (*name, value.as_str()))).unwrap();
        let point = match family.kind() {
            Kind::Counter if random.below(2) == 0 => Point::Counter(Number::Whole(random.whole())),
            Kind::Counter => Point::Counter(Number::Float(random.amount())),
            Kind::Gauge => Point::Gauge(Number::Float(random.float())),
            Kind::Histogram => {
                Point::Histogram { counts: (0..4).map(|_| random.whole() >> 2).collect(), sum: 0.0 + random.float() }
            }
            Kind::Summary => Point::Summary { count: random.whole(), sum: 0.0 + random.float() },
            Kind::Info => Point::Info,
            Kind::StateSet => Point::State(random.below(3)),
            _ => Point::Unknown(Number::Float(random.float())),
        };
        family.push(labels, point);
    }
    family
}

/// How many samples were the same.
fn check_text(parsers: &mut Parsers, snapshot: &Snapshot) -> usize {
    let document = encode(snapshot, Format::Text);
    let read = parsers.read("text", &document);
    assert_eq!(read.len(), snapshot.families().len(), "{document}");
    let pairs = snapshot.families().iter().zip(&read);
    pairs.map(|(family, read)| check(family, read, text_kind(family.kind()), |_| true, &document)).sum()
}

fn check_open_metrics(parsers: &mut Parsers, snapshot: &Snapshot) -> usize {
    let document = encode(snapshot, Format::OpenMetrics);
    let read = parsers.read("openmetrics", &document);
    assert_eq!(read.len(), snapshot.families().len(), "{document}");
    let pairs = snapshot.families().iter().zip(&read);
    let mut samples = 0;
    for (family, read) in pairs {
        let negative = family.buckets().is_some_and(|buckets| buckets.bounds()[0] < 0.0);
        let shown = |sample: &Sample<'_>| open_metrics_allows(family, negative, sample);
        samples += check(family, read, family.kind().as_str(), shown, &document);
        assert_eq!(read.unit, family.unit_name().unwrap_or_default(), "{document}");
    }
    samples
}

fn check(family: &Family, read: &Read, kind: &str, shown: impl Fn(&Sample<'_>) -> bool, document: &str) -> usize {
    let name = family.name().as_str();
    let base = match (family.kind(), kind) {
        (Kind::Counter, _) => name.strip_suffix("_total").unwrap(),
        (Kind::Info, "info") => name.strip_suffix("_info").unwrap(),
        _ => name,
    };
    assert_eq!((read.name.as_str(), read.kind.as_str(), read.help.as_str()), (base, kind, family.help()), "{document}");

    let alone = Snapshot::new(vec![family.clone()]);
    let expected: Vec<_> = alone.samples().filter(shown).collect();
    assert_eq!(read.samples.len(), expected.len(), "{name} in\n{document}");
    for (read, sample) in read.samples.iter().zip(&expected) {
        assert_eq!(read.name, sample.name(), "{document}");
        assert_eq!(labels_of(read.labels.clone()), labels(sample), "{document}");
        assert!(same(&read.value, sample.value()), "{read:?} for {sample:?} in\n{document}");
    }
    expected.len()
}

fn labels(sample: &Sample<'_>) -> BTreeMap<String, String> {
    labels_of(sample.labels().map(|(name, value)| (name.to_owned(), value.into_owned())).collect())
}

/// Labels with `le` as the number it is: OpenMetrics spells it another way.
fn labels_of(mut labels: BTreeMap<String, String>) -> BTreeMap<String, String> {
    if let Some(bound) = labels.get_mut("le") {
        *bound = bound.parse::<f64>().unwrap().to_bits().to_string();
    }
    labels
}

/// Bit for bit, but for the payload of a NaN.
fn same(read: &ReadValue, expected: Number) -> bool {
    match (read, expected) {
        (ReadValue::Whole(digits), Number::Whole(whole)) => *digits == whole.to_string(),
        (ReadValue::Whole(digits), Number::Float(float)) => digits.parse::<f64>().unwrap().to_bits() == float.to_bits(),
        (ReadValue::Float(bits), Number::Float(float)) if float.is_nan() => f64::from_bits(*bits).is_nan(),
        (ReadValue::Float(bits), Number::Float(float)) => *bits == float.to_bits(),
        (ReadValue::Float(_), Number::Whole(_)) => false,
    }
}

fn text_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Info | Kind::StateSet => "gauge",
        // The parser's own word for `untyped`.
        Kind::Unknown => "unknown",
        kind => kind.as_str(),
    }
}

/// OpenMetrics forbids sums that are negative or NaN, and sums and counts where a bound is negative.
fn open_metrics_allows(family: &Family, negative: bool, sample: &Sample<'_>) -> bool {
    let name = sample.name();
    let sum = |sample: &Sample<'_>| sample.value().as_f64() >= 0.0;
    match family.kind() {
        Kind::Summary => !name.ends_with("_sum") || sum(sample),
        Kind::Histogram if name.ends_with("_sum") => !negative && sum(sample),
        Kind::Histogram if name.ends_with("_count") => !negative && count_stays(family, sample),
        _ => true,
    }
}

/// Whether the sum beside this count is shown.
fn count_stays(family: &Family, count: &Sample<'_>) -> bool {
    let labels: BTreeMap<_, _> = labels(count);
    let alone = Snapshot::new(vec![family.clone()]);
    alone
        .samples()
        .filter(|sample| sample.name().ends_with("_sum"))
        .any(|sum| self::labels(&sum) == labels && sum.value().as_f64() >= 0.0)
}

fn encode(snapshot: &Snapshot, format: Format) -> String {
    let mut document = String::new();
    format.encode(snapshot, &mut document);
    document
}
