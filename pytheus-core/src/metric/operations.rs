/// Writes operations twice: for the metric itself, where its labels need no value, and for a builder that has them all.
///
/// A body may use `$self.on(..)`, which runs on the series, `$self.record(..)`, which does so unless recording is compiled
/// away, `$self.shared()` and `$self.handle()`; both sides have them.
macro_rules! operations {
    ($metric:ident { $(
        $(#[$attribute:meta])*
        fn $name:ident $([$($generics:tt)*])? ($self:ident $(, $argument:ident: $type:ty)*) $(-> $output:ty)? $body:block
    )* }) => {
        impl<L: crate::label::LabelSet> $metric<L> {
            $(
                $(#[$attribute])*
                pub fn $name $(<$($generics)*>)? (&$self $(, $argument: $type)*) $(-> $output)?
                where
                    L::Start: crate::label::Complete,
                $body
            )*
        }

        impl<S: crate::label::Slots> Partial<'_, $metric, S> {
            $(
                $(#[$attribute])*
                pub fn $name $(<$($generics)*>)? (&$self $(, $argument: $type)*) $(-> $output)?
                where
                    S: crate::label::Complete,
                $body
            )*
        }
    };
}

/// Writes what every metric type has beside its operations: `labels`, `with`, `handle`, `clear`, and the traits.
macro_rules! instrument {
    ($metric:ident, $kind:ident $(where $($bounds:tt)*)?) => {
        impl<L: crate::label::LabelSet> $metric<L> {
            /// The labels, to be given by name in any order; those with a default need not be given.
            #[inline]
            #[must_use]
            pub fn labels(&self) -> <L::Start as crate::metric::Labelled>::Builder<'_, $metric>
            where
                L::Start: crate::metric::Labelled,
            {
                self.core.labels()
            }

            /// All labels at once, as a struct literal that may borrow; no default is used.
            #[inline]
            pub fn with<'x>(&self, labels: L::With<'x>) -> Partial<'_, $metric, L::With<'x>>
            where
                L::Start: crate::metric::Labelled,
            {
                self.core.with_labels(labels)
            }

            /// The series of a metric whose labels need no value: cheap to record into, and may be kept anywhere.
            /// Clones share the series.
            #[must_use]
            pub fn handle(&self) -> $metric
            where
                L::Start: crate::label::Complete,
            {
                self.on(|series| $metric::of_series(series.clone()))
            }

            /// Removes all series, and tells how many: they are gone from later scrapes and from the storage, and start
            /// anew at 0 when they are recorded again. Handles of them record into nothing, which is counted. A metric
            /// without labels keeps its one series.
            pub fn clear(&self) -> usize {
                self.core.clear()
            }

            /// What was declared of the metric.
            #[must_use]
            pub fn descriptor(&self) -> &crate::model::Descriptor {
                &self.shared().descriptor
            }

            /// Records, unless recording is compiled away.
            #[inline]
            pub(crate) fn record(&self, record: impl FnOnce(&std::sync::Arc<crate::metric::series::Series>))
            where
                L::Start: crate::label::Complete,
            {
                if !cfg!(pytheus_off) {
                    self.on(record);
                }
            }

            #[inline]
            pub(crate) fn on<R>(&self, record: impl FnOnce(&std::sync::Arc<crate::metric::series::Series>) -> R) -> R
            where
                L::Start: crate::label::Complete,
            {
                self.core.on(record)
            }

            pub(crate) fn shared(&self) -> &std::sync::Arc<crate::metric::series::Shared> {
                self.core.shared()
            }
        }

        impl $metric {
            #[inline]
            pub(crate) fn of_series(series: std::sync::Arc<crate::metric::series::Series>) -> Self {
                Self { core: crate::metric::core::Core::of_series(series) }
            }
        }

        impl crate::metric::core::sealed::Sealed for $metric {}

        impl crate::metric::Instrument for $metric {
            const KIND: crate::model::Kind = crate::model::Kind::$kind;

            fn of(handle: crate::metric::core::sealed::Handle) -> Self {
                Self::of_series(handle.0)
            }
        }

        impl<L: crate::label::LabelSet> crate::metric::Metric for $metric<L>
        $(where $($bounds)*)?
        {
            fn declare(
                host: &dyn crate::host::Host,
                declaration: crate::metric::Declaration,
            ) -> Result<Self, crate::host::RegisterError> {
                let family = declaration.attach(host, crate::model::Kind::$kind, crate::metric::specs::of::<L>())?;
                Ok(Self { core: crate::metric::core::Core::of_family(family) })
            }
        }

        impl<L: crate::label::LabelSet> Clone for $metric<L> {
            fn clone(&self) -> Self {
                Self { core: self.core.clone() }
            }
        }

        impl<L: crate::label::LabelSet> std::fmt::Debug for $metric<L> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({:?})", stringify!($metric), self.core)
            }
        }
    };
}

/// Writes what histograms and summaries both do.
macro_rules! observing {
    ($metric:ident) => {
        crate::metric::operations::operations! { $metric {
            /// Counts an observation. NaN is counted too, and makes the sum NaN.
            #[inline]
            fn observe(self, value: impl crate::metric::Amount) {
                let value = value.number().as_f64();
                self.record(|series| series.observe(value));
            }

            /// Observes the time since a stopwatch was started, and tells it.
            fn observe_since(self, stopwatch: &crate::clock::Stopwatch) -> std::time::Duration {
                let elapsed = stopwatch.elapsed();
                self.observe(elapsed);
                elapsed
            }

            /// A guard that observes the seconds it lived.
            #[must_use = "the time ends when the guard is dropped"]
            fn start_timer(self) -> crate::metric::Timer<$metric> {
                crate::metric::Timer::start(self.handle())
            }

            /// Runs a closure and observes the seconds it took, also if it panics.
            fn time[R](self, run: impl FnOnce() -> R) -> R {
                let _timer = self.start_timer();
                run()
            }

            /// A future that observes the seconds from its first poll to its end, also if it panics or is dropped
            /// before; one that is never polled is not observed.
            fn time_async[F: std::future::Future](self, future: F) -> impl std::future::Future<Output = F::Output> {
                let handle = self.handle();
                async move {
                    let _timer = handle.start_timer();
                    future.await
                }
            }

            /// Takes this process's share back to 0. To Prometheus it looks like a restart.
            fn reset(self) {
                self.record(|series| series.reset());
            }
        } }

        impl<L: crate::label::LabelSet> $metric<L> {
            /// A stopwatch by this metric's clock, for an observation whose labels are known only at the end.
            pub fn stopwatch(&self) -> crate::clock::Stopwatch {
                crate::clock::Stopwatch::start(&self.shared().clock)
            }
        }

        impl crate::metric::Timed for $metric {
            fn record(&self, elapsed: std::time::Duration) {
                self.observe(elapsed);
            }

            fn stopwatch(&self) -> crate::clock::Stopwatch {
                Self::stopwatch(self)
            }
        }
    };
}

pub(super) use instrument;
pub(super) use observing;
pub(super) use operations;
