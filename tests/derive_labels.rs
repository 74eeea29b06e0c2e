//! Label values, label sets and their builders, as derives make them.
#![allow(missing_docs, clippy::unwrap_used)]

use std::borrow::Cow;
use std::error::Error;
use std::fmt::Debug;

use pytheus::Counter;
use pytheus::Gather;
use pytheus::LabelSet;
use pytheus::LabelValue;
use pytheus::Metrics;
use pytheus::Registry;

type Tested = Result<(), Box<dyn Error>>;

/// The series of one metric, labels as the text format writes them, with their values.
fn series(registry: &Registry, name: &str) -> Vec<(String, f64)> {
    let snapshot = registry.gather().unwrap();
    let family = snapshot.families().iter().find(|family| family.name().as_str() == name).unwrap();
    let mut texts: Vec<(String, f64)> = family
        .series()
        .iter()
        .map(|series| {
            let text = series.labels.as_text().to_owned();
            let pairs: Vec<_> = series.labels.iter().collect();
            let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (*name, value.as_ref())).collect();
            (text, registry.sample_value(name, &pairs).unwrap().unwrap())
        })
        .collect();
    texts.sort_by(|a, b| a.0.cmp(&b.0));
    texts
}

fn expect(registry: &Registry, name: &str, expected: &[(&str, f64)]) {
    let expected: Vec<_> = expected.iter().map(|(labels, value)| ((*labels).to_owned(), *value)).collect();
    assert_eq!(series(registry, name), expected);
}

#[derive(LabelValue, Clone, Copy)]
enum Cache {
    Hit,
    Miss,
    #[label("bypass")]
    Skipped,
}

#[derive(LabelSet)]
struct PageLabels {
    #[label(default = "main")]
    service: String,
    route: String,
    cache: Cache,
}

#[derive(Metrics)]
#[metrics(prefix = "shop")]
struct Shop {
    /// Pages served.
    pages_total: Counter<PageLabels>,
}

