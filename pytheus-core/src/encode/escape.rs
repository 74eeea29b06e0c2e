/// Appends a label value between its quotes: backslash, double quote and line feed are escaped, in both formats.
pub(super) fn label_value(value: &str, out: &mut String) {
    for c in value.chars() {
        match c {
            '"' => out.push_str("\\\""),
            c => push(c, out),
        }
    }
}

/// Appends a HELP text for text 0.0.4, where double quotes stand for themselves.
pub(super) fn help(help: &str, out: &mut String) {
    for c in help.chars() {
        push(c, out);
    }
}

// Nothing else has an escape in either format: carriage returns, NUL and the rest go through as they are, and their
// readers take them, because only a line feed ends a line.
fn push(c: char, out: &mut String) {
    match c {
        '\\' => out.push_str("\\\\"),
        '\n' => out.push_str("\\n"),
        c => out.push(c),
    }
}
