// A callback metric has a closure that gives a number.
use pytheus::metric::CallbackGauge;
use pytheus::Metrics;

#[derive(Metrics)]
struct Missing {
    /// The queue's length.
    queue: CallbackGauge,
}

#[derive(Metrics)]
struct Text {
    /// The queue's length.
    #[metric(callback = || "three")]
    queue: CallbackGauge,
}

fn main() {}
