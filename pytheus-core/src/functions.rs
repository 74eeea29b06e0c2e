//! The histograms that `#[timed]` declares by itself: the shared one of its bare form, and those it gives a name.

use once_cell::sync::OnceCell;

use crate::host::Host;
use crate::host::RegisterError;
use crate::label::Complete;
use crate::label::Fits;
use crate::label::LabelSet;
use crate::label::LabelValue;
use crate::label::Slots;
use crate::label::Visit;
use crate::metric::Declaration;
use crate::metric::Histogram;
use crate::metric::Labelled;
use crate::metric::Metric;
use crate::metric::Outcome;
use crate::metric::Partial;
use crate::model::Buckets;
use crate::model::BucketsError;
use crate::model::LabelName;
use crate::model::LabelSpec;
use crate::model::Place;
use crate::report::Trouble;
use crate::report::report;

/// A function with a bare `#[timed]`: one series of the shared histogram.
#[derive(Debug)]
pub struct Function {
    labels: FunctionLabels,
    series: OnceCell<Histogram>,
}

impl Function {
    /// A function of a module, not yet declared.
    #[must_use]
    pub const fn new(module: &'static str, function: &'static str) -> Self {
        Self { labels: FunctionLabels { module, function }, series: OnceCell::new() }
    }

    /// Its series; `host` is asked for only at the first call.
    #[inline]
    pub(crate) fn series<H: Host>(&self, host: impl FnOnce() -> H) -> &Histogram {
        match self.series.get() {
            Some(series) => series,
            None => {
                // Before the cell is locked: a registry that comes into use declares this very function.
                let host = host();
                self.open(&host)
            }
        }
    }

    fn open(&self, host: &dyn Host) -> &Histogram {
        self.series.get_or_init(|| {
            let shared = SHARED.get_or_init(|| {
                let place = Place::new(file!(), line!());
                declare(host, || Declaration::new(SHARED_NAME, SHARED_HELP, place).unit("seconds"), None)
            });
            shared.with(self.labels).handle()
        })
    }
}

/// The histogram of a `#[timed(name = "..")]`; `L` is `()`, or [`OutcomeLabel`].
#[derive(Debug)]
pub struct Declared<L: LabelSet = ()> {
    name: &'static str,
    help: &'static str,
    unit: Option<&'static str>,
    buckets: Option<fn() -> Result<Buckets, BucketsError>>,
    place: Place,
    histogram: OnceCell<Histogram<L>>,
}

impl<L: LabelSet<InHistogram = Fits>> Declared<L> {
    /// A histogram, not yet declared.
    #[must_use]
    pub const fn new(name: &'static str, help: &'static str, place: Place) -> Self {
        Self { name, help, unit: None, buckets: None, place, histogram: OnceCell::new() }
    }

    /// The unit.
    #[must_use]
    pub const fn unit(mut self, unit: &'static str) -> Self {
        self.unit = Some(unit);
        self
    }

    /// The buckets, in place of the default ones.
    #[must_use]
    pub const fn buckets(mut self, buckets: fn() -> Result<Buckets, BucketsError>) -> Self {
        self.buckets = Some(buckets);
        self
    }

    /// It; `host` is asked for only at the first call.
    #[inline]
    pub(crate) fn histogram<H: Host>(&self, host: impl FnOnce() -> H) -> &Histogram<L> {
        match self.histogram.get() {
            Some(histogram) => histogram,
            None => {
                // Before the cell is locked: a registry that comes into use declares this very histogram.
                let host = host();
                self.open(&host)
            }
        }
    }

    fn open(&self, host: &dyn Host) -> &Histogram<L> {
        let declaration = || {
            let declaration = Declaration::new(self.name, self.help, self.place);
            self.unit.into_iter().fold(declaration, Declaration::unit)
        };
        self.histogram.get_or_init(|| declare(host, declaration, self.buckets))
    }
}

/// What a `#[timed]` puts on the list of the program, so that it is exposed before its first call.
#[derive(Clone, Copy)]
pub struct Listed(&'static (dyn List + Sync));

impl Listed {
    /// An entry of the list.
    #[must_use]
    pub const fn new(listed: &'static (dyn List + Sync)) -> Self {
        Self(listed)
    }
}

impl std::fmt::Debug for Listed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Listed")
    }
}

