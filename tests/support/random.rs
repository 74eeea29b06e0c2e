//! Random values that are the same at every run, and like to be nasty.

/// A xorshift generator.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    pub fn bits(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// Below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.bits() >> 33).unwrap() % end
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// Any bit pattern, or an edge of the format.
    pub fn float(&mut self) -> f64 {
        match self.below(4) {
            0 => self.pick(&FLOATS),
            #[allow(clippy::cast_precision_loss)]
            1 => self.bits() as f64 / 1000.0,
            _ => f64::from_bits(self.bits()),
        }
    }

    /// Not negative, and a number.
    pub fn amount(&mut self) -> f64 {
        let float = self.float().abs();
        if float.is_nan() { 0.5 } else { float }
    }

    pub fn whole(&mut self) -> u64 {
        match self.below(3) {
            0 => self.pick(&[0, 1, (1 << 53) - 1, (1 << 53) + 1, u64::MAX - 1, u64::MAX]),
            _ => self.bits() >> self.below(64),
        }
    }

    /// Text out of all of Unicode, with a liking for what the formats use themselves.
    pub fn text(&mut self) -> String {
        let length = self.below(24);
        (0..length)
            .map(|_| match self.below(3) {
                0 => self.pick(&PIECES).to_owned(),
                1 => char::from(u8::try_from(self.below(128)).unwrap()).to_string(),
                _ => self.scalar().to_string(),
            })
            .collect()
    }

    fn scalar(&mut self) -> char {
        loop {
            if let Some(c) = char::from_u32(u32::try_from(self.below(0x11_0000)).unwrap()) {
                return c;
            }
        }
    }
}

const FLOATS: [f64; 17] = [
    0.0,
    -0.0,
    1.0,
    -1.5,
    0.1,
    1e300,
    -1e300,
    1e21,
    1e-7,
    5e-324,
    -2.225_073_858_507_201e-308,
    f64::MIN_POSITIVE,
    f64::MAX,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::NAN,
    9_007_199_254_740_993.0,
];

const PIECES: [&str; 20] = [
    "\n",
    "\r",
    "\r\n",
    "\\",
    "\"",
    "\\n",
    "\\\"",
    "\\\\",
    "# EOF",
    "\n# EOF\n",
    " # {",
    "}",
    "{",
    "\",",
    "} 1\nevil 666\n",
    "\0",
    "\u{85}",
    "\u{2028}",
    "\u{feff}",
    "# TYPE x counter",
];
