use super::Family;
use super::Sample;

/// What a whole registry read at one moment: plain data, ready to be written in any format.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Snapshot {
    families: Vec<Family>,
}

impl Snapshot {
    /// A snapshot of these families.
    #[must_use]
    pub fn new(families: Vec<Family>) -> Self {
        Self { families }
    }

    /// The families, in the order they were registered.
    #[must_use]
    pub fn families(&self) -> &[Family] {
        &self.families
    }

    /// Every line the text format would show as a sample, in its order.
    pub fn samples(&self) -> impl Iterator<Item = Sample<'_>> {
        self.families.iter().flat_map(Sample::of)
    }

    /// The value of one sample: its full name (`x_total`, `x_bucket`), and exactly these labels in any order.
    #[must_use]
    pub fn sample_value(&self, name: &str, labels: &[(&str, &str)]) -> Option<f64> {
        self.samples().find(|sample| sample.is(name, labels)).map(|sample| sample.value().as_f64())
    }

    /// Only the families that have one of these names, or show a sample of that name; in the order they had.
    #[must_use]
    pub fn restricted<S: AsRef<str>>(self, names: &[S]) -> Self {
        let wanted = |family: &Family| {
            names.iter().any(|name| family.name().as_str() == name.as_ref())
                || Sample::names_of(family).any(|shown| names.iter().any(|name| shown == name.as_ref()))
        };
        Self { families: self.families.into_iter().filter(wanted).collect() }
    }
}
