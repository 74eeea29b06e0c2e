//! What holds of any input. `pytheus-core/tests/fuzz_seeds.rs` includes this file and replays the corpus.

use pytheus_core::encode;
use pytheus_core::model::Family;
use pytheus_core::model::Labels;
use pytheus_core::model::Snapshot;
use pytheus_core::parse;

/// Text parses or gives an error; what parses is the same after it was written and parsed again.
pub fn text(bytes: &[u8]) {
    let Ok(input) = parse::utf8(bytes) else { return };
    let lax = parse::text(input).lax().collect::<Result<Vec<_>, _>>();
    match parse::text(input).collect::<Result<Vec<_>, _>>() {
        Ok(families) => {
            assert!(lax.is_ok(), "strict takes what lax does not");
            let written = as_text(families.clone());
            let again = parse::text(&written).collect::<Result<Vec<_>, _>>();
            same(families, again.unwrap_or_else(|error| panic!("{error}\n{written}")), &written);
        }
        Err(error) => assert!(error.line() <= input.lines().count() + 1 && error.column() <= input.len() + 1),
    }
    if let Ok(families) = lax {
        let written = as_text(families);
        let again = parse::text(&written).lax().collect::<Result<Vec<_>, _>>();
        again.unwrap_or_else(|error| panic!("{error}\n{written}"));
    }
}

/// OpenMetrics parses or gives an error; what parses is the same after it was written and parsed again.
pub fn open_metrics(bytes: &[u8]) {
    let Ok(input) = parse::utf8(bytes) else { return };
    let Ok(families) = parse::open_metrics(input).collect::<Result<Vec<_>, _>>() else { return };
    let written = as_open_metrics(families.clone());
    let again = parse::open_metrics(&written).collect::<Result<Vec<_>, _>>();
    same(families, again.unwrap_or_else(|error| panic!("{error}\n{written}")), &written);
}

/// Whatever stands in help and label values, both formats give it back.
pub fn round_trip(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut parts = text.splitn(3, '|');
    let mut part = || parts.next().unwrap_or("");
    let (help, one, two) = (part(), part(), part());
    // Text does not keep the blanks that a HELP text begins with.
    let help = help.trim_start_matches([' ', '\t']);
    let labels = Labels::new([("one", one), ("two", two)]).unwrap();
    let number = f64::from_bits(bytes.iter().fold(0, |sum: u64, &byte| sum.rotate_left(8) ^ u64::from(byte)));
    let mut gauge = Family::gauge("g", help).unwrap();
    gauge.push(labels, pytheus_core::model::Point::Gauge(number.into()));
    let families = vec![gauge];
    let written = as_text(families.clone());
    let again = parse::text(&written).collect::<Result<Vec<_>, _>>();
    same(families.clone(), again.unwrap_or_else(|error| panic!("{error}\n{written}")), &written);
    let written = as_open_metrics(families.clone());
    let again = parse::open_metrics(&written).collect::<Result<Vec<_>, _>>();
    same(families, again.unwrap_or_else(|error| panic!("{error}\n{written}")), &written);
}

fn as_text(families: Vec<Family>) -> String {
    let mut out = String::new();
    encode::text(&Snapshot::new(families), &mut out);
    out
}

fn as_open_metrics(families: Vec<Family>) -> String {
    let mut out = String::new();
    encode::open_metrics(&Snapshot::new(families), &mut out);
    out
}

/// NaN equals nothing, and `1.0` prints as `1`: where the models differ, what they print must not.
fn same(one: Vec<Family>, two: Vec<Family>, written: &str) {
    if one != two {
        let shown = |families: &[Family]| format!("{families:?}").replace(".0)", ")").replace(".0,", ",");
        assert!(shown(&one).contains("NaN"), "{one:#?}\nis not\n{two:#?}\nby way of {written}");
        assert_eq!((as_text(one.clone()), as_open_metrics(one)), (as_text(two.clone()), as_open_metrics(two)));
    }
}
