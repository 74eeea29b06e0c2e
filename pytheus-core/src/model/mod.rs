//! Plain data: what a metric is called and what it read, with nothing live behind it.
//!
//! Live metrics write a [`Snapshot`]; encoders read one. Neither side can name the other.

mod across;
mod buckets;
mod descriptor;
pub(crate) mod digits;
mod exemplar;
mod family;
mod kind;
mod labels;
mod name;
mod number;
pub(crate) mod parts;
mod point;
mod sample;
mod series;
mod snapshot;
mod suffix;
mod timestamp;

pub use across::Across;
pub use across::UnknownAcross;
pub use buckets::Buckets;
pub use buckets::BucketsError;
pub use descriptor::Descriptor;
pub use descriptor::LabelSpec;
pub use descriptor::Place;
pub use exemplar::Exemplar;
pub use exemplar::LongExemplar;
pub use family::Family;
pub use kind::Kind;
pub use labels::Labels;
pub use labels::LabelsBuilder;
pub use name::LabelName;
pub use name::MetricName;
pub use name::NameError;
pub use number::Number;
pub(crate) use parts::reserved;
pub use point::Point;
pub use sample::Sample;
pub use series::Series;
pub use snapshot::Snapshot;
pub use suffix::Suffix;
pub use timestamp::Timestamp;
