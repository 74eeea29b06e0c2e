use std::collections::HashMap;

use proc_macro2::TokenStream;
use syn::Ident;

use super::kind::Kind;
use crate::kit::Errors;
use crate::kit::metric_fault;
use crate::kit::with_proposal;

/// The name of a metric, on its way to be checked.
pub(super) struct Name<'n> {
    /// The name with the prefix of the struct.
    pub(super) full: &'n str,
    /// What the field or `name = ".."` says of it.
    pub(super) own: &'n str,
    /// The tokens of that.
    pub(super) tokens: TokenStream,
    pub(super) kind: Kind,
}

impl Name<'_> {
    /// Complains of a name that Prometheus does not take, or that does not say what the metric is.
    pub(super) fn check(&self, verbatim: bool, errors: &mut Errors) -> bool {
        let Self { full, own, kind, .. } = self;
        let message = match metric_fault(full) {
            Some(fault) => with_proposal(&fault, self.own),
            None if verbatim => return true,
            None if kind.counts() && !full.ends_with("_total") => {
                format!("the name of a counter ends in `_total`: `{own}_total`, or write `#[metric(verbatim)]`")
            }
            None if *kind == Kind::Info && !full.ends_with("_info") => {
                format!("the name of an info metric ends in `_info`: `{own}_info`")
            }
            None if full.ends_with("_total") && !kind.counts() && *kind != Kind::Other => {
                format!("only the name of a counter ends in `_total`, and this is {}", kind.words())
            }
            None => return true,
        };
        errors.on(&self.tokens, message);
        false
    }

    /// The message for a unit that does not go with the name, if it does not.
    pub(super) fn unit_fault(&self, unit: &str) -> Option<String> {
        let base = self.kind.base(self.full);
        if base.strip_suffix(unit).is_some_and(|rest| rest.ends_with('_')) {
            return None;
        }
        let own = self.kind.base(self.own);
        let suffix = self.own.strip_prefix(own).unwrap_or_default();
        // Another unit is taken off.
        let stem = match own.rsplit_once('_') {
            Some((stem, last)) if UNITS.contains(&last) => stem,
            _ => own,
        };
        Some(format!("the name does not end in the unit `{unit}`: `{stem}_{unit}{suffix}` would"))
    }
}

/// What else a name may end in to tell its unit.
const UNITS: &[&str] = &[
    "s",
    "sec",
    "secs",
    "second",
    "seconds",
    "ms",
    "millis",
    "milliseconds",
    "us",
    "micros",
    "microseconds",
    "ns",
    "nanos",
    "nanoseconds",
    "minutes",
    "hours",
    "days",
    "b",
    "byte",
    "bytes",
    "kb",
    "kib",
    "mb",
    "mib",
    "gb",
    "gib",
    "percent",
    "ratio",
];

/// The names that the metrics of one struct take in some format.
#[derive(Default)]
pub(super) struct Taken {
    by: HashMap<String, (Ident, String)>,
}

impl Taken {
    /// Complains of a name that is taken; else takes it.
    pub(super) fn take(&mut self, field: &Ident, name: &Name<'_>, errors: &mut Errors) {
        let claims = name.kind.claims(name.full);
        let owner = claims.iter().find_map(|claim| self.by.get(claim).map(|owner| (claim, owner)));
        if let Some((claim, (other, theirs))) = owner {
            let message = match theirs == name.full {
                true => format!("metric `{theirs}` is there twice: the field `{other}` has this name already"),
                false => format!("`{}` and `{theirs}` of the field `{other}` both show a `{claim}`", name.full),
            };
            errors.on(&name.tokens, message);
            return;
        }
        self.by.extend(claims.into_iter().map(|claim| (claim, (field.clone(), name.full.to_owned()))));
    }
}
