use std::collections::BTreeMap;
use std::collections::HashMap;
use std::collections::HashSet;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::process;
use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering;
use std::time::SystemTime;
use std::time::UNIX_EPOCH;

use super::file::WrittenFile;
use super::group::Many;
use super::group::One;
use super::group::Origin;
use super::hand::Hand;
use super::hand::Job;
use super::layout;
use super::lock::Held;
use super::names;
use super::names::Holds;
use super::region::Cell;
use super::region::Region;
use super::region::Regions;
use super::samples::samples;
use super::step::step;
use crate::fork;
use crate::model::Descriptor;
use crate::model::Kind;
use crate::model::Labels;
use crate::report::Trouble;
use crate::report::report;
use crate::storage::Cells;
use crate::sync::RwLock;

/// This process' part of a directory: its files, and where the series are in them.
pub(super) struct Writer {
    directory: PathBuf,
    regions: Arc<Regions>,
    state: RwLock<State>,
}

#[derive(Default)]
struct State {
    /// The process, counted in forks, that this is of.
    born: u32,
    life: Option<Life>,
    files: Vec<WrittenFile>,
    /// Sorted: a table of hashes would be hashed anew now and then, and a new series wait for that.
    series: BTreeMap<(Arc<str>, Labels), Placement>,
    /// What a parent had opened: here it is not, until it is recorded into.
    inherited: HashSet<(Arc<str>, Labels)>,
    metrics: HashMap<Arc<str>, Arc<Descriptor>>,
    hand: Hand,
}

/// The name under which this process writes, and the lock that shows that it lives.
struct Life {
    name: String,
    _lock: Held,
}

/// Where a series is.
#[derive(Clone)]
struct Placement {
    region: usize,
    /// Where its entries' values are.
    offsets: Arc<[usize]>,
    removed: bool,
}

impl Writer {
    /// Begins to write in a directory; the files come with the series.
    pub(super) fn start(directory: &Path) -> io::Result<Arc<Self>> {
        fork::watch();
        let writer =
            Self { directory: directory.to_owned(), regions: Arc::default(), state: RwLock::new(State::default()) };
        {
            let mut state = writer.state.write();
            state.born = fork::generation();
            state.life = Some(Life::begin(directory)?);
        }
        // Whether there is room is better known now than at the first series.
        let probe = directory.join(names::unfinished("probe", &writer.name().unwrap_or_default()));
        let room = WrittenFile::probe(&probe);
        let _ = std::fs::remove_file(&probe);
        room?;
        Ok(Arc::new(writer))
    }

    /// Under what name this process writes, if it does.
    pub(super) fn name(&self) -> Option<String> {
        let state = self.state.read();
        state.life.as_ref().filter(|_| state.born == fork::generation()).map(|life| life.name.clone())
    }

    /// The cells of a series.
    pub(super) fn open(self: &Arc<Self>, metric: &Descriptor, labels: &Labels) -> io::Result<Cells> {
        let mut guard = self.state.write();
        let state = guard.of_this_process();
        let metric = state.metric(metric);
        let placement = state.place(self, &metric, labels)?;
        let born = state.born;
        drop(guard);
        let cells: Option<Vec<Cell>> =
            placement.offsets.iter().map(|at| Cell::new(&self.regions, placement.region, *at)).collect();
        let cells = cells.ok_or_else(|| io::Error::from(io::ErrorKind::StorageFull))?;
        let origin = Arc::new(Origin { writer: self.clone(), metric: metric.clone(), labels: labels.clone() });
        Ok(match (metric.kind, <[Cell; 1]>::try_from(cells)) {
            (Kind::Counter | Kind::Gauge | Kind::Unknown, Ok(cell)) => Cells::mapped_one(One::new(cell, born, origin)),
            (_, Ok(cell)) => Cells::mapped_many(Many::new(Box::new(cell), born, origin)),
            (_, Err(cells)) => Cells::mapped_many(Many::new(cells.into(), born, origin)),
        })
    }

    /// Takes a series out: its entries stay, marked, and are used again if the series is.
    pub(super) fn remove(&self, metric: &Descriptor, labels: &Labels) {
        let mut guard = self.state.write();
        let state = guard.of_this_process();
        let key = (Arc::from(metric.name.as_str()), labels.clone());
        state.inherited.remove(&key);
        if let Some(placement) = state.series.get_mut(&key) {
            placement.removed = true;
            for at in placement.offsets.iter() {
                if let Some(cell) = Cell::new(&self.regions, placement.region, *at) {
                    cell.stamp(layout::REMOVED);
                    cell.set(0.0);
                }
            }
        }
    }

    /// Moves the cells of a series that a parent opened to this process' own files, or to its memory if that cannot be.
    pub(super) fn settle(self: &Arc<Self>, origin: &Origin, cells: &[Cell], born: &AtomicU32) {
        let mut guard = self.state.write();
        let state = guard.of_this_process();
        if born.load(Ordering::Acquire) == state.born {
            return;
        }
        let placed = state.place(self, &origin.metric, &origin.labels);
        let trouble = match placed {
            Ok(placement) => {
                let settled = cells.iter().zip(placement.offsets.iter()).all(|(cell, at)| {
                    // Both are as many as the metric has samples, and in its regions.
                    cell.settle(placement.region, *at)
                });
                (!settled).then(|| io::Error::from(io::ErrorKind::StorageFull))
            }
            Err(error) => Some(error),
        };
        if trouble.is_some() {
            let own = self.regions.keep(Region::own(cells.len()));
            cells.iter().enumerate().for_each(|(at, cell)| {
                cell.settle(own, at * PAIR);
            });
            state.inherited.remove(&(Arc::from(origin.metric.name.as_str()), origin.labels.clone()));
        }
        born.store(state.born, Ordering::Release);
        drop(guard);
        if let Some(error) = trouble {
            report(Trouble::StorageRefused, origin.metric.name.as_str(), || {
                format!("after a fork, storage mmap keeps no series {:?}, it counts here only: {error}", origin.labels)
            });
        }
    }

