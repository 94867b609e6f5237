//! Random numbers that a failed test can repeat.

/// SplitMix64 (Steele, Lea, Flood 2014). Not for secrets.
pub struct Random(u64);

impl Random {
    /// Random numbers from the seed in `SKTS_TEST_SEED`, else from a fixed seed, which is printed, and so shown when
    /// a test fails.
    pub fn new() -> Self {
        let seed = std::env::var("SKTS_TEST_SEED").map_or(20_260_101, |text| text.parse().expect("a number"));
        println!("SKTS_TEST_SEED={seed}");
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number under `bound`, by multiplication: the bias is under 2⁻³¹.
    pub fn below(&mut self, bound: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(bound)) >> 64) as u64
    }
}
