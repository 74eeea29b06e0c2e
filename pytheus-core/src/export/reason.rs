use std::error::Error;

/// The chain of an error on one line, for who scrapes: an address stays, credentials and paths of files do not.
pub(super) fn of(error: &(dyn Error + 'static)) -> String {
    let mut reason = String::new();
    let mut next = Some(error);
    while let Some(error) = next {
        if !reason.is_empty() {
            reason.push_str(": ");
        }
        for (i, word) in error.to_string().split_whitespace().enumerate() {
            if i > 0 {
                reason.push(' ');
            }
            push(word, &mut reason);
        }
        next = error.source();
    }
    reason
}

/// Errors of other crates are not ours to trust: a URL is cut to scheme and host, a path to nothing.
fn push(word: &str, reason: &mut String) {
    let bare = word.trim_matches(|c: char| "\"'`()[]<>,;:.".contains(c));
    let (before, after) = word.split_once(bare).unwrap_or((word, ""));
    if let Some((scheme, rest)) = bare.split_once("://") {
        let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
        let host = host.split(['/', '?', '#']).next().unwrap_or("");
        reason.extend([before, scheme, "://", host, after]);
    } else if bare.contains(['/', '\\']) {
        reason.extend([before, "(path)", after]);
    } else {
        reason.push_str(word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_and_paths_are_left_out() {
        let expected = [
            ("connection refused (os error 111)", "connection refused (os error 111)"),
            ("redis://:p@ss/w?rd@db:6379/0?x=y: timed\nout", "redis://db:6379: timed out"),
            ("no \"rediss://u:p@[::1]:6379/\", sorry", "no \"rediss://[::1]:6379\", sorry"),
            ("cannot map '/run/shop/counter_1.db'", "cannot map '(path)'"),
            ("at C:\\shop\\a.db, or shop/b.db", "at (path), or (path)"),
            ("...", "..."),
        ];
        for (message, reason) in expected {
            let error: Box<dyn Error> = message.into();
            assert_eq!(of(&*error), reason);
        }
    }
}
