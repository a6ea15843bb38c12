//! Whether the lane waits for company before it writes.
//!
//! A write costs the same for one call as for thirty. While many callers wait at once, a write that begins as soon as
//! the one before has ended takes whoever has queued by chance, and leaves the processors less for the rest; one that
//! waits for half of the callers overlaps with the work of the other half, and there are half as many of them. Nobody
//! waits for company longer than behind the write it would just have missed, and a change never does.

use std::time::Duration;

/// Callers at once from which on company is worth waiting for: fewer do not keep two processors busy.
const MANY: usize = 16;
/// Longest wait for company, however slow the disk: there the callers have queued by the end of a write anyway.
const LONGEST: Duration = Duration::from_millis(1);
/// What is forgotten of the most callers with each group: a sixteenth.
const FORGOTTEN: usize = 16;

/// How many callers there are, as far as the groups of late tell.
#[derive(Debug, Default)]
pub(super) struct Gather {
    /// Most callers that waited at once, of late.
    callers: usize,
    /// What the last write took.
    spent: Duration,
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
    /// A write of `group` items took `spent`, and `queued` have queued meanwhile.
    pub(super) fn written(&mut self, group: usize, queued: usize, spent: Duration) {
        self.callers = (self.callers - self.callers / FORGOTTEN).max(group + queued);
        self.spent = spent;
    }

    /// What is worth waiting for, with `queued` items in the queue.
    pub(super) fn company(&self, queued: usize) -> Option<Company> {
        let wanted = Company { items: self.callers / 2, time: self.spent.min(LONGEST) };
        (self.callers >= MANY && queued < wanted.items).then_some(wanted)
    }

    /// It did not come: there are fewer callers than there were.
    pub(super) fn missed(&mut self, queued: usize) {
        self.callers = queued;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRITE: Duration = Duration::from_micros(300);

    fn after(groups: &[(usize, usize)]) -> Gather {
        let mut gather = Gather::default();
        groups.iter().for_each(|(group, queued)| gather.written(*group, *queued, WRITE));
        gather
    }

    #[test]
    fn half_of_the_callers_are_waited_for() {
        let gather = after(&[(20, 44)]);
        assert_eq!(gather.company(31), Some(Company { items: 32, time: WRITE }));
        assert_eq!(gather.company(32), None);
        assert_eq!(Gather::default().company(0), None);
    }

    /// Tooth: few callers that wait for each other with nothing to gain.
    #[test]
    fn few_callers_wait_for_nobody() {
        let gather = after(&[(1, 0), (8, 7)]);
        assert_eq!(gather.company(0), None);
        assert!(after(&[(8, 8)]).company(0).is_some());
    }

    #[test]
    fn nobody_waits_longer_than_for_a_write_or_a_slow_disk() {
        let mut gather = after(&[(30, 30)]);
        gather.written(30, 30, Duration::from_millis(40));
        assert_eq!(gather.company(0).map(|company| company.time), Some(LONGEST));
    }

    #[test]
    fn callers_that_went_are_waited_for_once() {
        let mut gather = after(&[(32, 32)]);
        gather.missed(3);
        assert_eq!(gather.company(0), None);
        gather.written(3, 0, WRITE);
        assert_eq!(gather.company(0), None);
    }

    #[test]
    fn callers_are_forgotten_little_by_little() {
        let mut gather = after(&[(32, 32)]);
        let still = (1..=100).take_while(|_| {
            gather.written(1, 0, WRITE);
            gather.company(0).is_some()
        });
        let still = still.count();
        assert!((10..40).contains(&still), "{still}");
    }
}
