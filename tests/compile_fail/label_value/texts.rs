// Every variant has a text of its own.
use pytheus::LabelValue;

#[derive(LabelValue)]
enum Cache {
    Hit,
    #[label("hit")]
    Strike,
    HIT,
}

#[derive(LabelValue)]
#[label_value(rename_all = "kebabcase")]
enum Case {
    #[label(rename_all = "lowercase")]
    One,
    #[label("two", name = "three")]
    Two,
    #[label(nam = "four")]
    Four,
}

#[derive(LabelValue)]
#[label(rename_all = "lowercase")]
enum Inner {
    One,
}

fn main() {}
