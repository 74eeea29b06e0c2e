//! The samples of a snapshot are the lines of its text.
#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;

use pytheus_core::encode;
use pytheus_core::model::Buckets;
use pytheus_core::model::Family;
use pytheus_core::model::Labels;
use pytheus_core::model::Number;
use pytheus_core::model::Point;
use pytheus_core::model::Series;
use pytheus_core::model::Snapshot;

fn text(families: &[Family]) -> Vec<String> {
    let mut text = String::new();
    encode::text(&Snapshot::new(families.to_vec()), &mut text);
    text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect()
}

/// Whole values only: how floats are written is not for the samples to say.
fn samples(families: &[Family]) -> Vec<String> {
    let line = |sample: pytheus_core::model::Sample<'_>| {
        let mut line = sample.name();
        let labels: Vec<_> = sample.labels().map(|(name, value)| format!("{name}=\"{value}\"")).collect();
        if !labels.is_empty() {
            write!(line, "{{{}}}", labels.join(",")).unwrap();
        }
        let value = match sample.value() {
            Number::Whole(whole) => whole.to_string(),
            float => float.as_f64().to_string(),
        };
        format!("{line} {value}")
    };
    Snapshot::new(families.to_vec()).samples().map(line).collect()
}

fn histogram(bounds: &[f64], counts: &[u64]) -> Family {
    let buckets = Buckets::new(bounds.iter().copied()).unwrap();
    let point = Point::Histogram { counts: counts.into(), sum: 0.0 };
    Family::histogram("h", "", buckets).unwrap().with_point([], point).unwrap()
}

#[test]
fn a_bucket_is_found_by_the_bound_that_the_text_shows() {
    let family = histogram(&[1e-7, 0.5, 1e300], &[1, 0, 0, 1]);
    let snapshot = Snapshot::new(vec![family.clone()]);
    for (le, count) in [("1e-07", 1.0), ("0.5", 1.0), ("1e+300", 1.0), ("+Inf", 2.0)] {
        assert_eq!(snapshot.sample_value("h_bucket", &[("le", le)]), Some(count), "{le}");
    }
    assert_eq!(samples(std::slice::from_ref(&family)), text(std::slice::from_ref(&family)));
}

#[test]
fn counts_beyond_the_largest_number_stay_there() {
    let family = histogram(&[1.0], &[u64::MAX, 1]);
    let snapshot = Snapshot::new(vec![family.clone()]);
    assert_eq!(snapshot.samples().last().unwrap().value(), Number::Whole(u64::MAX));
    assert_eq!(samples(std::slice::from_ref(&family)), text(std::slice::from_ref(&family)));
}

#[test]
fn counts_that_are_missing_or_too_many_are_in_the_last_bucket() {
    for counts in [&[][..], &[7], &[1, 2], &[1, 2, 3, 4]] {
        let family = histogram(&[1.0], counts);
        assert_eq!(samples(std::slice::from_ref(&family)), text(std::slice::from_ref(&family)), "{counts:?}");
    }
}

#[test]
fn states_and_quantiles_have_the_labels_of_the_text() {
    let states = Family::state_set("job:phase", "", ["a", "b"]).unwrap().with_point([], Point::State(1)).unwrap();
    let mut summary = Family::summary("s", "").unwrap();
    let series = Series::new(Labels::empty(), Point::Summary { count: 1, sum: 2.0 });
    summary.push_series(series.with_quantiles(vec![(0.5, 1.0), (1e-5, 0.0)]));
    let families = [states, summary];
    assert_eq!(samples(&families), text(&families));
    assert_eq!(samples(&families)[..2], ["job:phase{_job_phase=\"a\"} 0", "job:phase{_job_phase=\"b\"} 1"]);
}

#[test]
fn points_that_are_not_of_their_familys_kind_are_left_out() {
    let gauge = Family::gauge("g", "").unwrap().with_point([], Point::Summary { count: 1, sum: 1.0 }).unwrap();
    let info = Family::info("b_info", "").unwrap().with_point([], Point::Gauge(Number::Whole(3))).unwrap();
    assert_eq!(samples(&[gauge, info]), Vec::<String>::new());
}
