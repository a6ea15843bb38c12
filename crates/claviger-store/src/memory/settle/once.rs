//! Requests that take effect once.

use super::Group;
use claviger_core::entry::Place;
use claviger_core::id::AccountId;
use claviger_core::store::Once;

impl Group<'_> {
    /// Whether a request with this key took effect and still stands.
    pub(super) fn is_repeated(&mut self, once: Option<&Once>) -> bool {
        let time = self.time();
        let mut known = self.image.answers.values();
        once.is_some_and(|once| known.any(|(key, answered)| *key == once.key && answered.stands(time)))
    }

    /// Remembers it, in place of one that stands no longer.
    pub(super) fn remember(&mut self, once: Option<&Once>, place: Place) {
        let Some(once) = once else { return };
        let answers = &mut self.image.answers;
        answers.retain(|_, (key, _)| *key != once.key);
        let age = answers.last_key_value().map_or(0, |(age, _)| age + 1);
        answers.insert(age, (once.key, once.answered(place.sequence, place.time)));
        self.forget_oldest(once.key.account, once.limit);
    }

    fn forget_oldest(&mut self, account: AccountId, limit: u32) {
        let answers = &mut self.image.answers;
        let own = answers.iter().filter(|(_, (key, _))| key.account == account);
        let ages: Vec<u64> = own.map(|(age, _)| *age).collect();
        for age in ages.iter().rev().skip(limit.max(1) as usize) {
            answers.remove(age);
        }
    }
}
