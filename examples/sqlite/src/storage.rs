use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::sync::Weak;
use std::thread;
use std::time::Duration;
use std::time::SystemTime;

use pytheus_core::model::Descriptor;
use pytheus_core::model::Family;
use pytheus_core::model::Labels;
use pytheus_core::model::Number;
use pytheus_core::model::Point;
use pytheus_core::storage::Cells;
use pytheus_core::storage::Record;
use pytheus_core::storage::Storage;
use pytheus_core::storage::StorageError;

use crate::database::Database;
use crate::points;

/// Values in an SQLite database. Clones are the same storage.
#[derive(Clone)]
pub struct Sqlite {
    shelf: Arc<Shelf>,
}

struct Shelf {
    database: Mutex<Database>,
    /// Locked only for a moment, as the contract asks: never while the database is.
    series: Mutex<Series>,
}

#[derive(Default)]
struct Series {
    open: BTreeMap<(String, Labels), Arc<Kept>>,
    removed: Vec<(String, Labels)>,
}

/// The cells that pytheus has itself, where the shelf can read them too.
struct Kept(Cells);

impl Sqlite {
    pub fn open(path: impl AsRef<Path>) -> Result<Self, StorageError> {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let run = format!("{}-{:x}", std::process::id(), now.as_nanos());
        let database = Database::open(path.as_ref(), run)
            .map_err(|error| StorageError::caused("the database cannot be opened", error))?;
        let shelf = Arc::new(Shelf { database: Mutex::new(database), series: Mutex::default() });
        let weak = Arc::downgrade(&shelf);
        thread::spawn(move || write_now_and_then(&weak));
        Ok(Self { shelf })
    }
}

fn write_now_and_then(shelf: &Weak<Shelf>) {
    loop {
        thread::sleep(Duration::from_secs(1));
        let Some(shelf) = shelf.upgrade() else { return };
        if let Err(error) = shelf.write() {
            eprintln!("sqlite: {error}");
        }
    }
}

impl Shelf {
    fn write(&self) -> Result<(), StorageError> {
        let mut database = lock(&self.database);
        let (removed, series) = {
            let mut series = lock(&self.series);
            let open = series.open.iter();
            let numbers: Vec<_> = open
                .map(|((metric, labels), kept)| (metric.clone(), labels.clone(), points::numbers(&kept.0.read())))
                .collect();
            (std::mem::take(&mut series.removed), numbers)
        };
        database.write(&removed, &series).map_err(|error| {
            // What was not taken away now is next time.
            lock(&self.series).removed.extend(removed);
            StorageError::caused("the database does not take the values", error)
        })
    }
}

impl Storage for Sqlite {
    fn name(&self) -> &str {
        "sqlite"
    }

    fn open(&self, metric: &Descriptor, labels: &Labels) -> Result<Cells, StorageError> {
        let kept = Arc::new(Kept(Cells::in_memory(metric)));
        let key = (metric.name.as_str().to_owned(), labels.clone());
        lock(&self.shelf.series).open.insert(key, kept.clone());
        Ok(Cells::custom(kept))
    }

    fn remove(&self, metric: &Descriptor, labels: &Labels) {
        let mut series = lock(&self.shelf.series);
        let key = (metric.name.as_str().to_owned(), labels.clone());
        series.open.remove(&key);
        series.removed.push(key);
    }

    fn merge(&self, _: &[Arc<Descriptor>], mut local: Vec<Family>) -> Result<Vec<Family>, StorageError> {
        let others = lock(&self.shelf.database).others();
        let others = others.map_err(|error| StorageError::caused("the database does not give the values", error))?;
        for family in &mut local {
            let template = Family::clone(family);
            for (labels, numbers) in others.get(family.name().as_str()).into_iter().flatten() {
                let known = family.series_mut().iter_mut().find(|series| series.labels == *labels);
                match known {
                    Some(series) => points::add(&mut series.point, numbers),
                    None => {
                        let mut point = zero(&template);
                        points::add(&mut point, numbers);
                        family.push(labels.clone(), point);
                    }
                }
            }
        }
        Ok(local)
    }

    fn flush(&self) -> Result<(), StorageError> {
        self.shelf.write()
    }
}

/// What a series of a family reads before anything was recorded.
fn zero(family: &Family) -> Point {
    use pytheus_core::model::Kind;
    match family.kind() {
        Kind::Counter => Point::Counter(Number::Whole(0)),
        Kind::Gauge => Point::Gauge(Number::Whole(0)),
        Kind::Summary => Point::Summary { count: 0, sum: 0.0 },
        Kind::Histogram => {
            let bounds = family.buckets().map_or(0, |buckets| buckets.bounds().len());
            Point::Histogram { counts: vec![0; bounds + 1].into(), sum: 0.0 }
        }
        Kind::StateSet => Point::State(0),
        Kind::Info => Point::Info,
        _ => Point::Unknown(Number::Whole(0)),
    }
}

impl Record for Kept {
    fn add(&self, amount: Number) {
        match amount {
            Number::Whole(whole) => self.0.add_whole(whole),
            Number::Float(float) => self.0.add(float),
        }
    }

    fn set(&self, value: f64) {
        self.0.set(value);
    }

    fn observe(&self, bucket: usize, value: f64) {
        self.0.observe(bucket, value);
    }

    fn set_state(&self, state: usize) {
        self.0.set_state(state);
    }

    fn reset(&self) {
        self.0.reset();
    }

    fn read(&self) -> Point {
        self.0.read()
    }
}

/// A lock whose holder panicked is as good as any: nothing under it is ever half done.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
