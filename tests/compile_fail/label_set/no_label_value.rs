// Label by something of which there are few, or wrap it: `#[derive(LabelValue)] struct Kind(String)`.
use pytheus::{Counter, LabelSet, Metrics};

struct Uuid(u128);

#[derive(LabelSet)]
struct Labels {
    id: Uuid,
    route: String,
}

#[derive(Metrics)]
struct Shop {
    /// Pages served.
    pages_total: Counter<Labels>,
}

fn main() {
    let _ = Uuid(1).0;
    Shop::global().pages_total.clear();
}
