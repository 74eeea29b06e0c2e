//! Structs of metrics, as the derive registers them.
#![allow(missing_docs, clippy::unwrap_used)]

use std::error::Error;

use pytheus::Counter;
use pytheus::Gather;
use pytheus::Gauge;
use pytheus::Histogram;
use pytheus::Info;
use pytheus::LabelSet;
use pytheus::LabelValue;
use pytheus::Metrics;
use pytheus::Registry;
use pytheus::StateSet;
use pytheus::Summary;
use pytheus::metric::CallbackCounter;
use pytheus::metric::CallbackGauge;
use pytheus::model::Across;

type Tested = Result<(), Box<dyn Error>>;

#[derive(LabelValue, Clone, Copy)]
enum Outcome {
    Ok,
    Error,
}

#[derive(LabelSet)]
struct RequestLabels {
    #[label(default = "main")]
    service: String,
    #[label(name = "type", default = 1)]
    kind: u8,
    outcome: Outcome,
}

#[derive(LabelSet)]
struct BuildLabels<'a> {
    version: &'a str,
}

#[derive(StateSet, Clone, Copy)]
#[state_set(rename_all = "UPPERCASE")]
enum Phase {
    Starting,
    Ready,
    #[state("gone")]
    Stopped,
}

const BOUNDS: [f64; 2] = [1.0, 2.0];

#[derive(Metrics)]
#[metrics(prefix = "shop")]
struct Shop {
    /// Requests
    /// answered.
    ///
    /// All of them.
    requests_total: Counter<RequestLabels>,
    /// Requests of Europe.
    #[metric(default(service = "eu", kind = 2), series_limit = 10)]
    eu_requests_total: Counter<EuLabels>,
    #[doc = "Being rendered."]
    #[metric(across = "max", series_limit = unlimited)]
    rendering: Gauge,
    /// Time.
    #[metric(unit = "seconds", buckets(0.005, 0.50, 5, f64::INFINITY))]
    render_seconds: Histogram,
    /// Linear.
    #[metric(buckets(linear(1, 0.5, 3)))]
    linear: Histogram,
    /// Exponential.
    #[metric(buckets(exponential(1, 10, 3)))]
    exponential: Histogram,
    /// From a constant.
    #[metric(buckets = BOUNDS)]
    given: Histogram,
    /// With one that only the compiler knows.
    #[metric(buckets(0.5, BOUNDS[1]))]
    mixed: Histogram,
    /// Sizes.
    #[metric(unit = "bytes", name = "answer_bytes")]
    sizes: Summary,
    /// Build.
    build_info: Info<BuildLabels<'static>>,
    /// Phase.
    phase: StateSet<Phase>,
    #[metric(help = "")]
    silent: Gauge,
    /// The answer.
    #[metric(callback = || 42.0)]
    answer: CallbackGauge,
    /// Foreign.
    #[metric(callback = || 7_u64, verbatim, name = "foreign")]
    calls: CallbackCounter,
    #[metrics(nested)]
    pool: Pool,
    #[metrics(prefix = "db")]
    db: Pool,
}

#[derive(LabelSet)]
struct EuLabels {
    service: String,
    #[label(name = "type", default = 1)]
    kind: u8,
}

#[derive(Metrics)]
#[metrics(prefix = "pool")]
struct Pool {
    /// Size.
    size: Gauge,
}

fn names(registry: &Registry) -> Vec<String> {
    registry.gather().unwrap().families().iter().map(|family| family.name().as_str().to_owned()).collect()
}

#[test]
fn every_field_is_registered_under_its_prefixed_name() -> Tested {
    let registry = Registry::new();
    let shop = Shop::register(&registry)?;
    shop.build_info.set(BuildLabels { version: "1" });
    shop.sizes.observe(512);
    shop.db.size.set(3);
    shop.requests_total.labels().outcome(Outcome::Ok).inc();
    shop.requests_total.labels().outcome(Outcome::Error).kind(9).inc();
    let mut names = names(&registry);
    names.sort();
    let expected = [
        "shop_answer",
        "shop_answer_bytes",
        "shop_build_info",
        "shop_db_pool_size",
        "shop_eu_requests_total",
        "shop_exponential",
        "shop_foreign",
        "shop_given",
        "shop_linear",
        "shop_mixed",
        "shop_phase",
        "shop_pool_size",
        "shop_render_seconds",
        "shop_rendering",
        "shop_requests_total",
        "shop_silent",
    ];
    assert_eq!(names, expected);
    let value = |name, labels: &[(&str, &str)]| registry.sample_value(name, labels).unwrap();
    let labels = |outcome, kind| [("service", "main"), ("type", kind), ("outcome", outcome)];
    assert_eq!(value("shop_requests_total", &labels("ok", "1")), Some(1.0));
    assert_eq!(value("shop_requests_total", &labels("error", "9")), Some(1.0));
    assert_eq!(value("shop_answer_bytes_sum", &[]), Some(512.0));
    assert_eq!(value("shop_db_pool_size", &[]), Some(3.0));
    assert_eq!(value("shop_build_info", &[("version", "1")]), Some(1.0));
    assert_eq!(value("shop_answer", &[]), Some(42.0));
    assert_eq!(value("shop_foreign", &[]), Some(7.0));
    Ok(())
}

