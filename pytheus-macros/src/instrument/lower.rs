use syn::Expr;
use syn::ExprLit;
use syn::Ident;
use syn::Lit;
use syn::LitStr;
use syn::Path;
use syn::ReturnType;
use syn::Type;
use syn::TypeInfer;
use syn::ext::IdentExt;
use syn::visit_mut::VisitMut;

use super::attr::Argument;
use super::attr::Arguments;
use super::attr::Attribute;
use super::attr::Pattern;
use super::attr::Value;
use super::future;
use super::future::Ending;
use super::future::Returned;
use super::ir::Body;
use super::ir::Declared;
use super::ir::Instrumented;
use super::ir::Label;
use super::ir::Output;
use super::ir::Source;
use super::ir::Target;
use super::ir::Work;
use super::item::Function;
use crate::kit;
use crate::kit::Errors;
use crate::kit::Krate;
use crate::kit::Word;
use crate::kit::metric_fault;
use crate::kit::read_buckets;
use crate::kit::unknown;

/// Decides what is to be done with the function, or says why nothing can be.
pub(super) fn lower(
    attribute: Attribute,
    arguments: Arguments,
    function: Function,
    errors: &mut Errors,
) -> Option<Instrumented> {
    let words = Words::sort(arguments, errors);
    let construction = words.construction.clone();
    let krate = Krate::new(words.krate.clone());
    let work = match attribute {
        Attribute::Timed => words.into_time(&function, errors),
        Attribute::CountErrors => words.into_target(attribute, errors).map(|(target, matches)| {
            let matches = matches.map(Box::new);
            Work::CountErrors { target, matches }
        }),
        Attribute::TrackInprogress => {
            words.into_target(attribute, errors).map(|(target, _)| Work::TrackInprogress { target })
        }
    };
    if let Some(constness) = &function.signature.constness {
        errors.on(constness, "a `const fn` cannot be instrumented: it may run while the program is compiled");
        return None;
    }
    let (body, output) = shape(attribute, &function, construction.as_ref(), errors)?;
    let work = work?;
    let instrumented = Instrumented { function, krate, work, body, output };
    check(attribute, &instrumented, errors);
    Some(instrumented)
}

/// The arguments by their meaning.
#[derive(Default)]
struct Words {
    metric: Option<Expr>,
    labels: Vec<Label>,
    buckets: Option<Word>,
    outcome: Option<Ident>,
    construction: Option<Ident>,
    krate: Option<Path>,
    matches: Option<Pattern>,
}

impl Words {
    fn sort(arguments: Arguments, errors: &mut Errors) -> Self {
        let mut words = Self { metric: arguments.metric, ..Self::default() };
        let mut seen: Vec<Ident> = Vec::new();
        for Argument { key, value } in arguments.others {
            if seen.contains(&key) {
                errors.on(&key, format!("`{key}` is given twice"));
                continue;
            }
            seen.push(key.clone());
            match value {
                Value::Flag if key == "outcome" => words.outcome = Some(key),
                Value::Flag => words.construction = Some(key),
                Value::Expr(value) => words.labels.push(Label { name: key, value: *value }),
                // It is the only word that is followed by a list.
                Value::List(list) => words.buckets = Some(Word { key, value: kit::Value::List(list) }),
                Value::Pattern(pattern) => words.matches = Some(*pattern),
                Value::Path(path) => words.krate = Some(path),
            }
        }
        words
    }

