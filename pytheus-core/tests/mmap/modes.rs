//! How the gauges of several processes combine, and what else is kept as gauges.

use std::str::FromStr;

use pytheus_core::Gauge;
use pytheus_core::Registry;
use pytheus_core::model::Across;

use super::directory::Directory;
use super::directory::registry;
use super::directory::text;

fn gauge(registry: &Registry, mode: &str) -> Gauge {
    let across = Across::from_str(mode).unwrap();
    Gauge::builder("depth", "").across(across).build(registry).unwrap()
}

/// What three processes, of which the last has ended, come to.
fn combined(mode: &str) -> Vec<String> {
    let directory = Directory::new();
    let storages: Vec<_> = (0..3).map(|_| directory.storage()).collect();
    let registries: Vec<_> = storages.iter().cloned().map(registry).collect();
    for (registry, value) in registries.iter().zip([4, 1, 9]) {
        gauge(registry, mode).set(value);
    }
    // What a process holds for its life is let go with its last handle.
    let mut registries = registries;
    let mut storages = storages;
    drop((registries.pop(), storages.pop()));
    let shown = |registry: &Registry| {
        let text = text(registry);
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let lines = lines.map(|line| match line.split_once("-") {
            Some((before, after)) => format!(
                "{}..\"}}{}",
                before.trim_end_matches(|c: char| c.is_ascii_digit()),
                after.split_once("\"}").unwrap().1
            ),
            None => line.to_owned(),
        });
        lines.collect::<Vec<_>>()
    };
    let seen = shown(&registries[0]);
    let mut elsewhere = shown(&directory.registry());
    let mut sorted = seen.clone();
    elsewhere.sort();
    sorted.sort();
    assert_eq!(sorted, elsewhere, "{mode}");
    sorted
}

#[test]
fn gauges_combine_by_their_mode() {
    let one = |value: &str| vec![format!("depth {value}")];
    let by_process = |values: &[&str]| -> Vec<String> {
        values.iter().map(|value| format!("depth{{pid=\"..\"}} {value}")).collect()
    };
    assert_eq!(combined("all"), by_process(&["1", "4", "9"]));
    assert_eq!(combined("liveall"), by_process(&["1", "4"]));
    assert_eq!(combined("min"), one("1"));
    assert_eq!(combined("livemin"), one("1"));
    assert_eq!(combined("max"), one("9"));
    assert_eq!(combined("livemax"), one("4"));
    assert_eq!(combined("sum"), one("14"));
    assert_eq!(combined("livesum"), one("5"));
    assert_eq!(combined("mostrecent"), one("9"));
    assert_eq!(combined("livemostrecent"), one("1"));
}

#[test]
fn a_most_recent_gauge_that_nobody_set_is_not_shown() {
    let directory = Directory::new();
    let registry = directory.registry();
    let depth = gauge(&registry, "mostrecent");
    assert_eq!(text(&registry), "# TYPE depth gauge\n");
    depth.set(0);
    assert_eq!(text(&registry), "# TYPE depth gauge\ndepth 0\n");
}

#[test]
fn a_label_pid_does_not_go_with_a_gauge_by_process() {
    let directory = Directory::new();
    let error =
        Gauge::builder("depth", "").across(Across::All).labels(["pid"]).build(&directory.registry()).unwrap_err();
    let cause = std::error::Error::source(&error).unwrap();
    assert_eq!(cause.to_string(), "a gauge of mode all or liveall shows its processes by the label `pid`");
}
