// Use the words that the messages list, once each.
use pytheus::LabelSet;

#[derive(LabelSet)]
#[label_set(no_diagnostic)]
struct Labels {
    #[label(defualt = "main")]
    service: String,
    #[label(default)]
    zone: String,
    #[label(name = 3)]
    region: String,
    #[label(name = "a", name = "b")]
    route: String,
    #[label_set(name = "c")]
    kind: String,
}

#[derive(LabelSet)]
#[label(crate = pytheus)]
struct Outer {
    route: String,
}

fn main() {}
