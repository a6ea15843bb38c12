//! Percentiles and medians.

/// Latencies in microseconds, sorted.
#[derive(Debug, Clone, Default)]
pub(super) struct Latencies(Vec<u32>);

impl Latencies {
    pub(super) fn of(mut micros: Vec<u32>) -> Self {
        micros.sort_unstable();
        Latencies(micros)
    }

    /// The value below which `permille` of a thousand lie.
    pub(super) fn permille(&self, permille: usize) -> u32 {
        let at = (self.0.len() * permille / 1000).min(self.0.len().saturating_sub(1));
        self.0.get(at).copied().unwrap_or(0)
    }
}

/// The middle of some figures; 0 if there are none.
pub(super) fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(0.0)
}
