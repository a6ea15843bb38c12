//! What a key is to be narrowed to, as chosen on its page: permissions that stay, and addresses.

use super::super::form::Pairs;
use super::super::keys::Errors;
use claviger::core::allowlist::Allowlist;
use claviger::core::id::KeyId;
use claviger::core::key::KeyRecord;
use claviger::core::key::review::Proposal;
use claviger::core::permission::{Permission, PermissionSet};

/// The field that may be repeated.
pub(super) const LIST: &str = "permission";

/// What was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chosen {
    /// The permissions that stay.
    pub(super) permissions: PermissionSet,
    /// The addresses as they were typed, one a line.
    pub(super) addresses: String,
}

impl Chosen {
    /// What is proposed: its permissions. Addresses are offered, and not chosen unasked.
    pub(super) fn proposed(key: &KeyRecord, proposal: &Proposal) -> Self {
        Chosen { permissions: proposal.permissions, addresses: lines(&key.restrictions.allowlist) }
    }

    /// What a form or a query says.
    pub(super) fn of(pairs: &Pairs) -> Self {
        let permissions = pairs.all(LIST).filter_map(|name| name.parse::<Permission>().ok());
        Chosen { permissions: permissions.collect(), addresses: pairs.text("addresses").to_owned() }
    }

    /// The addresses, or what is wrong with them.
    pub(super) fn allowlist(&self, errors: &mut Errors) -> Option<Allowlist> {
        let typed = self.addresses.split([',', '\n']).map(str::trim).filter(|one| !one.is_empty());
        errors.take("addresses", Allowlist::parse(typed))
    }

    /// Where its dry run is shown.
    pub(super) fn dry_run_of(&self, key: KeyId, days: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("try", "1").append_pair("days", days).append_pair("addresses", &self.addresses);
        for permission in self.permissions.iter() {
            query.append_pair(LIST, permission.name());
        }
        format!("/keys/{key}/review?{}#answer", query.finish())
    }

    /// Whether the permission of this name stays.
    pub(super) fn has(&self, name: &str) -> bool {
        name.parse::<Permission>().is_ok_and(|permission| self.permissions.contains(permission))
    }

    /// Whether it is what the key has.
    pub(super) fn is_present(&self, key: &KeyRecord) -> bool {
        let list = self.allowlist(&mut Errors::default());
        self.permissions == key.permissions && list.as_ref() == Some(&key.restrictions.allowlist)
    }
}

/// One a line.
pub(super) fn lines(list: &Allowlist) -> String {
    list.to_texts().join("\n")
}
