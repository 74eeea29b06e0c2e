use pytheus_core::model::Number;
use pytheus_core::model::Point;

/// A point as the numbers of its rows.
pub fn numbers(point: &Point) -> Vec<f64> {
    match point {
        Point::Counter(value) | Point::Gauge(value) | Point::Unknown(value) => vec![value.as_f64()],
        Point::Summary { count, sum } => vec![*count as f64, *sum],
        Point::Histogram { counts, sum } => {
            [*sum].into_iter().chain(counts.iter().map(|count| *count as f64)).collect()
        }
        Point::State(state) => vec![*state as f64],
        _ => vec![1.0],
    }
}

/// Adds the numbers of another run to a point of the same kind; states and texts stay what they are here.
pub fn add(point: &mut Point, numbers: &[f64]) {
    match (point, numbers) {
        (Point::Counter(value) | Point::Gauge(value), [more]) => {
            *value = Number::Float(value.as_f64() + more);
        }
        (Point::Summary { count, sum }, [more, further]) => {
            *count += *more as u64;
            *sum += further;
        }
        (Point::Histogram { counts, sum }, [further, more @ ..]) if more.len() == counts.len() => {
            counts.iter_mut().zip(more).for_each(|(count, more)| *count += *more as u64);
            *sum += further;
        }
        _ => {}
    }
}
