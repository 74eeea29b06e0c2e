// A closed list is an enum of plain variants.
use pytheus::LabelValue;

#[derive(LabelValue)]
enum Status {
    Found,
    Moved(String),
    Failed { code: u16 },
}

#[derive(LabelValue)]
enum Nothing {}

#[derive(LabelValue)]
enum Generic<T> {
    One,
    Other(T),
}

#[derive(LabelValue)]
struct Two(String, u8);

fn main() {}
