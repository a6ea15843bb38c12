//! Seeded integer value noise: the same number for the same arguments on every platform. No floats, no state.

/// Amplitude of one octave: values lie in `-ONE..=ONE`.
pub(crate) const ONE: i64 = 1 << 30;

/// Bits of the interpolation weight.
const WEIGHT_BITS: u32 = 20;

/// Finaliser of splitmix64: a bijection on `u64` with good avalanche.
pub(crate) const fn mix(value: u64) -> u64 {
    let a = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let b = (a ^ (a >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    b ^ (b >> 31)
}

/// Hash of two words under a seed and a tag that names the use.
pub(crate) const fn hash(seed: u64, tag: u64, a: u64, b: u64) -> u64 {
    let keyed = mix(seed ^ tag.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    mix(mix(keyed ^ a).wrapping_add(0x9e37_79b9_7f4a_7c15) ^ b)
}

/// One octave of value noise: lattice points every `period` seconds, joined by smooth steps.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Octave {
    /// Key of this octave.
    pub(crate) key: u64,
    /// Distance of lattice points in seconds; positive.
    pub(crate) period: i64,
}

impl Octave {
    fn lattice(self, cell: i64) -> i64 {
        let word = mix(self.key ^ mix(cell.cast_unsigned()));
        // 31 bits, centred
        i64::from((word >> 33) as u32) - ONE
    }

    /// The value at a second, in `-ONE..=ONE`.
    pub(crate) fn at(self, sec: i64) -> i64 {
        let cell = sec.div_euclid(self.period);
        let weight = smooth(sec.rem_euclid(self.period), self.period);
        let from = self.lattice(cell);
        let to = self.lattice(cell.saturating_add(1));
        from + (((to - from) * weight) >> WEIGHT_BITS)
    }

    /// Least and greatest value on `from..=to`, exact within three cells and the whole range beyond: between two lattice
    /// points the curve is monotone, so only the ends and the lattice points between them matter.
    pub(crate) fn bounds(self, from: i64, to: i64) -> (i64, i64) {
        let (first, last) = (from.div_euclid(self.period), to.div_euclid(self.period));
        if last - first > 2 {
            return (-ONE, ONE);
        }
        let (a, b) = (self.at(from), self.at(to));
        (first + 1..=last)
            .map(|cell| self.lattice(cell))
            .fold((a.min(b), a.max(b)), |(low, high), v| (low.min(v), high.max(v)))
    }
}

/// `3f² − 2f³` in fixed point for `f = offset / period`.
fn smooth(offset: i64, period: i64) -> i64 {
    let one = 1_i64 << WEIGHT_BITS;
    let f = (offset << WEIGHT_BITS) / period;
    let square = (f * f) >> WEIGHT_BITS;
    (square * (3 * one - 2 * f)) >> WEIGHT_BITS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_hold_every_value_inside() {
        let octave = Octave { key: 7, period: 31 };
        for from in (-500..500).step_by(13) {
            for span in [0, 1, 7, 30, 31, 62, 90] {
                let (low, high) = octave.bounds(from, from + span);
                assert!((from..=from + span).all(|s| (low..=high).contains(&octave.at(s))));
            }
        }
    }

    #[test]
    fn values_stay_inside_one() {
        let octave = Octave { key: 99, period: 5 };
        assert!((-9_000..9_000).all(|s| octave.at(s).abs() <= ONE));
    }

    #[test]
    fn bit_exact() {
        // fixed values: a change here would change every price of every existing venue
        assert_eq!(mix(1), 6_238_072_747_940_578_789);
        let octave = Octave { key: 1, period: 10 };
        assert_eq!([octave.at(0), octave.at(3), octave.at(-7)], [-347_534_578, -265_358_900, 119_482_398]);
    }
}
