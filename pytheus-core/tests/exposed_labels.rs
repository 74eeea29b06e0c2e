//! No label pair, series or family is exposed twice, whatever prefixes, constant labels and collectors bring together.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use pytheus_core::Collect;
use pytheus_core::Gather;
use pytheus_core::Histogram;
use pytheus_core::Registry;
use pytheus_core::Summary;
use pytheus_core::collect::CollectError;
use pytheus_core::collect::Described;
use pytheus_core::collectors::SelfMetrics;
use pytheus_core::encode;
use pytheus_core::metric::DynamicStateSet;
use pytheus_core::model::Family;
use pytheus_core::model::Kind;
use pytheus_core::model::Point;

fn text(gather: &impl Gather) -> String {
    let mut text = String::new();
    encode::text(&gather.gather().unwrap(), &mut text);
    text
}

/// Gives these families, and describes each name once.
struct Gives(fn() -> Vec<Family>);

impl Collect for Gives {
    fn describe(&self) -> Vec<Described> {
        let mut described = Vec::new();
        for family in (self.0)() {
            let one = Described::new(family.name().as_str(), family.kind());
            if !described.contains(&one) {
                described.push(one);
            }
        }
        described
    }

    fn collect(&self) -> Result<Vec<Family>, CollectError> {
        Ok((self.0)())
    }
}

#[test]
fn a_constant_label_that_a_metric_shows_its_parts_by_is_refused() {
    let registry = Registry::builder()
        .constant_label("le", "x")
        .constant_label("quantile", "x")
        .constant_label("phase", "x")
        .build()
        .unwrap();
    let why = "the registry has a constant label of this name, but the format needs it";
    let histogram = Histogram::builder("h", "").build(&registry).unwrap_err();
    assert_eq!(histogram.to_string(), format!("label \"le\" of h: {why}"));
    let summary = Summary::builder("s", "").build(&registry).unwrap_err();
    assert_eq!(summary.to_string(), format!("label \"quantile\" of s: {why}"));
    let states = DynamicStateSet::builder("phase", "").states(["a", "b"]).build(&registry).unwrap_err();
    assert_eq!(states.to_string(), format!("label \"phase\" of phase: {why}"));
    let custom = registry.register(Gives(|| vec![Family::state_set("phase", "", ["a"]).unwrap()])).unwrap_err();
    assert_eq!(custom.to_string(), format!("label \"phase\" of phase: {why}"));
    assert_eq!(text(&registry), "");
}

#[test]
fn the_label_of_a_state_set_is_its_name_with_the_prefix() {
    let registry = Registry::builder().prefix("shop").build().unwrap();
    let states = |name: &str| DynamicStateSet::builder(name, "").states(["a", "b"]);
    let error = states("phase").labels(["shop_phase"]).build(&registry).unwrap_err();
    let expected = "label \"shop_phase\" of phase: a state set shows its states by a label of its own name";
    assert_eq!(error.to_string(), expected);
    states("phase").labels(["phase"]).build(&registry).unwrap().with(&["moon"]).unwrap();
    let error = states("job:phase").labels(["shop_job:phase"]).build(&registry).unwrap_err();
    assert!(error.to_string().contains("illegal label name"), "{error}");
    assert!(states("job:phase").labels(["_shop_job_phase"]).build(&registry).is_err());
    assert_eq!(
        text(&registry),
        "# TYPE shop_phase gauge\nshop_phase{phase=\"moon\",shop_phase=\"a\"} 1\n\
         shop_phase{phase=\"moon\",shop_phase=\"b\"} 0\n",
    );
    let plain = Registry::new();
    let error = states("phase").labels(["phase"]).build(&plain).unwrap_err();
    let expected = "label \"phase\" of phase: a state set shows its states by a label of its own name";
    assert_eq!(error.to_string(), expected);
}

#[test]
fn a_custom_state_set_is_checked_under_its_exposed_name() {
    fn family(name: &str, label: &str) -> Family {
        Family::state_set(name, "", ["a"]).unwrap().with_point([(label, "x")], Point::State(0)).unwrap()
    }
    let registry = Registry::builder().prefix("shop").build().unwrap();
    registry.register(Gives(|| vec![family("one", "shop_one"), family("two", "two")])).unwrap();
    assert_eq!(text(&registry), "# TYPE shop_two gauge\nshop_two{two=\"x\",shop_two=\"a\"} 1\n");
}

#[test]
fn a_family_or_a_state_that_a_collector_gives_twice_is_left_out_and_counted() {
    let registry = Registry::new();
    registry
        .register(Gives(|| {
            let number = |name: &str, value: u64| Family::gauge(name, "").unwrap().with([], value).unwrap();
            let states = Family::state_set("twice_state", "", ["a", "a"]).unwrap();
            let states = states.with_point([], Point::State(0)).unwrap();
            vec![number("twice_family", 1), number("once", 3), number("twice_family", 2), states]
        }))
        .unwrap();
    assert_eq!(text(&registry), "# TYPE once gauge\nonce 3\n");
    let counts = Registry::new();
    counts.register(SelfMetrics).unwrap();
    for name in ["twice_family", "twice_state"] {
        let errors = counts.sample_value("pytheus_collector_errors_total", &[("collector", name)]).unwrap();
        assert_eq!(errors, Some(1.0), "{name}");
    }
}

#[test]
fn self_metrics_keep_their_names_wherever_they_are_registered() {
    for shared in [false, true] {
        let registry = Registry::builder().prefix("shop").constant_label("region", "eu").build().unwrap();
        if shared {
            registry.register(Arc::new(SelfMetrics)).unwrap();
        } else {
            registry.register(SelfMetrics).unwrap();
        }
        let names = text(&registry);
        let names: Vec<_> = names.lines().filter_map(|line| line.strip_prefix("# TYPE ")).collect();
        assert_eq!(names.len(), pytheus_core::report::Trouble::ALL.len());
        assert!(names.iter().all(|name| name.starts_with("pytheus_")), "{names:?}");
    }
}

#[test]
fn a_collector_that_describes_nothing_is_refused() {
    let error = Registry::new().register(Gives(Vec::new)).unwrap_err();
    assert_eq!(error.to_string(), "the collector: it describes no family, so nothing of it could ever be shown");
}

#[test]
fn a_shared_collector_can_be_registered_and_kept() {
    let kept: Arc<dyn Collect> = Arc::new(Gives(|| vec![Family::gauge("g", "").unwrap().with([], 1_u64).unwrap()]));
    let registry = Registry::new();
    registry.register(kept.clone()).unwrap();
    assert_eq!(text(&registry), "# TYPE g gauge\ng 1\n");
    assert_eq!(kept.describe(), [Described::new("g", Kind::Gauge)]);
}
