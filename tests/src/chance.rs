//! Seeded chance: whatever a test draws, it draws from here, so that a printed seed repeats it.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};

/// The variable a seed is given in.
pub const SEED: &str = "CLAVIGER_SEED";

/// A small generator (SplitMix64); not for secrets.
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// From a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Chance(seed)
    }

    /// A generator of its own for number `number`, which does not depend on what was drawn before.
    #[must_use]
    pub fn of(seed: u64, number: u64) -> Self {
        let mut mixed = Chance(seed ^ number.wrapping_mul(0xd134_2543_de82_ef95));
        Chance(mixed.next())
    }

    /// The next number.
    pub const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `limit` (0 if `limit` is 0).
    pub const fn below(&mut self, limit: u64) -> u64 {
        if limit == 0 { 0 } else { self.next() % limit }
    }

    /// An index into something of `len` items.
    pub fn index(&mut self, len: usize) -> usize {
        usize::try_from(self.below(len as u64)).unwrap_or(0)
    }

    /// True once in `n` times.
    pub const fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    /// One of them; there must be one.
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.index(of.len())]
    }
}

/// The seed given in the environment, if one was.
#[must_use]
pub fn given_seed() -> Option<u64> {
    let text = std::env::var(SEED).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{SEED}={text} is not a number")))
}

/// A seed nobody has chosen.
#[must_use]
pub fn fresh_seed() -> u64 {
    RandomState::new().build_hasher().finish() >> 16
}

#[cfg(test)]
mod tests {
    use super::Chance;

    #[test]
    fn the_same_seed_draws_the_same() {
        let draw = |seed| (0..8).map(|n| Chance::of(seed, n).next()).collect::<Vec<_>>();
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
    }

    #[test]
    fn everything_is_drawn_some_time() {
        let (mut chance, mut seen) = (Chance::new(1), [false; 10]);
        for _ in 0..1000 {
            seen[chance.index(10)] = true;
        }
        assert_eq!(seen, [true; 10]);
    }
}
