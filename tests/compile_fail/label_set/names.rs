// Take the name that each message proposes.
use pytheus::LabelSet;

#[derive(LabelSet)]
struct Labels {
    __service: String,
    #[label(name = "http-method")]
    method: String,
    #[label(name = "")]
    empty: String,
    #[label(name = "2nd")]
    second: String,
}

#[derive(LabelSet)]
struct Twice {
    route: String,
    #[label(name = "route")]
    path: String,
    #[label(name = "x")]
    one: String,
    #[label(name = "x")]
    other: String,
}

fn main() {}
