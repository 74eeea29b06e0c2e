//! One metric of every type, with and without labels.
//!
//!     cargo run --example every_type
//!     cargo run --example every_type -- openmetrics
//!
//! It prints what Prometheus would read, in the text format or in OpenMetrics.

use std::error::Error;

use pytheus::CallbackCounter;
use pytheus::CallbackGauge;
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
use pytheus::encode::Format;

#[derive(Clone, Copy, LabelValue)]
enum Line {
    Bottles,
    Cans,
}

#[derive(LabelSet)]
struct LineLabels {
    line: Line,
    operator: Option<String>,
    shift: u8,
}

#[derive(LabelSet)]
struct BuildLabels<'a> {
    version: &'a str,
    debug: bool,
}

#[derive(StateSet)]
enum Phase {
    Idle,
    Running,
    #[state("stopped by hand")]
    Stopped,
}

/// Filling, one line of it.
#[derive(Metrics)]
struct Filling {
    /// Containers filled.
    filled_total: Counter<LineLabels>,
    /// Liquid in the tank.
    #[metric(unit = "litres")]
    tank_litres: Gauge<LineLabels>,
    /// Time to fill a container.
    #[metric(unit = "seconds", buckets(0.5, 1, 2.5))]
    filling_seconds: Histogram<LineLabels>,
}

#[derive(Metrics)]
#[metrics(prefix = "factory")]
struct Factory {
    #[metric(help = "Alarms.\nA person has to come.")]
    alarms_total: Counter,
    /// Temperature in the hall, in "degrees Celsius".
    #[metric(unit = "celsius")]
    hall_celsius: Gauge,
    /// Weight of a pallet.
    #[metric(unit = "grams", buckets(exponential(1000, 10, 3)))]
    pallet_grams: Histogram,
    /// Time between two deliveries.
    #[metric(unit = "seconds")]
    delivery_seconds: Summary,
    /// What runs here.
    build_info: Info<BuildLabels<'static>>,
    /// What the factory is doing.
    phase: StateSet<Phase>,
    /// What each line is doing.
    line_phase: StateSet<Phase, LineLabels>,
    /// Jobs that wait.
    #[metric(callback = || 3.0)]
    waiting: CallbackGauge,
    /// Meters that the belts have run.
    #[metric(unit = "meters", callback = || 1_000_000_u64)]
    belt_meters_total: CallbackCounter,
    #[metrics(prefix = "filling")]
    filling: Filling,
}

fn main() -> Result<(), Box<dyn Error>> {
    let registry = Registry::builder().constant_label("site", "north \"1\"").build()?;
    let factory = Factory::register(&registry)?;

    factory.alarms_total.inc();
    factory.hall_celsius.set(-1.5);
    for weight in [900, 12_000, 7_000_000] {
        factory.pallet_grams.observe(weight);
    }
    factory.delivery_seconds.observe(86_400);
    factory.build_info.set(BuildLabels { version: env!("CARGO_PKG_VERSION"), debug: cfg!(debug_assertions) });
    factory.phase.set(Phase::Running);

    let bottles = factory.filling.filled_total.labels().line(Line::Bottles).shift(1);
    bottles.operator(Some("Zoë \\ O'Neil")).inc_by(1_000);
    bottles.operator(None).inc_by(0.5);
    factory.filling.tank_litres.labels().line(Line::Cans).operator(None).shift(2).set(1234.5);
    factory.filling.filling_seconds.labels().line(Line::Cans).operator(None).shift(2).observe(0.75);
    for (line, phase) in [(Line::Bottles, Phase::Idle), (Line::Cans, Phase::Stopped)] {
        factory.line_phase.labels().line(line).operator(None).shift(1).set(phase);
    }

    let format = match std::env::args().nth(1).as_deref() {
        None => Format::Text,
        Some("openmetrics") => Format::OpenMetrics,
        Some(other) => return Err(format!("unknown format {other:?}, expected `openmetrics`").into()),
    };
    let mut text = String::new();
    format.encode(&registry.gather()?, &mut text);
    print!("{text}");
    Ok(())
}
