use std::collections::BTreeMap;
use std::collections::HashMap;
use std::sync::Arc;

use super::key::Key;
use super::layout::Entry;
use super::merged::Merged;
use super::merged::Role;
use super::names::Holds;
use super::writer::Say;
use crate::model::Across;
use crate::model::Buckets;
use crate::model::Descriptor;
use crate::model::Family;
use crate::model::Kind;
use crate::model::LabelName;
use crate::model::Labels;
use crate::model::LabelsBuilder;
use crate::model::MetricName;

/// One family of all processes, while it is put together.
pub(super) struct FamilyTally {
    /// Everything but the series.
    family: Family,
    holds: Holds,
    across: Across,
    /// The names of the labels in declared order; none for a family that is not declared here.
    order: Arc<Descriptor>,
    series: Vec<(Labels, Merged)>,
    by_labels: HashMap<Labels, usize>,
    /// The bounds of a histogram in the order they were met, `+Inf` among them.
    bounds: Vec<f64>,
}

impl FamilyTally {
    /// A family of this process, with what its series read.
    pub(super) fn declared(
        metric: &Arc<Descriptor>,
        mut family: Family,
        writer: &str,
        say: &dyn Fn(&str, &Labels) -> Say,
    ) -> Self {
        let local = std::mem::take(family.series_mut());
        let bounds = family.buckets().map_or(&[][..], Buckets::bounds);
        let bounds: Vec<f64> = bounds.iter().copied().chain([f64::INFINITY]).collect();
        let places: Vec<usize> = (0..bounds.len()).collect();
        let mut tally = Self {
            holds: Holds::of(metric),
            across: metric.across,
            order: metric.clone(),
            series: Vec::with_capacity(local.len()),
            by_labels: HashMap::with_capacity(local.len()),
            bounds,
            family,
        };
        for series in local {
            let at = tally.series(&series.labels);
            let said = say(metric.name.as_str(), &series.labels);
            if said != Say::No {
                tally.series[at].1.local(writer, &series.point, &places, said == Say::InFile);
            }
        }
        tally
    }

    /// A family that only others have; `None` if its name is none.
    pub(super) fn foreign(holds: Holds, name: &str, help: &str) -> Option<Self> {
        let name = MetricName::new(name).ok()?;
        let (kind, across) = match holds {
            Holds::Counters => (Kind::Counter, Across::default()),
            Holds::Summaries => (Kind::Summary, Across::default()),
            Holds::Histograms => (Kind::Histogram, Across::default()),
            Holds::Gauges(across) => (Kind::Gauge, across),
        };
        let family = Family::new(name.clone(), kind, help);
        let order = Arc::new(Descriptor::new(name, kind, help, crate::model::Place::new("another process", 0)));
        Some(Self {
            family,
            holds,
            across,
            order,
            series: Vec::new(),
            by_labels: HashMap::new(),
            bounds: vec![f64::INFINITY],
        })
    }

    /// Where an entry of this key belongs.
    pub(super) fn target(&mut self, holds: Holds, mut key: Key) -> Result<(usize, Role), &'static str> {
        // Gauges of one name and two modes: the mode that was met first holds, the declared one before all.
        if std::mem::discriminant(&self.holds) != std::mem::discriminant(&holds) {
            return Err("a metric is of another type in another process");
        }
        let suffix = key.sample.strip_prefix(self.family.name().as_str());
        let role = match (self.family.kind(), suffix) {
            (Kind::Histogram, Some("_bucket")) => {
                let bound = key.labels.remove("le").and_then(|bound| parse_bound(&bound));
                Role::Bucket(self.bound(bound.ok_or("a bucket has no bound")?))
            }
            (Kind::Summary, Some("_count")) => Role::Count,
            (Kind::Histogram | Kind::Summary, Some("_sum")) => Role::Sum,
            (Kind::Histogram | Kind::Summary, _) => return Err("a sample is none of its type"),
            (Kind::StateSet, _) => {
                let state = key.labels.remove(self.family.name().as_str());
                let mut states = self.family.states().iter();
                let at = states.position(|known| Some(&**known) == state.as_deref());
                Role::State(at.ok_or("a state is unknown here")?)
            }
            _ => Role::Value,
        };
        let labels = self.labels(&key.labels).ok_or("a label has an illegal name")?;
        Ok((self.series(&labels), role))
    }

    pub(super) fn entry(&mut self, series: usize, role: Role, writer: &str, entry: Entry<'_>) {
        self.series[series].1.entry(role, writer, entry);
    }

    pub(super) fn finish(self) -> Family {
        let Self { mut family, series, bounds, .. } = self;
        let mut rising: Vec<usize> = (0..bounds.len()).collect();
        rising.sort_by(|one, other| bounds[*one].total_cmp(&bounds[*other]));
        let kind = family.kind();
        if kind == Kind::Histogram && family.buckets().map_or(0, |known| known.bounds().len()) + 1 != bounds.len() {
            family = with_bounds(&family, rising.iter().map(|at| bounds[*at]));
        }
        family.reserve(series.len());
        for (labels, merged) in series {
            for (labels, point) in merged.finish(kind, &labels, &rising) {
                family.push(labels, point);
            }
        }
        family
    }

    fn series(&mut self, labels: &Labels) -> usize {
        if let Some(at) = self.by_labels.get(labels) {
            return *at;
        }
        self.by_labels.insert(labels.clone(), self.series.len());
        self.series.push((labels.clone(), Merged::new(self.family.kind(), self.across)));
        self.series.len() - 1
    }

    fn bound(&mut self, bound: f64) -> usize {
        let known = self.bounds.iter().position(|known| *known == bound);
        known.unwrap_or_else(|| {
            self.bounds.push(bound);
            self.bounds.len() - 1
        })
    }

    /// Labels in declared order, and what is declared elsewhere only after them.
    fn labels(&self, labels: &BTreeMap<String, String>) -> Option<Labels> {
        let mut ordered = LabelsBuilder::new();
        let declared = || self.order.labels.iter().map(|label| &label.name);
        for name in declared() {
            if let Some(value) = labels.get(name.as_str()) {
                ordered.push(name, value);
            }
        }
        for (name, value) in labels.iter().filter(|(name, _)| !declared().any(|known| known.as_str() == *name)) {
            ordered.push(&LabelName::new(name).ok()?, value);
        }
        Some(ordered.build())
    }
}

fn parse_bound(text: &str) -> Option<f64> {
    text.parse().ok().filter(|bound: &f64| !bound.is_nan() && *bound != f64::NEG_INFINITY)
}

/// A histogram with the bounds of all processes: they may be of two releases of a program.
fn with_bounds(family: &Family, bounds: impl Iterator<Item = f64>) -> Family {
    let rebuilt = Buckets::new(bounds)
        .ok()
        .and_then(|buckets| Family::histogram(family.name().as_str(), family.help(), buckets).ok());
    let rebuilt = match rebuilt {
        Some(rebuilt) => rebuilt,
        // Bounds are sorted and none is twice, so what is missing is a finite one: only `+Inf` was met.
        None => family.clone(),
    };
    match family.unit_name() {
        Some(unit) => rebuilt.unit(unit),
        None => rebuilt,
    }
}