    /// `#[timed]`, in one of its three forms.
    fn into_time(self, function: &Function, errors: &mut Errors) -> Option<Work> {
        let Self { metric, labels, mut buckets, outcome, .. } = self;
        if let Some(metric) = metric {
            if let Some(buckets) = &buckets {
                errors.on(&buckets.key, "a metric of yours has its buckets where it is declared");
            }
            return Some(Work::Time { source: Source::Metric(Target { metric, labels }), outcome });
        }
        let mut texts = Texts::default();
        for Label { name, value } in labels {
            if name == "buckets" {
                buckets = Some(Word { key: name, value: kit::Value::Is(value) });
            } else {
                texts.take(&name, &value, errors);
            }
        }
        let Some((_, name)) = &texts.name else {
            let first = texts.first_but_function().or(buckets.as_ref().map(|buckets| &buckets.key));
            if let Some(key) = first {
                errors.on(key, format!("`{key}` goes with `name = \"..\"`, which is missing"));
            }
            if let Some(outcome) = &outcome {
                let text = "`outcome` needs a metric that has this label, or `name = \"..\"`: the shared histogram has only \
                            `module` and `function`";
                errors.on(outcome, text);
            }
            let shared = texts.function.map(|(_, name)| name).unwrap_or_else(|| {
                let ident = &function.signature.ident;
                LitStr::new(&ident.unraw().to_string(), ident.span())
            });
            return Some(Work::Time { source: Source::Shared(shared), outcome: None });
        };
        if let Some((key, _)) = &texts.function {
            errors.on(key, "`function` is a label of the shared histogram, which `name` replaces");
        }
        let buckets = buckets.and_then(|buckets| read_buckets(&buckets, errors));
        let unit = texts.unit.as_ref().map(|(_, unit)| unit.clone());
        check_name(name, unit.as_ref(), errors);
        let Some((_, help)) = texts.help else {
            // A misspelt word may have been it.
            if !errors.is_empty() {
                return None;
            }
            errors.on(name, "`help = \"..\"` is missing: what the histogram tells, for who reads the metrics");
            return None;
        };
        let declared = Declared { name: name.clone(), help, unit, buckets };
        Some(Work::Time { source: Source::Declared(declared), outcome })
    }

    /// The metric that the other attributes always name.
    fn into_target(self, attribute: Attribute, errors: &mut Errors) -> Option<(Target, Option<Pattern>)> {
        let Some(metric) = self.metric else {
            let name = attribute.name();
            let text = format!(
                "`#[{name}]` needs a metric: `#[{name}(SHOP.{})]`",
                match attribute {
                    Attribute::TrackInprogress => "rendering",
                    _ => "errors_total",
                }
            );
            errors.push(syn::Error::new(proc_macro2::Span::call_site(), text));
            return None;
        };
        Some((Target { metric, labels: self.labels }, self.matches))
    }
}

/// The words of a `#[timed]` that names no metric.
#[derive(Default)]
struct Texts {
    name: Option<(Ident, LitStr)>,
    help: Option<(Ident, LitStr)>,
    unit: Option<(Ident, LitStr)>,
    function: Option<(Ident, LitStr)>,
}

impl Texts {
    fn take(&mut self, key: &Ident, value: &Expr, errors: &mut Errors) {
        let place = match key.to_string().as_str() {
            "name" => &mut self.name,
            "help" => &mut self.help,
            "unit" => &mut self.unit,
            "function" => &mut self.function,
            other => {
                let expected = ["name", "help", "unit", "buckets", "function", "outcome", "construction", "crate"];
                let text = unknown("word", other, &expected);
                errors.on(key, format!("{text}; a label needs a metric before it"));
                return;
            }
        };
        match value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => *place = Some((key.clone(), text.clone())),
            _ => errors.on(value, format!("`{key}` is a text: `{key} = \"..\"`")),
        }
    }

    fn first_but_function(&self) -> Option<&Ident> {
        self.help.as_ref().or(self.unit.as_ref()).map(|(key, _)| key)
    }
}

fn check_name(name: &LitStr, unit: Option<&LitStr>, errors: &mut Errors) {
    let text = name.value();
    if let Some(fault) = metric_fault(&text) {
        errors.on(name, fault);
    }
    if text.ends_with("_total") {
        errors.on(name, "only the name of a counter ends in `_total`");
    }
    if let Some(unit) = unit
        && !text.strip_suffix(&unit.value()).is_some_and(|rest| rest.ends_with('_'))
    {
        errors.on(unit, format!("the name does not end in the unit: expected `{text}_{}`", unit.value()));
    }
}

