//! The seeds of the fuzz target, and what becomes of them when bytes are changed.

use std::fs;

use pytheus_core::encode;
use pytheus_core::model::Kind;
use pytheus_core::model::Point;
use pytheus_core::model::Snapshot;
use pytheus_core::testing::families_in;

fn check(bytes: &[u8]) {
    for name in ["counter_1.db", "histogram_1.db", "summary_1.db", "gauge_all_1.db", "gauge_mostrecent_1.db"] {
        let families = families_in(name, bytes).unwrap();
        for family in families.iter().filter(|family| family.kind() == Kind::Histogram) {
            let bounds = family.buckets().map_or(0, |buckets| buckets.bounds().len());
            for series in family.series() {
                let Point::Histogram { counts, .. } = &series.point else { panic!("{series:?}") };
                assert_eq!(counts.len(), bounds + 1);
            }
        }
        encode::text(&Snapshot::new(families), &mut String::new());
    }
}

#[test]
fn no_bytes_make_the_reader_panic() {
    let seeds = fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../fuzz/seeds/mmap_file")).unwrap();
    let seeds: Vec<Vec<u8>> = seeds.map(|seed| fs::read(seed.unwrap().path()).unwrap()).collect();
    assert!(seeds.len() >= 10);
    seeds.iter().for_each(|seed| check(seed));
    let rounds = std::env::var("PYTHEUS_MUTATIONS").map_or(2_000, |rounds| rounds.parse().unwrap());
    // Any sequence will do, as long as it is the same every time.
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 16).unwrap() % below.max(1)
    };
    for _ in 0..rounds {
        let mut bytes = seeds[random(seeds.len())].clone();
        for _ in 0..=random(4) {
            let at = random(bytes.len());
            match random(4) {
                0 => bytes.truncate(at),
                1 => bytes.extend_from_slice(&seeds[random(seeds.len())]),
                _ => {
                    if let Some(byte) = bytes.get_mut(at) {
                        *byte = [0, 0xff, b'"', b'{', b' ', u8::try_from(random(256)).unwrap()][random(6)];
                    }
                }
            }
        }
        check(&bytes);
    }
}
