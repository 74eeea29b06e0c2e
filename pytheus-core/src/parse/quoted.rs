//! What stands between double quotes.

use std::borrow::Cow;

use super::dialect::Dialect;

/// Where the closing quote is, if there is one.
pub(super) fn end(text: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let found = from + text[from..].bytes().position(|byte| byte == b'"' || byte == b'\\')?;
        if text.as_bytes()[found] == b'"' {
            return Some(found);
        }
        // The character after a backslash is none of ours; if it is wide, its other bytes are no quotes either.
        from = found + 1;
        from += text[from..].chars().next()?.len_utf8();
    }
}

/// Appends a text as the formats write it: undefined escapes, where they are allowed, become a backslash of their own.
///
/// Gives back where an escape is that the dialect does not have.
pub(super) fn rewrite(raw: &str, dialect: Dialect, out: &mut String) -> Result<(), usize> {
    let mut rest = raw;
    while let Some(found) = rest.find('\\') {
        out.push_str(&rest[..found]);
        let known = matches!(rest.as_bytes().get(found + 1), Some(b'\\' | b'"' | b'n'));
        if known {
            out.push_str(&rest[found..found + 2]);
            rest = &rest[found + 2..];
        } else if dialect == Dialect::Strict {
            return Err(raw.len() - rest.len() + found);
        } else {
            out.push_str("\\\\");
            rest = &rest[found + 1..];
        }
    }
    out.push_str(rest);
    Ok(())
}

/// Whether a text is as the formats write it.
pub(super) fn is_written(raw: &str) -> bool {
    let mut bytes = raw.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'\\' && !matches!(bytes.next(), Some(b'\\' | b'"' | b'n')) {
            return false;
        }
    }
    true
}

/// The text that was meant.
pub(super) fn unescape(raw: &str, dialect: Dialect) -> Result<Cow<'_, str>, usize> {
    if !raw.contains('\\') {
        return Ok(Cow::Borrowed(raw));
    }
    unescape_with(raw, dialect, &['\\', '"', 'n']).map(Cow::Owned)
}

/// The text of a HELP line, in which double quotes have an escape only in OpenMetrics.
pub(super) fn help(raw: &str, dialect: Dialect) -> Result<String, usize> {
    let known: &[char] = if dialect.is_open_metrics() { &['\\', '"', 'n'] } else { &['\\', 'n'] };
    unescape_with(raw, dialect, known)
}

fn unescape_with(raw: &str, dialect: Dialect, known: &[char]) -> Result<String, usize> {
    let mut out = String::with_capacity(raw.len());
    let mut chars = raw.char_indices();
    while let Some((at, c)) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some((_, c)) if known.contains(&c) => out.push(if c == 'n' { '\n' } else { c }),
            _ if dialect == Dialect::Strict => return Err(at),
            other => {
                out.push('\\');
                out.extend(other.map(|(_, c)| c));
            }
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rewriting_and_unescaping_agree() {
        for (raw, text) in
            [("", ""), ("a", "a"), (r"\\\n\q", "\\\n\\q"), (r#"\"é\é"#, "\"é\\é"), (r"x\\n", "x\\n"), (r"\\\\", "\\\\")]
        {
            assert_eq!(unescape(raw, Dialect::Lax).unwrap(), text);
            let mut written = String::new();
            rewrite(raw, Dialect::Lax, &mut written).unwrap();
            assert_eq!(unescape(&written, Dialect::Strict).unwrap(), text);
        }
        assert_eq!(unescape(r"ab\q", Dialect::Strict), Err(2));
        assert_eq!(rewrite(r"a\\b\q", Dialect::Strict, &mut String::new()), Err(4));
    }
}
