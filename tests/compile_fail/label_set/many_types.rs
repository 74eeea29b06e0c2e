// Each of these has more values than a time series database can hold.
use pytheus::LabelSet;

#[derive(LabelSet)]
struct Labels {
    amount: f64,
    bytes: Vec<u8>,
    at: Option<std::time::SystemTime>,
}

fn main() {}