inventory::collect!(Listed);

/// What can be on the list.
pub trait List {
    /// Declares it, unless it is declared.
    fn declare(&self, host: &dyn Host);
}

impl List for Function {
    fn declare(&self, host: &dyn Host) {
        self.open(host);
    }
}

impl<L: LabelSet<InHistogram = Fits>> List for Declared<L> {
    fn declare(&self, host: &dyn Host) {
        self.open(host);
    }
}

/// Declares all that is on the list of the program, where link-time registration works.
pub(crate) fn declare_listed(host: &dyn Host) {
    inventory::iter::<Listed>().for_each(|listed| listed.0.declare(host));
}

/// A histogram that is declared whatever comes: the host refuses none, and buckets that are none become the default.
fn declare<L: LabelSet<InHistogram = Fits>>(
    host: &dyn Host,
    declaration: impl Fn() -> Declaration,
    buckets: Option<fn() -> Result<Buckets, BucketsError>>,
) -> Histogram<L> {
    let declared = match buckets {
        None => Histogram::declare(host, declaration()),
        Some(buckets) => Histogram::declare(host, declaration().buckets(buckets())).or_else(|error| {
            if let RegisterError::Buckets { metric, source } = &error {
                report(Trouble::RegistrationFailed, metric, || format!("it has the default buckets, as {source}"));
            }
            Histogram::declare(host, declaration())
        }),
    };
    match declared {
        Ok(histogram) => histogram,
        // The macro has checked the names, and the host takes what is legal.
        Err(_) => unreachable!(),
    }
}

/// The labels of the shared histogram.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FunctionLabels {
    module: &'static str,
    function: &'static str,
}

impl LabelSet for FunctionLabels {
    type Start = Unset<2>;
    type With<'x> = Self;
    type InHistogram = Fits;
    type InSummary = Fits;

    fn specs() -> Vec<LabelSpec> {
        vec![spec::<&'static str>("module"), spec::<&'static str>("function")]
    }
}

impl Slots for FunctionLabels {
    type InRow = ();

    #[inline]
    fn visit<V: Visit>(&self, visitor: &mut V) {
        visitor.set(0, &self.module);
        visitor.set(1, &self.function);
    }

    fn in_row(&self) {}
}

impl Complete for FunctionLabels {}

/// The label of a histogram that `#[timed(name = "..", outcome)]` declares.
#[derive(Clone, Copy, Debug)]
pub struct OutcomeLabel(pub Outcome);

impl LabelSet for OutcomeLabel {
    type Start = Unset<1>;
    type With<'x> = Self;
    type InHistogram = Fits;
    type InSummary = Fits;

    fn specs() -> Vec<LabelSpec> {
        vec![spec::<Outcome>("outcome")]
    }
}

impl Slots for OutcomeLabel {
    type InRow = ();

    #[inline]
    fn visit<V: Visit>(&self, visitor: &mut V) {
        visitor.set(0, &self.0);
    }

    fn in_row(&self) {}
}

impl Complete for OutcomeLabel {}

/// Labels none of which has been given; the sets here are only ever given whole.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unset<const LABELS: usize>;

impl<const LABELS: usize> Slots for Unset<LABELS> {
    type InRow = Self;

    fn visit<V: Visit>(&self, visitor: &mut V) {
        (0..LABELS).for_each(|label| visitor.missing(label));
    }

    fn in_row(&self) -> Self {
        Self
    }
}

impl<const LABELS: usize> Labelled for Unset<LABELS> {
    type Builder<'m, M: 'm> = Partial<'m, M, Self>;

    fn builder<M>(partial: Partial<'_, M, Self>) -> Partial<'_, M, Self> {
        partial
    }
}

fn spec<T: LabelValue + 'static>(name: &str) -> LabelSpec {
    use crate::label::LabelArg;

    let name = match LabelName::new(name) {
        Ok(name) => name,
        // The three names here are legal.
        Err(_) => unreachable!(),
    };
    let mut spec = LabelSpec::new(name);
    spec.closed = <T::Arg<'static> as LabelArg>::CLOSED;
    spec
}

const SHARED_NAME: &str = "function_duration_seconds";
const SHARED_HELP: &str = "Time that calls of functions took.";

static SHARED: OnceCell<Histogram<FunctionLabels>> = OnceCell::new();
