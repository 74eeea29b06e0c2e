//! What the derives write, written by hand: the room for it in the core is proved here without a macro.
#![allow(missing_docs, clippy::unwrap_used)]

use pytheus_core as pytheus;
use pytheus_core::Counter;
use pytheus_core::Gather;
use pytheus_core::Histogram;
use pytheus_core::Metrics;
use pytheus_core::Registry;

#[derive(Clone, Copy)]
pub enum Cache {
    Hit,
    Miss,
}

impl pytheus::__private::LabelArg for Cache {
    type Openness = pytheus::__private::Closed;
    const CLOSED: Option<&'static [&'static str]> = Some(&["hit", "miss"]);
    #[inline]
    fn index(&self) -> usize {
        match self {
            Self::Hit => 0,
            Self::Miss => 1,
        }
    }
    #[inline]
    fn with_text<R>(&self, f: impl FnOnce(&str) -> R) -> R {
        f(match self {
            Self::Hit => "hit",
            Self::Miss => "miss",
        })
    }
}

impl pytheus::__private::LabelValue for Cache {
    type Arg<'v> = Self;
    fn as_arg(&self) -> Self {
        match self {
            Self::Hit => Self::Hit,
            Self::Miss => Self::Miss,
        }
    }
}

// #[derive(LabelSet)] struct PageLabels<'a> { #[label(default = "main")] service: String, route: &'a str, cache: Cache }
pub struct PageLabels<'a> {
    service: String,
    route: &'a str,
    cache: Cache,
}

/// The slots and the builder.
#[derive(Clone, Copy, Default)]
pub struct PageLabelsSlots<A, B, C> {
    service: A,
    route: B,
    cache: C,
}

pub struct PageLabelsBuilder<'m, M, A, B, C>(pytheus::__private::Partial<'m, M, PageLabelsSlots<A, B, C>>);

