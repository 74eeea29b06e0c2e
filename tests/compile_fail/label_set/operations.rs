// Name the fields otherwise, and keep the labels' names with `#[label(name = "..")]`.
use pytheus::LabelSet;

#[derive(LabelSet)]
struct Labels {
    set: String,
    observe: String,
    #[label(name = "kind")]
    handle: String,
    #[label(name = "inc")]
    increase: String,
}

fn main() {}
