/// The complaint about a word that is none of those expected, with the nearest one if it is near.
pub(crate) fn unknown(what: &str, found: &str, expected: &[&str]) -> String {
    let mut message = format!("unknown {what} `{found}`, expected one of: {}", expected.join(", "));
    if let Some(near) = nearest(found, expected) {
        message.push_str(&format!(" (did you mean `{near}`?)"));
    }
    message
}

fn nearest<'w>(found: &str, expected: &[&'w str]) -> Option<&'w str> {
    let near = expected.iter().map(|word| (distance(found, word), *word)).min()?;
    (near.0 <= 2 && near.0 < found.chars().count()).then_some(near.1)
}

/// How many letters must be put in, taken out or changed.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let changed = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(row[j + 1] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_word_is_suggested_and_a_far_one_is_not() {
        assert_eq!(
            unknown("key", "bucket", &["buckets", "unit"]),
            "unknown key `bucket`, expected one of: buckets, unit (did you mean `buckets`?)",
        );
        assert_eq!(
            unknown("key", "colour", &["buckets", "unit"]),
            "unknown key `colour`, expected one of: buckets, unit"
        );
    }
}
