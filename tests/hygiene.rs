//! Derives in crates that hide, deny and rename: nothing of the user's is shadowed, and no lint fires.
#![deny(warnings, missing_docs, clippy::pedantic, missing_debug_implementations)]
#![deny(unreachable_pub, unused_qualifications, single_use_lifetimes, unused_lifetimes, elided_lifetimes_in_paths)]

use pytheus as renamed;

/// The names of the prelude, taken by types of the user's.
pub mod shadowed {
    use renamed::{Counter, Gauge, Histogram, LabelSet, LabelValue, Metrics};

    use super::renamed;

    /// Not the one of the prelude.
    #[derive(Debug, LabelValue, Clone, Copy)]
    #[label_value(crate = renamed)]
    pub enum Option {
        /// Not that of `Option`.
        Some,
        /// Nor this.
        None,
        /// Nor that of `Result`.
        Ok,
        /// Nor this.
        Err,
    }

    /// Not the one of the prelude.
    #[derive(Debug, LabelValue)]
    #[label_value(crate = renamed)]
    pub struct String(u8);

    /// Not the one of the prelude.
    #[derive(Debug, Clone, Copy, renamed::StateSet)]
    #[state_set(crate = renamed)]
    pub enum Result {
        /// The first.
        First,
        /// The second.
        Second,
    }

    /// Not the one of the prelude.
    #[derive(Debug, LabelValue, Clone, Copy)]
    #[label_value(crate = renamed)]
    pub enum Vec {
        /// One.
        One,
    }

    /// Named like a type parameter of an expansion.
    #[derive(Debug, LabelValue, Clone, Copy)]
    #[label_value(crate = renamed)]
    pub enum RouteSlot {
        /// One.
        One,
    }

    /// Named like another.
    #[derive(Debug, LabelValue, Clone, Copy)]
    #[label_value(crate = renamed)]
    pub enum M {
        /// One.
        One,
    }

    /// Not the one of the prelude.
    pub trait Clone {}

    /// Not the one of the prelude.
    pub trait From {}

    /// Not the one of the prelude.
    pub trait Default {}

    /// A module that is no crate.
    pub mod core {}

    /// A module that is no crate.
    pub mod std {}

    /// A module that is no crate.
    pub mod p {}

    /// Labels.
    #[derive(Debug, LabelSet)]
    #[label_set(crate = renamed)]
    pub struct Labels<'a> {
        /// Borrowed.
        pub value: &'a str,
        /// Shadowed.
        #[label(default = Option::None)]
        pub option: Option,
        /// Shadowed.
        pub string: String,
        /// Shadowed.
        pub vec: Vec,
        /// Shadowed.
        pub route: RouteSlot,
        /// Shadowed.
        pub slot: M,
        /// A variable of expansions.
        pub slots: bool,
        /// Another.
        pub visitor: bool,
        /// A keyword.
        pub r#type: u8,
    }

    /// Metrics.
    #[derive(Debug, Metrics)]
    #[metrics(crate = renamed, prefix = "hygiene")]
    pub struct Shop {
        /// Pages.
        pub pages_total: Counter<Labels<'static>>,
        /// A variable of expansions.
        pub host: Gauge,
        /// Another.
        #[metric(buckets(0.5, 1))]
        pub prefix: Histogram,
        /// States.
        pub result: renamed::StateSet<Result>,
        /// Metrics.
        pub metrics: Gauge,
    }

    /// Uses it all.
    ///
    /// # Errors
    ///
    /// What registers.
    pub fn record(
        registry: &renamed::Registry,
    ) -> ::core::result::Result<f64, ::std::boxed::Box<dyn ::std::error::Error>> {
        let shop = Shop::register(registry)?;
        let labels = shop.pages_total.labels().value("a").string(1).vec(Vec::One).route(RouteSlot::One);
        labels.slot(M::One).slots(true).visitor(false).r#type(3).inc();
        let of = |option| Labels {
            value: "a",
            option,
            string: String(1),
            vec: Vec::One,
            route: RouteSlot::One,
            slot: M::One,
            slots: true,
            visitor: false,
            r#type: 3,
        };
        shop.pages_total.with(of(Option::None)).inc();
        shop.pages_total.with(of(Option::Some)).inc();
        shop.result.set(Result::Second);
        shop.host.set(1);
        shop.metrics.set(1);
        shop.prefix.observe(1);
        Ok(shop.pages_total.with(of(Option::None)).get())
    }

    use ::core::result::Result::Ok;
}

