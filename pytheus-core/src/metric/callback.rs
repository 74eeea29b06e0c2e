use std::sync::Arc;

use super::builder::Builder;
use super::declaration::Declaration;
use crate::collect::Collect;
use crate::collect::CollectError;
use crate::collect::Described;
use crate::host::Host;
use crate::host::RegisterError;
use crate::model::Descriptor;
use crate::model::Family;
use crate::model::Kind;
use crate::model::Labels;
use crate::model::Number;
use crate::model::Point;

/// A gauge whose value a closure gives at each scrape: a queue's length, a pool's size. It cannot be set.
///
/// The closure runs on the thread that scrapes, possibly on several at once. If it panics, this metric is missing from
/// that scrape, which is counted, and everything else is served. Several processes' values are not combined.
///
/// ```
/// use pytheus_core::Registry;
/// use pytheus_core::metric::CallbackGauge;
///
/// let registry = Registry::new();
/// CallbackGauge::builder("answer", "The answer.").reading(&registry, || 42.0)?;
/// assert_eq!(registry.sample_value("answer", &[])?, Some(42.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct CallbackGauge {
    _descriptor: Arc<Descriptor>,
}

/// A counter whose total a closure gives at each scrape, kept by something else: the kernel, a library. It must only
/// rise. What is said at [`CallbackGauge`] holds.
#[derive(Clone, Debug)]
pub struct CallbackCounter {
    _descriptor: Arc<Descriptor>,
}

impl CallbackGauge {
    /// Declares it to a registry; derives call it.
    ///
    /// # Errors
    ///
    /// [`RegisterError`] when the registry does not take it.
    #[doc(hidden)]
    pub fn declare_reading<N: Into<Number>>(
        host: &dyn Host,
        declaration: Declaration,
        read: impl Fn() -> N + Send + Sync + 'static,
    ) -> Result<Self, RegisterError> {
        let read = move || Point::Gauge(read().into());
        Ok(Self { _descriptor: attach(host, declaration, Kind::Gauge, Arc::new(read))? })
    }
}

impl CallbackCounter {
    /// Declares it to a registry; derives call it.
    ///
    /// # Errors
    ///
    /// [`RegisterError`] when the registry does not take it.
    #[doc(hidden)]
    pub fn declare_reading<N: Into<Number>>(
        host: &dyn Host,
        declaration: Declaration,
        read: impl Fn() -> N + Send + Sync + 'static,
    ) -> Result<Self, RegisterError> {
        let read = move || Point::Counter(read().into());
        Ok(Self { _descriptor: attach(host, declaration, Kind::Counter, Arc::new(read))? })
    }
}

impl Builder<CallbackGauge> {
    /// Registers it with the closure that reads the value.
    ///
    /// # Errors
    ///
    /// [`RegisterError`] when the declaration is not legal, or the registry does not take it.
    pub fn reading<N: Into<Number>>(
        self,
        host: &dyn Host,
        read: impl Fn() -> N + Send + Sync + 'static,
    ) -> Result<CallbackGauge, RegisterError> {
        CallbackGauge::declare_reading(host, self.into_declaration(), read)
    }
}

impl Builder<CallbackCounter> {
    /// Registers it with the closure that reads the total.
    ///
    /// # Errors
    ///
    /// [`RegisterError`] when the declaration is not legal, or the registry does not take it.
    pub fn reading<N: Into<Number>>(
        self,
        host: &dyn Host,
        read: impl Fn() -> N + Send + Sync + 'static,
    ) -> Result<CallbackCounter, RegisterError> {
        CallbackCounter::declare_reading(host, self.into_declaration(), read)
    }
}

type Read = Arc<dyn Fn() -> Point + Send + Sync>;

struct Callback {
    descriptor: Arc<Descriptor>,
    read: Read,
}

impl Collect for Callback {
    fn describe(&self) -> Vec<Described> {
        vec![Described::new(self.descriptor.name.as_str(), self.descriptor.kind)]
    }

    fn collect(&self) -> Result<Vec<Family>, CollectError> {
        let mut family = Family::of(&self.descriptor);
        family.push(Labels::empty(), (self.read)());
        Ok(vec![family])
    }
}

fn attach(host: &dyn Host, declaration: Declaration, kind: Kind, read: Read) -> Result<Arc<Descriptor>, RegisterError> {
    let descriptor = Arc::new(declaration.describe(kind, Vec::new())?);
    host.attach(descriptor.clone(), &mut |_| {
        Arc::new(Callback { descriptor: descriptor.clone(), read: read.clone() })
    })?;
    Ok(descriptor)
}
