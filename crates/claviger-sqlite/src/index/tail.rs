//! The latest entries' subjects, in memory: appended to by each commit, read by scanning.

use super::Subject;
use std::ops::Range;

#[derive(Debug, Clone, Copy)]
struct Posting {
    /// From [`Tail::range`]'s start.
    offset: u32,
    subject: Subject,
}

/// The subjects of a range of consecutive sequences that ends at the log's end. Scanning a
/// hundred thousand postings takes some tens of microseconds, and no call pays for an index.
#[derive(Debug, Default)]
pub(crate) struct Tail {
    /// The epoch of the lane that fills it; 0 if none does.
    pub(crate) epoch: u32,
    range: Range<u64>,
    postings: Vec<Posting>,
}

impl Tail {
    pub(crate) const fn new(epoch: u32, first: u64) -> Self {
        Tail { epoch, range: first..first, postings: Vec::new() }
    }

    /// The sequences it covers.
    pub(crate) fn range(&self) -> Range<u64> {
        self.range.clone()
    }

    pub(crate) fn len(&self) -> u64 {
        self.range.end - self.range.start
    }

    pub(crate) fn push(&mut self, sequence: u64, subject: Subject) {
        let offset = sequence.saturating_sub(self.range.start);
        if let Ok(offset) = u32::try_from(offset) {
            self.postings.push(Posting { offset, subject });
        }
    }

    /// Says that everything before `next` is in.
    pub(crate) fn extend_to(&mut self, next: u64) {
        self.range.end = self.range.end.max(next);
    }

    /// The sequences of `subject` below `before`, newest first.
    pub(crate) fn sequences(&self, subject: Subject, before: u64) -> Vec<u64> {
        let of_subject = self.postings.iter().rev().filter(|posting| posting.subject == subject);
        of_subject.map(|posting| self.sequence(posting)).filter(|sequence| *sequence < before).collect()
    }

    /// Subject and offset of every posting below `end`, in the order of their sequences.
    pub(crate) fn below(&self, end: u64) -> Vec<(Subject, u16)> {
        let offset = |posting: &Posting| Some((posting.subject, u16::try_from(posting.offset).ok()?));
        self.postings.iter().take_while(|posting| self.sequence(posting) < end).filter_map(offset).collect()
    }

    /// Forgets everything below `end`.
    pub(crate) fn forget_below(&mut self, end: u64) {
        let gone = self.postings.partition_point(|posting| self.sequence(posting) < end);
        self.postings.drain(..gone);
        let start = end.clamp(self.range.start, self.range.end.max(self.range.start));
        let moved = u32::try_from(start - self.range.start).unwrap_or(u32::MAX);
        for posting in &mut self.postings {
            posting.offset = posting.offset.saturating_sub(moved);
        }
        self.range.start = start;
    }

    fn sequence(&self, posting: &Posting) -> u64 {
        self.range.start + u64::from(posting.offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_newest_first_and_forgets_a_prefix() {
        let mut tail = Tail::new(1, 100);
        for sequence in 100..110 {
            tail.push(sequence, Subject::key(u32::from(sequence % 2 == 0)));
        }
        tail.extend_to(110);
        assert_eq!(tail.sequences(Subject::key(1), 106), [104, 102, 100]);
        assert_eq!(tail.below(102), [(Subject::key(1), 0), (Subject::key(0), 1)]);
        tail.forget_below(104);
        assert_eq!(tail.range(), 104..110);
        assert_eq!(tail.sequences(Subject::key(1), u64::MAX), [108, 106, 104]);
        assert_eq!(tail.sequences(Subject::account(1), u64::MAX), [0u64; 0]);
    }
}