#[test]
fn labels_are_given_in_any_order_kept_and_overridden() -> Tested {
    let registry = Registry::new();
    let shop = Shop::register(&registry)?;
    shop.pages_total.labels().cache(Cache::Skipped).route("/").inc();
    let eu = shop.pages_total.labels().service("eu");
    eu.route("/cart").cache(Cache::Miss).inc_by(3);
    eu.service("us").route("/cart").cache(Cache::Miss).inc();
    let hits = eu.route("/").cache(Cache::Hit).handle();
    hits.inc();
    expect(
        &registry,
        "shop_pages_total",
        &[
            (r#"service="eu",route="/",cache="hit""#, 1.0),
            (r#"service="eu",route="/cart",cache="miss""#, 3.0),
            (r#"service="main",route="/",cache="bypass""#, 1.0),
            (r#"service="us",route="/cart",cache="miss""#, 1.0),
        ],
    );
    Ok(())
}

#[test]
fn a_literal_gives_all_labels() -> Tested {
    let registry = Registry::new();
    let shop = Shop::register(&registry)?;
    let service = String::from("eu");
    shop.pages_total.with(PageLabels { service, route: "/".into(), cache: Cache::Hit }).inc();
    expect(&registry, "shop_pages_total", &[(r#"service="eu",route="/",cache="hit""#, 1.0)]);
    Ok(())
}

#[derive(LabelValue, Debug, PartialEq)]
enum Kind {
    Mail,
    Push,
}

#[derive(LabelSet)]
struct JobLabels<'a> {
    queue: &'a str,
    kind: Kind,
}

#[derive(LabelSet)]
struct TwoLives<'a, 'b: 'a> {
    one: &'a str,
    other: Cow<'b, str>,
    last: Option<&'a str>,
}

#[derive(Metrics)]
struct Jobs {
    /// Jobs done.
    jobs_total: Counter<JobLabels<'static>>,
    /// With two lifetimes.
    lives_total: Counter<TwoLives<'static, 'static>>,
}

#[test]
fn a_literal_borrows() -> Tested {
    let registry = Registry::new();
    let jobs = Jobs::register(&registry)?;
    let path = String::from("/queue");
    jobs.jobs_total.with(JobLabels { queue: &path, kind: Kind::Mail }).inc();
    jobs.jobs_total.labels().queue(&path).kind(Kind::Push).inc_by(2);
    jobs.lives_total.with(TwoLives { one: &path, other: Cow::Borrowed(&path), last: None }).inc();
    drop(path);
    expect(&registry, "jobs_total", &[(r#"queue="/queue",kind="mail""#, 1.0), (r#"queue="/queue",kind="push""#, 2.0)]);
    expect(&registry, "lives_total", &[(r#"one="/queue",other="/queue",last="""#, 1.0)]);
    Ok(())
}

struct Holder<'m> {
    partial:
        PageLabelsBuilder<'m, Counter, pytheus::label::Set<&'m str>, pytheus::label::Missing, pytheus::label::Missing>,
}

#[test]
fn a_partial_can_be_stored_in_a_struct() -> Tested {
    let registry = Registry::new();
    let shop = Shop::register(&registry)?;
    let holder = Holder { partial: shop.pages_total.labels().service("eu") };
    holder.partial.route("/").cache(Cache::Hit).inc();
    holder.partial.route("/").cache(Cache::Hit).inc();
    expect(&registry, "shop_pages_total", &[(r#"service="eu",route="/",cache="hit""#, 2.0)]);
    Ok(())
}

fn hostname() -> String {
    "host-1".to_owned()
}

const ZONE: &str = "b";

#[derive(LabelSet)]
struct Named {
    #[label(name = "set")]
    which: u16,
    r#type: bool,
    #[label(default = hostname())]
    host: String,
    #[label(default = ZONE)]
    zone: &'static str,
    #[label(default = Kind::Push)]
    kind: Kind,
    #[label(default = 3)]
    level: u8,
    region: Region,
}

#[derive(LabelValue)]
struct Region(String);

#[derive(LabelSet)]
struct Odd<'a> {
    #[label(default = None)]
    none: Option<&'a str>,
    #[label(default = Some(3))]
    some: Option<u8>,
    #[label(default = -1)]
    negative: i32,
    #[label(default = if ZONE == "b" { "yes" } else { "no" })]
    branch: &'static str,
}

#[derive(Metrics)]
struct Odds {
    /// As the labels say.
    odd_total: Counter<Odd<'static>>,
    /// As the metric says.
    #[metric(default(none = None, some = Some(4), negative = -2, branch = concat!("a", "b")))]
    other_total: Counter<Odd<'static>>,
}

#[test]
fn defaults_take_the_type_of_their_label() -> Tested {
    let registry = Registry::new();
    let odds = Odds::register(&registry)?;
    odds.odd_total.inc();
    odds.other_total.inc_by(2);
    expect(&registry, "odd_total", &[(r#"none="",some="3",negative="-1",branch="yes""#, 1.0)]);
    expect(&registry, "other_total", &[(r#"none="",some="4",negative="-2",branch="ab""#, 2.0)]);
    odds.odd_total.with(Odd { none: Some("x"), some: None, negative: 0, branch: "" }).inc();
    Ok(())
}

#[derive(Metrics)]
struct Names {
    /// Names.
    names_total: Counter<Named>,
}

#[test]
fn names_defaults_and_types_are_as_declared() -> Tested {
    let registry = Registry::new();
    let names = Names::register(&registry)?;
    names.names_total.labels().which(7).r#type(true).region("eu").inc();
    names.names_total.labels().which(7).r#type(true).region("eu").kind(Kind::Mail).level(4).host("x").zone("y").inc();
    expect(
        &registry,
        "names_total",
        &[
            (r#"set="7",type="true",host="host-1",zone="b",kind="push",level="3",region="eu""#, 1.0),
            (r#"set="7",type="true",host="x",zone="y",kind="mail",level="4",region="eu""#, 1.0),
        ],
    );
    Ok(())
}

#[derive(LabelValue)]
#[label_value(rename_all = "kebab-case")]
enum Shout {
    NotFound,
    IOError,
    #[label(name = "o k")]
    Ok,
}

#[derive(LabelSet)]
struct ShoutLabels {
    shout: Shout,
}

#[derive(Metrics)]
struct Shouts {
    /// Shouts.
    #[metric(init)]
    shouts_total: Counter<ShoutLabels>,
}

#[test]
fn texts_of_variants_are_renamed_and_all_are_known_from_the_start() -> Tested {
    let registry = Registry::new();
    let shouts = Shouts::register(&registry)?;
    shouts.shouts_total.labels().shout(Shout::NotFound).inc();
    shouts.shouts_total.labels().shout(Shout::IOError).inc_by(2);
    shouts.shouts_total.with(ShoutLabels { shout: Shout::IOError }).inc();
    expect(
        &registry,
        "shouts_total",
        &[(r#"shout="io-error""#, 3.0), (r#"shout="not-found""#, 1.0), (r#"shout="o k""#, 0.0)],
    );
    let _ = Shout::Ok;
    Ok(())
}

#[test]
fn a_row_is_resolved_but_for_its_closed_labels() -> Tested {
    let registry = Registry::new();
    let shop = Shop::register(&registry)?;
    let row = shop.pages_total.labels().route("/").row();
    row.labels().cache(Cache::Hit).inc();
    row.labels().cache(Cache::Miss).inc_by(2);
    expect(
        &registry,
        "shop_pages_total",
        &[(r#"service="main",route="/",cache="hit""#, 1.0), (r#"service="main",route="/",cache="miss""#, 2.0)],
    );
    Ok(())
}

#[test]
fn builders_are_copy_and_debug() -> Tested {
    fn copy<T: Copy + Debug>(value: T) -> String {
        format!("{value:?}")
    }
    let registry = Registry::new();
    let shop = Shop::register(&registry)?;
    assert_eq!(copy(shop.pages_total.labels().route("/")), "shop_pages_total{..}");
    Ok(())
}

#[test]
fn sets_can_be_declared_in_functions_and_by_macros() -> Tested {
    macro_rules! labels {
        ($name:ident, $($field:ident: $type:ty = $default:literal),*) => {
            #[derive(LabelSet)]
            struct $name {
                $(#[label(default = $default)] $field: $type,)*
            }
        };
    }
    labels!(Local, one: String = "1", two: u8 = 2);

    #[derive(Metrics)]
    struct Locals {
        /// Local.
        local_total: Counter<Local>,
    }

    let registry = Registry::new();
    let locals = Locals::register(&registry)?;
    locals.local_total.inc();
    locals.local_total.labels().two(3).inc();
    expect(&registry, "local_total", &[(r#"one="1",two="2""#, 1.0), (r#"one="1",two="3""#, 1.0)]);
    Ok(())
}
