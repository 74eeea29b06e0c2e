// Nothing else has an escape in either format: carriage returns, NUL and the rest go through as they are, and their
// readers take them, because only a line feed ends a line.

/// Appends a label value between its quotes: backslash, double quote and line feed are escaped, in both formats.
pub(super) fn label_value(value: &str, out: &mut String) {
    escape(value, &['\\', '\n', '"'], out);
}

/// Appends a HELP text for text 0.0.4, where double quotes stand for themselves.
pub(super) fn help(help: &str, out: &mut String) {
    escape(help, &['\\', '\n'], out);
}

fn escape(text: &str, special: &[char], out: &mut String) {
    for piece in text.split_inclusive(special) {
        let Some(last) = piece.chars().next_back().filter(|last| special.contains(last)) else {
            out.push_str(piece);
            continue;
        };
        out.push_str(&piece[..piece.len() - last.len_utf8()]);
        out.push('\\');
        out.push(if last == '\n' { 'n' } else { last });
    }
}
