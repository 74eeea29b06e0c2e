/// How the text of a variant comes from its name.
#[derive(Clone, Copy, Default)]
pub(crate) enum Case {
    #[default]
    Snake,
    Kebab,
    Lower,
    Upper,
    ScreamingSnake,
    Camel,
    Pascal,
    Verbatim,
}

impl Case {
    const ALL: [(&'static str, Self); 8] = [
        ("snake_case", Self::Snake),
        ("kebab-case", Self::Kebab),
        ("lowercase", Self::Lower),
        ("UPPERCASE", Self::Upper),
        ("SCREAMING_SNAKE_CASE", Self::ScreamingSnake),
        ("camelCase", Self::Camel),
        ("PascalCase", Self::Pascal),
        ("verbatim", Self::Verbatim),
    ];

    /// What may stand in `rename_all = ".."`.
    pub(crate) const WORDS: [&'static str; 8] = {
        let mut words = [""; 8];
        let mut i = 0;
        while i < 8 {
            words[i] = Self::ALL[i].0;
            i += 1;
        }
        words
    };

    /// The case of this word.
    pub(crate) fn named(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(name, _)| *name == word).map(|(_, case)| *case)
    }

    /// A name in this case.
    pub(crate) fn apply(self, name: &str) -> String {
        let parts = parts(name);
        let join = |by: &str, how: fn(&str) -> String| parts.iter().map(|part| how(part)).collect::<Vec<_>>().join(by);
        match self {
            Self::Snake => join("_", str::to_lowercase),
            Self::Kebab => join("-", str::to_lowercase),
            Self::Lower => join("", str::to_lowercase),
            Self::Upper => join("", str::to_uppercase),
            Self::ScreamingSnake => join("_", str::to_uppercase),
            Self::Pascal => join("", capital),
            Self::Camel => {
                let pascal = join("", capital);
                let first = parts.first().map_or(0, String::len);
                let (head, tail) = pascal.split_at_checked(first).unwrap_or((&pascal, ""));
                head.to_lowercase() + tail
            }
            Self::Verbatim => name.to_owned(),
        }
    }
}

fn capital(part: &str) -> String {
    let mut letters = part.chars();
    letters
        .next()
        .map_or(String::new(), |first| first.to_uppercase().chain(letters.flat_map(char::to_lowercase)).collect())
}

/// The parts of a name: `HTTPError2` is `HTTP` and `Error2`.
fn parts(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let mut parts = vec![String::new()];
    for (i, &letter) in letters.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|i| letters.get(i));
        let after = letters.get(i + 1);
        let begins = letter.is_uppercase()
            && before.is_some_and(|before| !before.is_uppercase() || after.is_some_and(|after| after.is_lowercase()));
        if letter == '_' || begins {
            parts.push(String::new());
        }
        if let (true, Some(part)) = (letter != '_', parts.last_mut()) {
            part.push(letter);
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_case_is_spelled_as_its_own_word_says() {
        let all = |name: &str| Case::ALL.map(|(_, case)| case.apply(name)).join(" ");
        assert_eq!(all("NotFound"), "not_found not-found notfound NOTFOUND NOT_FOUND notFound NotFound NotFound");
        assert_eq!(all("IOError2"), "io_error2 io-error2 ioerror2 IOERROR2 IO_ERROR2 ioError2 IoError2 IOError2");
        assert_eq!(all("X"), "x x x X X x X X");
        assert_eq!(all("Ipv4_Addr"), "ipv4_addr ipv4-addr ipv4addr IPV4ADDR IPV4_ADDR ipv4Addr Ipv4Addr Ipv4_Addr");
    }
}
