/// What is wrong with the name of a metric, if something is. The core says it in the same words.
pub(crate) fn metric_fault(name: &str) -> Option<String> {
    fault(name, "metric", "a letter, '_' or ':'", "letters, digits, '_' or ':'", |c| c == ':')
}

/// What is wrong with the name of a label, if something is.
pub(crate) fn label_fault(name: &str) -> Option<String> {
    if name.starts_with("__") {
        return Some(format!("illegal label name {name:?}: names that begin with `__` are reserved for Prometheus"));
    }
    fault(name, "label", "a letter or '_'", "letters, digits or '_'", |_| false)
}

fn fault(name: &str, what: &str, begin: &str, inside: &str, also: fn(char) -> bool) -> Option<String> {
    let Some(first) = name.chars().next() else {
        return Some(format!("illegal {what} name \"\": it is empty"));
    };
    if !(first.is_ascii_alphabetic() || first == '_' || also(first)) {
        return Some(format!("illegal {what} name {name:?}: it begins with {first:?}, expected {begin}"));
    }
    let wrong = name.chars().find(|&c| !(c.is_ascii_alphanumeric() || c == '_' || also(c)))?;
    Some(format!("illegal {what} name {name:?}: it holds {wrong:?}, expected {inside}"))
}

/// The complaint, and the nearest legal name to one that is not.
pub(crate) fn with_proposal(fault: &str, name: &str) -> String {
    match legal(name) {
        legal if legal.is_empty() => fault.to_owned(),
        legal => format!("{fault}; `{legal}` would do"),
    }
}

fn legal(name: &str) -> String {
    let mut legal: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    let begins = legal.trim_start_matches('_').len();
    legal.drain(..legal.len() - begins);
    if legal.starts_with(|c: char| c.is_ascii_digit()) {
        legal.insert(0, '_');
    }
    legal
}
