//! Every interleaving of recording, making, removing and reading, by loom: `RUSTFLAGS="--cfg loom"`.

use std::sync::Arc;

use loom::thread;

use super::children::Children;
use crate::clock::Clock;
use crate::collect::Collect;
use crate::host::Context;
use crate::label::Slots;
use crate::label::Visit;
use crate::model::Buckets;
use crate::model::Descriptor;
use crate::model::Kind;
use crate::model::LabelName;
use crate::model::LabelSpec;
use crate::model::MetricName;
use crate::model::Number;
use crate::model::Place;
use crate::model::Point;
use crate::storage::Cells;
use crate::storage::Memory;

struct One(&'static str);

impl Slots for One {
    type InRow = ();

    fn visit<V: Visit>(&self, visitor: &mut V) {
        visitor.set(0, &self.0);
    }

    fn in_row(&self) {}
}

fn descriptor(kind: Kind) -> Descriptor {
    Descriptor::new(MetricName::new("m_total").unwrap(), kind, "", Place::new("", 0))
}

fn family() -> Arc<Children> {
    let mut descriptor = descriptor(Kind::Counter);
    descriptor.labels = [LabelSpec::new(LabelName::new("l").unwrap())].into();
    Arc::new(Children::new(&Arc::new(descriptor), &Context::new(Arc::new(Memory), Clock::system(), None)))
}

fn totals(family: &Children) -> Vec<Number> {
    let families = family.collect().unwrap();
    let points = families[0].series().iter().map(|series| match &series.point {
        Point::Counter(number) => *number,
        other => unreachable!("{other:?}"),
    });
    points.collect()
}

fn check(model: impl Fn() + Send + Sync + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(3);
    builder.check(model);
}

#[test]
fn a_counter_loses_nothing_and_never_falls() {
    check(|| {
        let cells = Arc::new(Cells::in_memory(&descriptor(Kind::Counter)));
        let writers = [0.5, 2.0].map(|amount| {
            let cells = cells.clone();
            thread::spawn(move || cells.add(amount))
        });
        let read = |cells: &Cells| match cells.read() {
            Point::Counter(number) => number.as_f64(),
            other => unreachable!("{other:?}"),
        };
        let (first, second) = (read(&cells), read(&cells));
        assert!(first <= second);
        writers.into_iter().for_each(|writer| writer.join().unwrap());
        assert_eq!(read(&cells), 2.5);
    });
}

#[test]
fn buckets_never_fall_between_two_scrapes_and_the_sum_is_exact_at_rest() {
    check(|| {
        let mut descriptor = descriptor(Kind::Histogram);
        descriptor.buckets = Some(Arc::new(Buckets::new([1.0]).unwrap()));
        let cells = Arc::new(Cells::in_memory(&descriptor));
        let writers = [(0, 0.5), (1, 2.0)].map(|(bucket, value)| {
            let cells = cells.clone();
            thread::spawn(move || cells.observe(bucket, value))
        });
        let read = |cells: &Cells| match cells.read() {
            Point::Histogram { counts, sum } => (counts.to_vec(), sum),
            other => unreachable!("{other:?}"),
        };
        let (first, _) = read(&cells);
        let (second, _) = read(&cells);
        assert!(first.iter().zip(&second).all(|(before, after)| before <= after));
        writers.into_iter().for_each(|writer| writer.join().unwrap());
        assert_eq!(read(&cells), (vec![1, 1], 2.5));
    });
}

#[test]
fn two_threads_that_make_one_series_share_it() {
    check(|| {
        let family = family();
        let writers = [(); 2].map(|()| {
            let family = family.clone();
            thread::spawn(move || family.with(&One("a"), None, |series| series.add_whole(1)))
        });
        let seen = totals(&family);
        assert!(seen.len() <= 1, "{seen:?}");
        writers.into_iter().for_each(|writer| writer.join().unwrap());
        assert_eq!(totals(&family), [Number::Whole(2)]);
    });
}

#[test]
fn a_scrape_never_shows_a_removed_series_beside_its_successor() {
    check(|| {
        let family = family();
        family.with(&One("a"), None, |series| series.add_whole(5));
        let other = family.clone();
        let remover = thread::spawn(move || {
            other.remove(&One("a"), None);
            other.with(&One("b"), None, |series| series.add_whole(1));
            other.with(&One("a"), None, |series| series.add_whole(1));
        });
        let families = family.collect().unwrap();
        let labels: Vec<_> = families[0].series().iter().map(|series| series.labels.clone()).collect();
        let mut distinct = labels.clone();
        distinct.sort();
        distinct.dedup();
        assert_eq!(labels.len(), distinct.len(), "{labels:?}");
        remover.join().unwrap();
        assert_eq!(totals(&family), [Number::Whole(1), Number::Whole(1)]);
    });
}