const _: () = {
    use pytheus::__private as p;

    impl<'a> p::LabelSet for PageLabels<'a> {
        type Start = PageLabelsSlots<p::Defaulted, p::Missing, p::Missing>;
        type With<'x> = PageLabels<'x>;
        type InHistogram = p::Fits;
        type InSummary = p::Fits;

        fn specs() -> Vec<p::LabelSpec> {
            vec![
                p::or_literal::<p::Arg<'_, String>>(
                    p::label("service", <p::Arg<'static, String> as p::LabelArg>::CLOSED),
                    "main",
                ),
                p::label("route", <p::Arg<'static, &'static str> as p::LabelArg>::CLOSED),
                p::label("cache", <p::Arg<'static, Cache> as p::LabelArg>::CLOSED),
            ]
        }
    }

    // The literal.
    impl<'a> p::Slots for PageLabels<'a> {
        type InRow = ();
        #[inline]
        fn visit<V: p::Visit>(&self, visitor: &mut V) {
            visitor.set(0, &p::LabelValue::as_arg(&self.service));
            visitor.set(1, &p::LabelValue::as_arg(&self.route));
            visitor.set(2, &p::LabelValue::as_arg(&self.cache));
        }
        fn in_row(&self) {}
    }

    impl<'a> p::Complete for PageLabels<'a> {}

    // The builder.
    impl<A: p::Slot, B: p::Slot, C: p::Slot> p::Slots for PageLabelsSlots<A, B, C> {
        type InRow = PageLabelsSlots<A::InRow, B::InRow, C::InRow>;
        #[inline]
        fn visit<V: p::Visit>(&self, visitor: &mut V) {
            self.service.visit(0, visitor);
            self.route.visit(1, visitor);
            self.cache.visit(2, visitor);
        }
        fn in_row(&self) -> Self::InRow {
            PageLabelsSlots { service: self.service.in_row(), route: self.route.in_row(), cache: self.cache.in_row() }
        }
    }

    #[diagnostic::on_unimplemented(
        message = "label `service` has no value yet",
        label = "`service` is missing here",
        note = "`PageLabels` needs `route`, `cache`, in any order"
    )]
    pub trait ServiceGiven {}
    #[diagnostic::do_not_recommend]
    impl<T> ServiceGiven for p::Set<T> {}
    #[diagnostic::do_not_recommend]
    impl ServiceGiven for p::Defaulted {}
    #[diagnostic::do_not_recommend]
    impl ServiceGiven for p::Held {}
    #[diagnostic::do_not_recommend]
    impl ServiceGiven for p::Skip {}

    #[diagnostic::on_unimplemented(
        message = "label `route` has no value yet",
        label = "`route` is missing here",
        note = "`PageLabels` needs `route`, `cache`, in any order"
    )]
    pub trait RouteGiven {}
    #[diagnostic::do_not_recommend]
    impl<T> RouteGiven for p::Set<T> {}
    #[diagnostic::do_not_recommend]
    impl RouteGiven for p::Defaulted {}
    #[diagnostic::do_not_recommend]
    impl RouteGiven for p::Held {}
    #[diagnostic::do_not_recommend]
    impl RouteGiven for p::Skip {}

    #[diagnostic::on_unimplemented(
        message = "label `cache` has no value yet",
        label = "`cache` is missing here",
        note = "`PageLabels` needs `route`, `cache`, in any order"
    )]
    pub trait CacheGiven {}
    #[diagnostic::do_not_recommend]
    impl<T> CacheGiven for p::Set<T> {}
    #[diagnostic::do_not_recommend]
    impl CacheGiven for p::Defaulted {}
    #[diagnostic::do_not_recommend]
    impl CacheGiven for p::Held {}
    #[diagnostic::do_not_recommend]
    impl CacheGiven for p::Skip {}

    type Then<S, X> = <S as p::Slot>::Then<X>;

    impl<A: p::Slot, B: p::Slot, C: p::Slot> p::Complete for PageLabelsSlots<A, B, C>
    where
        A: ServiceGiven,
        Then<A, B>: RouteGiven,
        Then<A, Then<B, C>>: CacheGiven,
    {
    }

    pub struct ServiceKind;
    impl p::LabelKind for ServiceKind {
        type Openness = p::OpennessOf<String>;
    }
    pub struct RouteKind;
    impl p::LabelKind for RouteKind {
        type Openness = p::OpennessOf<&'static str>;
    }
    pub struct CacheKind;
    impl p::LabelKind for CacheKind {
        type Openness = p::OpennessOf<Cache>;
    }

    impl<A: p::Gated<ServiceKind>, B: p::Gated<RouteKind>, C: p::Gated<CacheKind>> p::Resolvable
        for PageLabelsSlots<A, B, C>
    where
        A: p::ResolvedAs<ServiceKind>,
        p::Gate<ServiceKind, A, B>: p::ResolvedAs<RouteKind>,
        p::Gate<ServiceKind, A, p::Gate<RouteKind, B, C>>: p::ResolvedAs<CacheKind>,
    {
    }

    impl<A: p::Slot, B: p::Slot, C: p::Slot> p::Labelled for PageLabelsSlots<A, B, C> {
        type Builder<'m, M: 'm>
            = PageLabelsBuilder<'m, M, A, B, C>
        where
            Self: 'm;
        #[inline]
        fn builder<M>(partial: p::Partial<'_, M, Self>) -> PageLabelsBuilder<'_, M, A, B, C> {
            PageLabelsBuilder(partial)
        }
    }

    impl<'m, M, A: p::Slot, B: p::Slot, C: p::Slot> core::ops::Deref for PageLabelsBuilder<'m, M, A, B, C> {
        type Target = p::Partial<'m, M, PageLabelsSlots<A, B, C>>;
        #[inline]
        fn deref(&self) -> &Self::Target {
            &self.0
        }
    }

    impl<M, A: Clone, B: Clone, C: Clone> Clone for PageLabelsBuilder<'_, M, A, B, C> {
        fn clone(&self) -> Self {
            Self(self.0.clone())
        }
    }

    impl<M, A: Copy, B: Copy, C: Copy> Copy for PageLabelsBuilder<'_, M, A, B, C> {}
};

type Arg<'v, T> = <T as pytheus::__private::LabelValue>::Arg<'v>;

impl<'m, M, A, B, C> PageLabelsBuilder<'m, M, A, B, C>
where
    A: pytheus::__private::Slot,
    B: pytheus::__private::Slot,
    C: pytheus::__private::Slot,
{
    #[inline]
    pub fn service<'v>(
        self,
        value: Arg<'v, String>,
    ) -> PageLabelsBuilder<'m, M, pytheus::__private::Set<Arg<'v, String>>, B, C> {
        let (source, slots) = self.0.into_parts();
        PageLabelsBuilder(pytheus::__private::Partial::new(
            source,
            PageLabelsSlots { service: pytheus::__private::Set(value), route: slots.route, cache: slots.cache },
        ))
    }
    #[inline]
    pub fn route<'v>(
        self,
        value: Arg<'v, &'static str>,
    ) -> PageLabelsBuilder<'m, M, A, pytheus::__private::Set<Arg<'v, &'static str>>, C> {
        let (source, slots) = self.0.into_parts();
        PageLabelsBuilder(pytheus::__private::Partial::new(
            source,
            PageLabelsSlots { service: slots.service, route: pytheus::__private::Set(value), cache: slots.cache },
        ))
    }
    #[inline]
    pub fn cache<'v>(
        self,
        value: Arg<'v, Cache>,
    ) -> PageLabelsBuilder<'m, M, A, B, pytheus::__private::Set<Arg<'v, Cache>>> {
        let (source, slots) = self.0.into_parts();
        PageLabelsBuilder(pytheus::__private::Partial::new(
            source,
            PageLabelsSlots { service: slots.service, route: slots.route, cache: pytheus::__private::Set(value) },
        ))
    }
}

