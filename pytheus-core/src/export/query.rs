/// The values of `name[]` that are not blank.
pub(super) fn names(query: &str) -> Vec<String> {
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .filter(|(key, _)| decoded(key) == "name[]")
        .map(|(_, value)| decoded(value))
        .filter(|value| !value.is_empty())
        .collect()
}

/// Undoes percent-encoding, and `+` for a blank. What is no escape stands for itself.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let escape = match (first, after) {
            (b'%', [high, low, after @ ..]) => {
                digit(*high).zip(digit(*low)).map(|(high, low)| (high * 16 + low, after))
            }
            _ => None,
        };
        let (byte, after) = escape.unwrap_or((if first == b'+' { b' ' } else { first }, after));
        bytes.push(byte);
        rest = after;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_decoded_and_blanks_ignored() {
        let query = "name[]=a&x=1&name%5b%5D=b%5Fc&name[]=&name[]&name=z&&name[]=%C3%A9+%zz%4&name[]=%FF";
        assert_eq!(names(query), ["a", "b_c", "é %zz%4", "\u{FFFD}"]);
        assert_eq!(names(""), Vec::<String>::new());
    }
}
