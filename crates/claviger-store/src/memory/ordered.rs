//! A map that remembers the order of insertion.

use std::collections::BTreeMap;

#[derive(Clone)]
pub(super) struct Ordered<K, V> {
    by_id: BTreeMap<K, (u64, V)>,
    by_age: BTreeMap<u64, K>,
}

impl<K: Ord, V> Default for Ordered<K, V> {
    fn default() -> Self {
        Ordered { by_id: BTreeMap::new(), by_age: BTreeMap::new() }
    }
}

impl<K: Ord + Copy, V> Ordered<K, V> {
    pub(super) fn get(&self, id: K) -> Option<&V> {
        self.by_id.get(&id).map(|(_, value)| value)
    }

    pub(super) fn get_mut(&mut self, id: K) -> Option<&mut V> {
        self.by_id.get_mut(&id).map(|(_, value)| value)
    }

    pub(super) fn contains(&self, id: K) -> bool {
        self.by_id.contains_key(&id)
    }

    pub(super) fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Adds a value whose id is new.
    pub(super) fn insert(&mut self, id: K, value: V) {
        let age = self.by_age.last_key_value().map_or(0, |(age, _)| age + 1);
        self.by_age.insert(age, id);
        self.by_id.insert(id, (age, value));
    }

    /// Removes a value, if it is there.
    pub(super) fn remove(&mut self, id: K) {
        if let Some((age, _)) = self.by_id.remove(&id) {
            self.by_age.remove(&age);
        }
    }

    /// Removes all values but those to be kept.
    pub(super) fn retain(&mut self, keep: impl Fn(&V) -> bool) {
        let by_age = &mut self.by_age;
        self.by_id.retain(|_, (age, value)| {
            let kept = keep(value);
            if !kept {
                by_age.remove(age);
            }
            kept
        });
    }

    /// All values, to be changed, in no order.
    pub(super) fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.by_id.values_mut().map(|(_, value)| value)
    }

    /// All values by age.
    pub(super) fn iter(&self) -> impl Iterator<Item = &V> {
        self.after(None)
    }

    /// The values younger than that of `after`, by age; all if it is none or not there.
    pub(super) fn after(&self, after: Option<K>) -> impl Iterator<Item = &V> {
        let from = after.and_then(|id| self.by_id.get(&id)).map_or(0, |(age, _)| age + 1);
        self.by_age.range(from..).filter_map(|(_, id)| self.get(*id))
    }
}
