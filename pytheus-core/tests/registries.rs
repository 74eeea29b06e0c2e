//! Registering, conflicts, prefixes, custom collectors, limits.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::sync::Mutex;

use pytheus_core::CallbackCounter;
use pytheus_core::CallbackGauge;
use pytheus_core::Collect;
use pytheus_core::Counter;
use pytheus_core::Gather;
use pytheus_core::Gauge;
use pytheus_core::Histogram;
use pytheus_core::RegisterError;
use pytheus_core::Registry;
use pytheus_core::collect::CollectError;
use pytheus_core::collect::Described;
use pytheus_core::collectors::SelfMetrics;
use pytheus_core::encode;
use pytheus_core::model::Buckets;
use pytheus_core::model::Family;
use pytheus_core::model::Kind;
use pytheus_core::report;

fn text(gather: &impl Gather) -> String {
    let mut text = String::new();
    encode::text(&gather.gather().unwrap(), &mut text);
    text
}

#[test]
fn the_same_declaration_twice_is_the_same_metric() {
    let registry = Registry::new();
    let declare = || Counter::builder("jobs_total", "Jobs.").build(&registry).unwrap();
    declare().inc();
    declare().inc();
    assert_eq!(text(&registry), "# HELP jobs_total Jobs.\n# TYPE jobs_total counter\njobs_total 2\n");
}

#[test]
fn another_declaration_of_a_name_is_a_conflict_that_names_both_places() {
    let registry = Registry::new();
    let line = line!() + 1;
    Counter::builder("jobs_total", "Jobs.").build(&registry).unwrap();
    let error = Counter::builder("jobs_total", "Other jobs.").build(&registry).unwrap_err();
    let file = file!();
    let expected = format!("jobs_total at {file}:{} is declared with another help at {file}:{line}", line + 1);
    assert_eq!(error.to_string(), expected);
    let error = Counter::builder("jobs_total", "Jobs.").labels(["kind"]).build(&registry).unwrap_err();
    assert!(matches!(error, RegisterError::Conflict { differs: "labels", .. }), "{error}");
}

#[test]
fn names_that_only_a_suffix_brings_together_are_a_conflict() {
    let registry = Registry::new();
    Histogram::builder("h", "H.").build(&registry).unwrap();
    let line = line!() + 1;
    let error = Gauge::builder("h_count", "Count.").build(&registry).unwrap_err();
    let file = file!();
    let expected = format!("h_count at {file}:{line} shows the name h_count, which h at {file}:{} has", line - 2);
    assert_eq!(error.to_string(), expected);
    Counter::builder("c_total", "C.").build(&registry).unwrap();
    assert!(Gauge::builder("c", "C.").build(&registry).is_err(), "OpenMetrics would show two families named c");
    // What was refused has taken no name.
    assert!(Gauge::builder("h_counted", "Count.").build(&registry).is_ok());
    assert_eq!(registry.descriptors().len(), 3);
}

#[test]
fn two_registries_share_nothing() {
    let (one, other) = (Registry::new(), Registry::new());
    Counter::builder("jobs_total", "Jobs.").build(&one).unwrap().inc();
    Counter::builder("jobs_total", "Jobs.").build(&other).unwrap();
    assert_eq!(other.sample_value("jobs_total", &[]).unwrap(), Some(0.0));
}

