// Labels are the named fields of a struct without type parameters.
use pytheus::LabelSet;

#[derive(LabelSet)]
struct Tuple(String, u8);

#[derive(LabelSet)]
struct Unit;

#[derive(LabelSet)]
struct Empty {}

#[derive(LabelSet)]
enum Choice {
    One,
}

#[derive(LabelSet)]
struct Generic<'a, T> {
    route: &'a str,
    kind: T,
}

#[derive(LabelSet)]
struct Constant<const N: usize> {
    route: String,
}

fn main() {}