struct Shop {
    pages_total: Counter<PageLabels<'static>>,
    render_seconds: Histogram<PageLabels<'static>>,
    errors_total: Counter,
}

impl pytheus::__private::Metrics for Shop {
    fn build(
        host: &dyn pytheus::__private::Host,
        prefix: &str,
    ) -> core::result::Result<Self, pytheus::__private::RegisterError> {
        use pytheus::__private as p;
        let prefix = p::join(prefix, "shop");
        let place = |line| p::Place::new(file!(), line);
        Ok(Self {
            pages_total: <Counter<PageLabels<'static>> as p::Metric>::declare(
                host,
                p::Declaration::new(p::join(&prefix, "pages_total"), "Pages served.", place(line!())),
            )?,
            render_seconds: p::Metric::declare(
                host,
                p::Declaration::new(p::join(&prefix, "render_seconds"), "Time.", place(line!())).unit("seconds"),
            )?,
            errors_total: p::Metric::declare(
                host,
                p::Declaration::new(p::join(&prefix, "errors_total"), "Errors.", place(line!())),
            )?,
        })
    }
}

#[test]
fn labels_are_given_in_any_order_kept_and_overridden() {
    let registry = Registry::new();
    let shop = Shop::build(&registry, "").unwrap();
    let value = |name, labels: &[(&str, &str)]| registry.sample_value(name, labels).unwrap();

    shop.errors_total.inc();
    shop.pages_total.labels().cache(Cache::Hit).route("/").inc();
    let eu = shop.pages_total.labels().service("eu");
    eu.route("/cart").cache(Cache::Miss).inc_by(3);
    eu.service("us").route("/cart").cache(Cache::Miss).inc_by(0.5);
    let hits = eu.route("/").cache(Cache::Hit).handle();
    hits.inc();
    let path = "/".to_owned();
    shop.pages_total.with(PageLabels { service: "eu".into(), route: &path, cache: Cache::Hit }).inc();

    assert_eq!(value("shop_errors_total", &[]), Some(1.0));
    let labels = |service, route, cache| [("service", service), ("route", route), ("cache", cache)];
    assert_eq!(value("shop_pages_total", &labels("main", "/", "hit")), Some(1.0));
    assert_eq!(value("shop_pages_total", &labels("eu", "/cart", "miss")), Some(3.0));
    assert_eq!(value("shop_pages_total", &labels("us", "/cart", "miss")), Some(0.5));
    assert_eq!(value("shop_pages_total", &labels("eu", "/", "hit")), Some(2.0));
    assert_eq!(registry.gather().unwrap().families()[0].series().len(), 4);
}

#[test]
fn a_row_picks_its_closed_labels_late() {
    let registry = Registry::new();
    let shop = Shop::build(&registry, "").unwrap();
    let row = shop.render_seconds.labels().route("/").row();
    assert_eq!(registry.gather().unwrap().families()[1].series().len(), 0);
    row.labels().cache(Cache::Hit).observe(1);
    row.labels().cache(Cache::Miss).observe(2);
    row.labels().route("/other").cache(Cache::Miss).observe(4);
    shop.render_seconds.labels().route("/").cache(Cache::Miss).observe(8);
    let sum = |route, cache| {
        let labels = [("service", "main"), ("route", route), ("cache", cache)];
        registry.sample_value("shop_render_seconds_sum", &labels).unwrap()
    };
    assert_eq!(sum("/", "hit"), Some(1.0));
    assert_eq!(sum("/", "miss"), Some(10.0));
    assert_eq!(sum("/other", "miss"), Some(4.0));
}

#[test]
fn removed_series_start_anew_and_old_handles_record_into_nothing() {
    let registry = Registry::new();
    let shop = Shop::build(&registry, "").unwrap();
    let pages = &shop.pages_total;
    let old = pages.labels().route("/").cache(Cache::Hit).handle();
    old.inc_by(5);
    pages.labels().route("/").cache(Cache::Miss).inc();
    pages.labels().route("/x").cache(Cache::Miss).inc();
    assert!(pages.labels().route("/").cache(Cache::Hit).remove());
    assert!(!pages.labels().route("/").cache(Cache::Hit).remove());
    old.inc();
    let labels = [("service", "main"), ("route", "/"), ("cache", "hit")];
    assert_eq!(registry.sample_value("shop_pages_total", &labels).unwrap(), None);
    pages.labels().route("/").cache(Cache::Hit).inc();
    assert_eq!(registry.sample_value("shop_pages_total", &labels).unwrap(), Some(1.0));
    assert_eq!(pages.labels().cache(Cache::Miss).remove_matching(), 2);
    assert_eq!(pages.labels().remove_matching(), 0);
    assert_eq!(pages.clear(), 1);
    assert_eq!(registry.gather().unwrap().families()[0].series().len(), 0);
}