struct Disks(&'static str);

impl Collect for Disks {
    fn describe(&self) -> Vec<Described> {
        vec![Described::new(self.0, Kind::Gauge)]
    }

    fn collect(&self) -> Result<Vec<Family>, CollectError> {
        Ok(vec![Family::gauge(self.0, "Free.")?.with([("disk", "sda")], 512.0)?])
    }
}

#[test]
fn prefix_and_constant_labels_hold_for_everything_but_self_metrics() {
    let registry = Registry::builder().prefix("shop").constant_label("region", "eu").build().unwrap();
    Counter::builder("jobs_total", "").labels(["kind"]).build(&registry).unwrap().with(&["mail"]).unwrap().inc();
    registry.register(Disks("disk_free_bytes")).unwrap();
    assert_eq!(
        text(&registry),
        "# TYPE shop_jobs_total counter\nshop_jobs_total{kind=\"mail\",region=\"eu\"} 1\n\
         # HELP shop_disk_free_bytes Free.\n# TYPE shop_disk_free_bytes gauge\n\
         shop_disk_free_bytes{disk=\"sda\",region=\"eu\"} 512\n",
    );
    let error = Gauge::builder("depth", "").labels(["region"]).build(&registry).unwrap_err();
    assert_eq!(error.to_string(), "label \"region\" of depth: the registry has a constant label of this name");
}

#[test]
fn bad_prefixes_and_constant_labels_are_errors() {
    let error = Registry::builder().prefix("a-b").build().unwrap_err();
    assert_eq!(error.to_string(), "illegal metric name \"a-b\": it holds '-', expected letters, digits, '_' or ':'");
    let twice = Registry::builder().constant_label("a", "1").constant_label("a", "2").build().unwrap_err();
    assert_eq!(twice.to_string(), "label \"a\" of the registry: this constant label is given twice");
}

#[test]
fn collectors_and_metrics_keep_each_others_names_out() {
    let registry = Registry::new();
    registry.register(Disks("disk_free_bytes")).unwrap();
    let line = line!() + 1;
    let error = Gauge::builder("disk_free_bytes", "").build(&registry).unwrap_err();
    let expected =
        format!("disk_free_bytes at {}:{line} shows the name disk_free_bytes, which disk_free_bytes has", file!());
    assert_eq!(error.to_string(), expected);
    Gauge::builder("depth", "").build(&registry).unwrap();
    assert!(registry.register(Disks("depth")).is_err());
    assert!(registry.register(Disks("2nd")).is_err());
}

struct Broken {
    panics: bool,
}

impl Collect for Broken {
    fn describe(&self) -> Vec<Described> {
        vec![Described::new(if self.panics { "panicking" } else { "failing" }, Kind::Gauge)]
    }

    fn collect(&self) -> Result<Vec<Family>, CollectError> {
        assert!(!self.panics, "the disk is on fire");
        Err("the disk is gone".into())
    }
}

struct Liar;

impl Collect for Liar {
    fn describe(&self) -> Vec<Described> {
        vec![Described::new("described", Kind::Gauge)]
    }

    fn collect(&self) -> Result<Vec<Family>, CollectError> {
        Ok(vec![Family::gauge("undescribed", "")?, Family::counter("described", "")?])
    }
}

#[test]
fn a_collector_that_fails_panics_or_lies_costs_only_itself() {
    let registry = Registry::new();
    registry.register(SelfMetrics).unwrap();
    registry.register(Broken { panics: true }).unwrap();
    registry.register(Broken { panics: false }).unwrap();
    registry.register(Liar).unwrap();
    Counter::builder("jobs_total", "").build(&registry).unwrap().inc();
    for _ in 0..100 {
        assert_eq!(registry.sample_value("jobs_total", &[]).unwrap(), Some(1.0));
    }
    let snapshot = registry.gather().unwrap();
    let shown = snapshot.families().iter().map(|family| family.name().as_str().to_owned());
    assert_eq!(shown.filter(|name| !name.starts_with("pytheus_")).collect::<Vec<_>>(), ["jobs_total"]);
    for name in ["panicking", "failing", "undescribed", "described"] {
        let errors = registry.sample_value("pytheus_collector_errors_total", &[("collector", name)]).unwrap();
        assert!(errors >= Some(100.0), "{name}: {errors:?}");
    }
}

struct Invalid(fn() -> Family);

impl Collect for Invalid {
    fn describe(&self) -> Vec<Described> {
        let family = (self.0)();
        vec![Described::new(family.name().as_str(), family.kind())]
    }

    fn collect(&self) -> Result<Vec<Family>, CollectError> {
        Ok(vec![(self.0)()])
    }
}

#[test]
fn families_that_no_reader_could_take_are_left_out() {
    let registry = Registry::builder().constant_label("region", "eu").build().unwrap();
    registry
        .register(Invalid(|| Family::gauge("twice", "").unwrap().with([("a", "1"), ("a", "2")], 1.0).unwrap()))
        .unwrap();
    registry.register(Invalid(|| Family::gauge("clash", "").unwrap().with([("region", "us")], 1.0).unwrap())).unwrap();
    registry
        .register(Invalid(|| {
            let family = Family::gauge("doubled", "").unwrap().with([("a", "1"), ("b", "2")], 1.0).unwrap();
            family.with([("b", "2"), ("a", "1")], 2.0).unwrap()
        }))
        .unwrap();
    registry
        .register(Invalid(|| {
            let family = Family::histogram("reserved", "", Buckets::default()).unwrap();
            let point = pytheus_core::model::Point::Summary { count: 0, sum: 0.0 };
            family.with_point([("le", "1")], point).unwrap()
        }))
        .unwrap();
    Gauge::builder("good", "").build(&registry).unwrap();
    assert_eq!(text(&registry), "# TYPE good gauge\ngood{region=\"eu\"} 0\n");
}

#[test]
fn callbacks_are_read_at_the_scrape() {
    let registry = Registry::new();
    let depth = Arc::new(Mutex::new(1.5));
    let read = depth.clone();
    CallbackGauge::builder("depth", "").reading(&registry, move || *read.lock().unwrap()).unwrap();
    CallbackCounter::builder("read_bytes_total", "").reading(&registry, || u64::MAX).unwrap();
    *depth.lock().unwrap() = 2.5;
    assert_eq!(
        text(&registry),
        "# TYPE depth gauge\ndepth 2.5\n# TYPE read_bytes_total counter\nread_bytes_total 18446744073709551615\n",
    );
}

#[test]
fn a_metric_that_is_unregistered_frees_its_names() {
    let registry = Registry::new();
    let jobs = Counter::builder("jobs_total", "").build(&registry).unwrap();
    assert!(registry.unregister("jobs_total"));
    assert!(!registry.unregister("jobs_total"));
    jobs.inc();
    assert_eq!(text(&registry), "");
    assert!(Gauge::builder("jobs", "").build(&registry).is_ok());
}

#[test]
fn a_restricted_registry_keeps_order_and_whole_families() {
    let registry = Registry::new();
    for name in ["a", "b", "c"] {
        Gauge::builder(name, "").build(&registry).unwrap();
    }
    Histogram::builder("h", "").buckets(Buckets::new([1.0]).unwrap()).build(&registry).unwrap();
    assert_eq!(
        text(&registry.restricted(["h_sum", "c", "a", "unknown"])),
        "# TYPE a gauge\na 0\n# TYPE c gauge\nc 0\n# TYPE h histogram\n\
         h_bucket{le=\"1\"} 0\nh_bucket{le=\"+Inf\"} 0\nh_sum 0\nh_count 0\n",
    );
    assert_eq!(text(&registry.restricted::<&str>([])), "");
}

#[test]
fn label_sets_beyond_the_limit_are_counted_and_not_kept() {
    let reports = Arc::new(Mutex::new(Vec::new()));
    let sink = reports.clone();
    report::set_hook(move |report| sink.lock().unwrap().push(report.to_string())).unwrap();
    assert!(report::set_hook(|_| ()).is_err());

    let registry = Registry::builder().series_limit(Some(2)).build().unwrap();
    registry.register(SelfMetrics).unwrap();
    let hits = Counter::builder("limited_total", "").labels(["path"]).build(&registry).unwrap();
    for path in 0..1_000 {
        hits.with(&[path.to_string()]).unwrap().inc();
    }
    hits.with(&["1"]).unwrap().inc();
    let snapshot = registry.gather().unwrap();
    let family = snapshot.families().iter().find(|family| family.name().as_str() == "limited_total").unwrap();
    let shown: Vec<_> = family.series().iter().map(|series| series.labels.as_text()).collect();
    assert_eq!(shown, ["path=\"0\"", "path=\"1\""]);
    assert_eq!(snapshot.sample_value("limited_total", &[("path", "1")]), Some(2.0));
    let dropped = snapshot.sample_value("pytheus_dropped_label_sets_total", &[("metric", "limited_total")]);
    assert_eq!(dropped, Some(998.0));
    let about: Vec<_> =
        reports.lock().unwrap().iter().filter(|text| text.starts_with("limited_total")).cloned().collect();
    assert_eq!(about, ["limited_total: {path=\"2\"} is not kept: the family has 2 series, which is its limit"]);

    let own = Counter::builder("unlimited_total", "").labels(["path"]).series_limit(None).build(&registry).unwrap();
    (0..10).for_each(|path| own.with(&[path.to_string()]).unwrap().inc());
    let unlimited = registry.gather().unwrap();
    let family = unlimited.families().iter().find(|family| family.name().as_str() == "unlimited_total").unwrap();
    assert_eq!(family.series().len(), 10);
}

#[test]
fn amounts_that_a_counter_cannot_take_are_dropped_and_counted() {
    let registry = Registry::new();
    registry.register(SelfMetrics).unwrap();
    let jobs = Counter::builder("amounts_total", "").build(&registry).unwrap();
    jobs.inc_by(1.5);
    for bad in [-1.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -f64::MIN_POSITIVE] {
        jobs.inc_by(bad);
    }
    jobs.inc_by(-3);
    jobs.inc_by(-0.0);
    assert_eq!(registry.sample_value("amounts_total", &[]).unwrap(), Some(1.5));
    let refused = registry.sample_value("pytheus_refused_amounts_total", &[("metric", "amounts_total")]).unwrap();
    assert_eq!(refused, Some(6.0));
    let error = jobs.try_inc_by(-2.5).unwrap_err();
    assert_eq!(error.to_string(), "a counter cannot rise by -2.5, only by a finite amount of 0 or more");
    jobs.reset();
    assert_eq!(registry.sample_value("amounts_total", &[]).unwrap(), Some(0.0));
}

#[test]
fn declarations_that_no_registry_can_take_say_why() {
    let registry = Registry::new();
    let error = |error: RegisterError| error.to_string();
    let counter = |name: &str| error(Counter::builder(name, "").build(&registry).unwrap_err());
    assert_eq!(counter("jobs"), "jobs: the name of a counter ends in `_total`");
    assert_eq!(
        counter("2nd_total"),
        "illegal metric name \"2nd_total\": it begins with '2', expected a letter, '_' or ':'"
    );
    assert!(Counter::builder("requests", "").verbatim().build(&registry).is_ok());
    assert_eq!(
        error(Gauge::builder("x_ms", "").unit("seconds").build(&registry).unwrap_err()),
        "x_ms: the name does not end in the unit",
    );
    assert_eq!(
        error(Histogram::builder("h", "").labels(["le"]).build(&registry).unwrap_err()),
        "label \"le\" of h: a histogram shows its buckets by it",
    );
    assert_eq!(
        error(Gauge::builder("g", "").labels(["a", "a"]).build(&registry).unwrap_err()),
        "label \"a\" of g: it is there twice",
    );
    assert_eq!(
        error(Gauge::builder("g", "").labels(["a"]).default("b", "x").build(&registry).unwrap_err()),
        "label \"b\" of g: it has a default, but the metric has no such label",
    );
    assert_eq!(
        error(Gauge::builder("g", "").buckets(Buckets::default()).build(&registry).unwrap_err()),
        "g: only a histogram has buckets",
    );
}