    /// Whether a local series has a say: not if a parent opened it, and this process has not recorded into it.
    pub(super) fn has_a_say(&self) -> impl Fn(&str, &Labels) -> Say {
        let state = self.state.read();
        let (files, inherited) = if state.born == fork::generation() {
            (state.series.keys().cloned().collect::<HashSet<_>>(), state.inherited.clone())
        } else {
            (HashSet::new(), state.inherited.iter().chain(state.series.keys()).cloned().collect())
        };
        move |name, labels| {
            let key = (Arc::from(name), labels.clone());
            match (files.contains(&key), inherited.contains(&key)) {
                (true, _) => Say::InFile,
                (false, true) => Say::No,
                (false, false) => Say::Here,
            }
        }
    }

    /// Has something done in the background.
    pub(super) fn ask(self: &Arc<Self>, job: Job) {
        let mut guard = self.state.write();
        guard.of_this_process().hand.ask(self, job);
    }

    /// A file was allocated up to a size, or could not be.
    pub(super) fn grown(&self, holds: Holds, born: u32, size: usize) {
        let mut state = self.state.write();
        if state.born == born
            && let Some(file) = state.files.iter_mut().find(|file| file.holds == holds)
        {
            file.grown(size);
        }
    }

    pub(super) fn directory(&self) -> &Path {
        &self.directory
    }
}

/// Where the value of a local series counts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Say {
    /// It is in a file of this process.
    InFile,
    /// It is in this process' memory only.
    Here,
    /// It is the parent's.
    No,
}

impl State {
    /// The state, begun anew if this process was forked since.
    fn of_this_process(&mut self) -> &mut Self {
        if self.born != fork::generation() {
            self.born = fork::generation();
            self.life = None;
            self.files.clear();
            self.inherited
                .extend(std::mem::take(&mut self.series).into_iter().filter(|(_, at)| !at.removed).map(|(key, _)| key));
            self.hand.forget();
        }
        self
    }

    fn metric(&mut self, metric: &Descriptor) -> Arc<Descriptor> {
        let known = self.metrics.get(metric.name.as_str()).filter(|known| known.difference(metric).is_none());
        known.cloned().unwrap_or_else(|| {
            let known = Arc::new(metric.clone());
            self.metrics.insert(metric.name.as_str().into(), known.clone());
            known
        })
    }

    /// Finds or makes the entries of a series.
    fn place(&mut self, writer: &Arc<Writer>, metric: &Arc<Descriptor>, labels: &Labels) -> io::Result<Placement> {
        let key = (Arc::from(metric.name.as_str()), labels.clone());
        if let Some(placement) = self.series.get_mut(&key) {
            if std::mem::take(&mut placement.removed) {
                let samples = samples(metric, labels);
                for (at, sample) in placement.offsets.iter().zip(samples) {
                    if let Some(cell) = Cell::new(&writer.regions, placement.region, *at) {
                        cell.set(sample.value);
                        cell.stamp(0.0);
                    }
                }
            }
            return Ok(placement.clone());
        }
        let mut entries = Vec::new();
        let mut offsets = Vec::new();
        for sample in samples(metric, labels) {
            offsets.push(entries.len() + layout::value_offset(sample.key.len()));
            layout::write_entry(sample.key.as_bytes(), sample.value, 0.0, &mut entries);
        }
        let file = self.file(writer, Holds::of(metric))?;
        let at = file.append(&entries)?;
        let region = file.region();
        let growth = file.growth();
        if let Some(growth) = growth {
            let born = self.born;
            self.hand.ask(writer, Job::Grow(growth, born));
        }
        let placement =
            Placement { region, offsets: offsets.iter().map(|offset| at + offset).collect(), removed: false };
        self.inherited.remove(&key);
        self.series.insert(key, placement.clone());
        Ok(placement)
    }

    fn file(&mut self, writer: &Writer, holds: Holds) -> io::Result<&mut WrittenFile> {
        if let Some(at) = self.files.iter().position(|file| file.holds == holds) {
            return Ok(&mut self.files[at]);
        }
        let life = match &mut self.life {
            Some(life) => life,
            none => none.insert(Life::begin(&writer.directory)?),
        };
        self.files.push(WrittenFile::create(&writer.directory, holds, &life.name, &writer.regions)?);
        self.files.last_mut().ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

impl Life {
    /// Takes a name that nobody ever had in this directory: one process after another may have the same id, and in
    /// containers many have it at once.
    fn begin(directory: &Path) -> io::Result<Self> {
        loop {
            let began = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
            let name = format!("{}-{:x}", process::id(), began & u128::from(u64::MAX));
            step();
            match Held::create(&directory.join(names::life(&name))) {
                Ok(Some(lock)) => return Ok(Self { name, _lock: lock }),
                Ok(None) => {}
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        let mut state = self.state.write();
        if state.born == fork::generation()
            && state.files.is_empty()
            && let Some(life) = state.life.take()
        {
            let _ = std::fs::remove_file(self.directory.join(names::life(&life.name)));
        }
    }
}

const PAIR: usize = 16;