/// What runs when the work is done, and what it gives.
fn shape(
    attribute: Attribute,
    function: &Function,
    construction: Option<&Ident>,
    errors: &mut Errors,
) -> Option<(Body, Output)> {
    let signature = &function.signature;
    let future = future::returned(&signature.output)
        .or_else(|| future::ends_in_async(&function.body).then_some(Returned { output: None }))
        .filter(|_| signature.asyncness.is_none());
    match (future, construction) {
        (None, Some(word)) => {
            errors.on(word, "`construction` is for a function that returns a future, which this one does not");
            None
        }
        (Some(future), None) => match future::ending(function.body.clone()) {
            Ending::Async(statements) => {
                Some((Body::Future(statements), future.output.map_or(Output::Unknown, output)))
            }
            // Nothing to add to what rustc says of the body.
            Ending::Broken => None,
            Ending::Other => {
                errors.on(&signature.ident, opaque_future(attribute, &signature.ident));
                None
            }
        },
        _ => {
            let body = if signature.asyncness.is_some() { Body::Async } else { Body::Sync };
            let output = match &signature.output {
                ReturnType::Default => Output::Unit,
                ReturnType::Type(_, ty) => output((**ty).clone()),
            };
            Some((body, output))
        }
    }
}

fn opaque_future(attribute: Attribute, function: &Ident) -> String {
    let name = attribute.name();
    let shapes = "make it `async fn`, or let its body end in `async { .. }` or `Box::pin(async { .. })`, with no `return` \
                  before it";
    match attribute {
        Attribute::Timed => format!(
            "`{function}` returns a future, so `#[{name}]` would only time its construction: {shapes}; or write \
             `construction` in the attribute"
        ),
        _ => format!("`{function}` returns a future that `#[{name}]` cannot see into: {shapes}"),
    }
}

/// What does not go together.
fn check(attribute: Attribute, instrumented: &Instrumented, errors: &mut Errors) {
    let name = attribute.name();
    let function = &instrumented.function;
    let ident = &function.signature.ident;
    if attribute == Attribute::CountErrors {
        let nothing = match instrumented.output {
            Output::Unit => "returns nothing",
            Output::Never => "never returns",
            Output::Type(_) | Output::Unknown => "",
        };
        if !nothing.is_empty() {
            errors.on(ident, format!("`{name}` needs a function that returns a `Result`, `{ident}` {nothing}"));
            return;
        }
    }
    let tracks = function.attributes.iter().find(|attribute| attribute.path().is_ident("track_caller"));
    if let Some(tracks) = tracks.filter(|_| instrumented.hides_caller()) {
        let because = if attribute == Attribute::Timed { "`outcome`" } else { "`#[count_errors]`" };
        errors.on(
            tracks,
            format!("{because} looks at what `{ident}` returns, which hides its caller: it does not go with `#[track_caller]`"),
        );
    }
}

impl Instrumented {
    /// Whether the body goes into a closure.
    fn hides_caller(&self) -> bool {
        let looks = match &self.work {
            Work::Time { outcome, .. } => outcome.is_some() && matches!(self.output, Output::Type(_) | Output::Unknown),
            Work::CountErrors { .. } => true,
            Work::TrackInprogress { .. } => false,
        };
        looks && matches!(self.body, Body::Sync)
    }
}

fn output(mut ty: Type) -> Output {
    match &ty {
        Type::Never(_) => return Output::Never,
        Type::Tuple(unit) if unit.elems.is_empty() => return Output::Unit,
        _ => {}
    }
    Erase.visit_type_mut(&mut ty);
    Output::Type(Box::new(ty))
}

/// Makes every `impl Trait` a `_`.
struct Erase;

impl VisitMut for Erase {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        match ty {
            Type::ImplTrait(implemented) => {
                *ty = Type::Infer(TypeInfer {
                    attrs: Vec::new(),
                    underscore_token: syn::Token![_](implemented.impl_token.span),
                });
            }
            _ => syn::visit_mut::visit_type_mut(self, ty),
        }
    }
}
