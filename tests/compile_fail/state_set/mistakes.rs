// States are the plain variants of an enum, each with a text of its own.
use pytheus::StateSet;

#[derive(StateSet)]
enum Phase {
    Ready,
    #[state("ready")]
    Done,
    Failed(u8),
}

#[derive(StateSet)]
struct Struct {
    phase: u8,
}

#[derive(StateSet)]
#[state_set(rename = "lowercase")]
enum Words {
    One,
}

fn main() {}
