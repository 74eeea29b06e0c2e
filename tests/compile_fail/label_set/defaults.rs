// A default is a value of the label's own type.
use pytheus::{LabelSet, LabelValue};

#[derive(LabelValue)]
enum Cache {
    Hit,
}

#[derive(LabelSet)]
struct Labels {
    #[label(default = "hit")]
    cache: Cache,
    #[label(default = Cache::Hit)]
    level: u8,
}

fn main() {}