#[test]
fn what_is_said_of_a_metric_is_in_its_descriptor() -> Tested {
    let registry = Registry::new();
    let shop = Shop::register(&registry)?;
    assert_eq!(&*shop.requests_total.descriptor().help, "Requests answered. All of them.");
    assert_eq!(&*shop.rendering.descriptor().help, "Being rendered.");
    assert_eq!(&*shop.silent.descriptor().help, "");
    assert_eq!(shop.rendering.descriptor().across, Across::Max);
    assert_eq!(shop.rendering.descriptor().series_limit, Some(None));
    assert_eq!(shop.eu_requests_total.descriptor().series_limit, Some(Some(10)));
    assert_eq!(shop.render_seconds.descriptor().unit.as_deref(), Some("seconds"));
    let bounds = |histogram: &Histogram| histogram.descriptor().buckets.as_deref().map(|b| b.bounds().to_vec());
    assert_eq!(bounds(&shop.render_seconds), Some(vec![0.005, 0.5, 5.0]));
    assert_eq!(bounds(&shop.linear), Some(vec![1.0, 1.5, 2.0]));
    assert_eq!(bounds(&shop.exponential), Some(vec![1.0, 10.0, 100.0]));
    assert_eq!(bounds(&shop.given), Some(vec![1.0, 2.0]));
    assert_eq!(bounds(&shop.mixed), Some(vec![0.5, 2.0]));
    let spelled = shop.render_seconds.descriptor().buckets.as_deref().and_then(|b| b.spelling(1));
    assert_eq!(spelled, Some("0.50"));
    Ok(())
}

#[test]
fn the_place_of_a_metric_is_its_field() -> Tested {
    let registry = Registry::new();
    let shop = Shop::register(&registry)?;
    let line =
        |text: &str| include_str!("derive_metrics.rs").lines().position(|found| found.trim() == text).unwrap() + 1;
    let place = shop.rendering.descriptor().place.to_string();
    assert_eq!(place, format!("tests/derive_metrics.rs:{}", line("rendering: Gauge,")));
    let place = shop.pool.size.descriptor().place.to_string();
    assert_eq!(place, format!("tests/derive_metrics.rs:{}", line("size: Gauge,")));
    Ok(())
}

#[test]
fn a_default_of_one_metric_overrides_that_of_its_labels() -> Tested {
    let registry = Registry::new();
    let shop = Shop::register(&registry)?;
    let labels = &shop.eu_requests_total.descriptor().labels;
    let defaults: Vec<_> = labels.iter().map(|label| (label.name.as_str(), label.default.as_deref())).collect();
    assert_eq!(defaults, [("service", Some("eu")), ("type", Some("2"))]);
    shop.eu_requests_total.labels().service("x").inc();
    let value =
        |service| registry.sample_value("shop_eu_requests_total", &[("service", service), ("type", "2")]).unwrap();
    assert_eq!(value("eu"), Some(0.0));
    assert_eq!(value("x"), Some(1.0));
    Ok(())
}

#[test]
fn states_are_named_and_the_first_is_on() -> Tested {
    let registry = Registry::new();
    let shop = Shop::register(&registry)?;
    let on = |state| registry.sample_value("shop_phase", &[("shop_phase", state)]).unwrap();
    assert_eq!([on("STARTING"), on("READY"), on("gone")], [Some(1.0), Some(0.0), Some(0.0)]);
    shop.phase.set(Phase::Ready);
    assert_eq!([on("STARTING"), on("READY"), on("gone")], [Some(0.0), Some(1.0), Some(0.0)]);
    shop.phase.set(Phase::Stopped);
    assert_eq!([on("STARTING"), on("READY"), on("gone")], [Some(0.0), Some(0.0), Some(1.0)]);
    Ok(())
}

#[derive(Metrics)]
#[metrics(prefix = "global_shop")]
struct GlobalShop {
    /// Pages.
    pages_total: Counter,
}

static SHOP: pytheus::Global<GlobalShop> = pytheus::Global::new();

#[test]
fn the_global_struct_is_one_under_every_name() -> Tested {
    SHOP.pages_total.inc();
    GlobalShop::global().pages_total.inc();
    assert_eq!(pytheus::global().sample_value("global_shop_pages_total", &[])?, Some(2.0));
    assert!(std::ptr::eq(GlobalShop::global(), &raw const *SHOP));
    Ok(())
}
