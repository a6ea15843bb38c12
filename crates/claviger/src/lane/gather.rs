//! Whether the lane waits for company before it writes.
//!
//! A write costs the same for one call as for thirty. While many callers wait at once, a write that begins as soon as
//! the one before has ended takes whoever has queued by chance, and leaves the processors less for the rest; one that
//! waits for half of the callers overlaps with the work of the other half, and there are half as many of them. The wait
//! is about as long as a write on a good disk, and a change never waits.

use std::time::Duration;

/// Callers at once from which on company is worth waiting for: fewer do not keep two processors busy.
const MANY: usize = 16;
/// Longest wait for company. On a slow disk nobody waits: the callers have queued by the end of a write.
const LONGEST: Duration = Duration::from_micros(400);
/// What is forgotten of the most callers with each group: a sixteenth. So a single caller that is left of sixty-four
/// waits some twenty times, for eight milliseconds in all.
const FORGOTTEN: usize = 16;

/// How many callers there are, as far as the groups of late tell.
#[derive(Debug, Default)]
pub(super) struct Gather {
    /// Most callers that waited at once, of late.
    callers: usize,
}

/// What a group waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Company {
    /// Items in the queue.
    pub(super) items: usize,
    /// So long at most.
    pub(super) time: Duration,
}

impl Gather {
    /// A group of `group` items was written, and `queued` have queued meanwhile.
    pub(super) fn written(&mut self, group: usize, queued: usize) {
        // Rounded up, or few callers would be remembered for ever.
        self.callers = (self.callers - self.callers.div_ceil(FORGOTTEN)).max(group + queued);
    }

    /// What is worth waiting for, with `queued` items in the queue.
    pub(super) fn company(&self, queued: usize) -> Option<Company> {
        let items = self.callers / 2;
        (self.callers >= MANY && queued < items).then_some(Company { items, time: LONGEST })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(groups: &[(usize, usize)]) -> Gather {
        let mut gather = Gather::default();
        groups.iter().for_each(|(group, queued)| gather.written(*group, *queued));
        gather
    }

    #[test]
    fn half_of_the_callers_are_waited_for() {
        let gather = after(&[(20, 44)]);
        assert_eq!(gather.company(31), Some(Company { items: 32, time: LONGEST }));
        assert_eq!(gather.company(32), None);
        assert_eq!(Gather::default().company(0), None);
    }

    /// Tooth: few callers that wait for each other with nothing to gain.
    #[test]
    fn few_callers_wait_for_nobody() {
        assert_eq!(after(&[(1, 0), (8, 7)]).company(0), None);
        assert!(after(&[(8, 8)]).company(0).is_some());
    }

    #[test]
    fn callers_that_went_are_forgotten() {
        let mut gather = after(&[(32, 32)]);
        let still = (1..=100).take_while(|_| {
            gather.written(1, 0);
            gather.company(0).is_some()
        });
        let still = still.count();
        assert!((15..25).contains(&still), "{still}");
        (0..100).for_each(|_| gather.written(1, 0));
        assert_eq!(gather.callers, 1);
    }
}