/// No prelude, and so no `#[diagnostic]`.
mod bare {
    #![no_implicit_prelude]

    #[derive(::pytheus::LabelValue)]
    pub(crate) enum Cache {
        Hit,
        #[label("no")]
        Miss,
    }

    #[derive(::pytheus::LabelSet)]
    #[label_set(no_diagnostics)]
    pub(crate) struct Labels {
        #[label(default = "/")]
        pub(crate) route: ::std::string::String,
        pub(crate) cache: Cache,
    }

    #[derive(::pytheus::StateSet)]
    pub(crate) enum Phase {
        Starting,
        Ready,
    }

    #[derive(::pytheus::Metrics)]
    #[metrics(prefix = "bare")]
    pub(crate) struct Shop {
        /// Pages.
        #[metric(default(route = "/home"), series_limit = 3)]
        pub(crate) pages_total: ::pytheus::Counter<Labels>,
        /// Phase.
        pub(crate) phase: ::pytheus::StateSet<Phase>,
        /// The answer.
        #[metric(callback = || 42.0)]
        answer: ::pytheus::metric::CallbackGauge,
        /// Time.
        #[metric(unit = "seconds", buckets(linear(1, 1, 3)))]
        pub(crate) render_seconds: ::pytheus::Histogram,
    }
}

/// A label set by a macro, with everything from the outside.
macro_rules! declare {
    ($(#[$attribute:meta])* $vis:vis $labels:ident { $($label:ident: $type:ty),* } $metrics:ident $prefix:literal $field:ident) => {
        $(#[$attribute])*
        #[derive(Debug, pytheus::LabelSet)]
        $vis struct $labels {
            $(
                /// A label.
                $label: $type,
            )*
        }

        /// Metrics.
        #[derive(Debug, pytheus::Metrics)]
        #[metrics(prefix = $prefix)]
        $vis struct $metrics {
            $(#[$attribute])*
            #[metric(default($($label = 7),*))]
            $field: pytheus::Counter<$labels>,
        }
    };
}

declare!(
    /// By a macro.
    pub MacroLabels { one: u8, other: u64 } MacroMetrics "made" by_macro_total
);

mod tests {
    use pytheus::Registry;

    use super::bare;
    use super::shadowed;

    type Tested = Result<(), Box<dyn std::error::Error>>;

    #[test]
    fn nothing_of_the_prelude_need_be_what_it_is() -> Tested {
        let registry = Registry::new();
        assert!((shadowed::record(&registry)? - 2.0).abs() < f64::EPSILON);
        Ok(())
    }

    #[test]
    fn no_prelude_need_be_there() -> Tested {
        let registry = Registry::new();
        let shop = bare::Shop::register(&registry)?;
        shop.pages_total.labels().cache(bare::Cache::Miss).inc();
        shop.pages_total.with(bare::Labels { route: "/".into(), cache: bare::Cache::Hit }).inc();
        shop.phase.set(bare::Phase::Ready);
        shop.render_seconds.observe(1);
        let value = registry.sample_value("bare_pages_total", &[("route", "/home"), ("cache", "no")])?;
        assert_eq!(value, Some(1.0));
        Ok(())
    }

    #[test]
    fn a_macro_may_write_the_structs() -> Tested {
        let registry = Registry::new();
        let made = super::MacroMetrics::register(&registry)?;
        made.by_macro_total.labels().one(7).other(8).inc();
        let value = registry.sample_value("made_by_macro_total", &[("one", "7"), ("other", "8")])?;
        assert_eq!(value, Some(1.0));
        assert_eq!(&*made.by_macro_total.descriptor().help, "By a macro.");
        Ok(())
    }

    #[test]
    fn a_function_may_hold_them() -> Tested {
        #[derive(pytheus::LabelSet)]
        struct Local {
            route: String,
        }

        #[derive(pytheus::Metrics)]
        struct Here {
            /// Local.
            local_total: pytheus::Counter<Local>,
        }

        let here = Here::register(&Registry::new())?;
        here.local_total.labels().route("/").inc();
        Ok(())
    }
}
