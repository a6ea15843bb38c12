//! A caller that waits for what becomes of its claim, and may go away at any point.

use crate::lane::{Answer, Lane, Unanswered};
use claviger_core::entry::{EntryDraft, Outcome};
use claviger_core::reason::Reason;
use claviger_core::store::{Item, Settled};

/// Waits for one claim. The answer *go* that came while nobody looked any more would leave the
/// claim open until the next start: it is closed as *not executed* instead.
pub(super) struct Hearing<'a> {
    pub(super) answer: Answer,
    pub(super) draft: &'a EntryDraft,
    pub(super) lane: &'a Lane,
}

impl Hearing<'_> {
    /// Waits; dropped meanwhile, it closes what it was not told of.
    pub(super) async fn heard(mut self) -> Result<(Settled, u64), Unanswered> {
        (&mut self.answer).await
    }
}

impl Drop for Hearing<'_> {
    fn drop(&mut self) {
        if let Some((Settled::Accepted(place), generation)) = self.answer.unheard() {
            let draft =
                self.draft.outcome_of(place.sequence, Outcome::NotExecuted, Reason::NotExecuted, None);
            self.lane.submit_outcome_unwatched(Item::Outcome { draft, journal: Vec::new() }, generation);
        }
    }
}
