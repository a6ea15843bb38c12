//! What to think of before a key exists, and whenever it is looked at: the worst a thief could do with it, and what is
//! missing from good practice. Judged from kind, permissions and restrictions alone, purely.

use super::KeyKind;
use crate::permission::{Permission, PermissionSet, Reach};
use crate::restriction::Restrictions;
use crate::time::Timestamp;

/// An expiry further ahead than this is as good as none.
const LONG_SECS: i64 = 400 * 86_400;

/// What is judged.
#[derive(Debug, Clone, Copy)]
pub struct Judged<'a> {
    /// Public or private.
    pub kind: KeyKind,
    /// What it may do.
    pub permissions: PermissionSet,
    /// What narrows it.
    pub restrictions: &'a Restrictions,
    /// Whether anybody is named who holds it.
    pub has_holder: bool,
}

/// Something that is missing from good practice, the gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gap {
    /// It withdraws, from every address.
    WithdrawsFromAnywhere,
    /// It withdraws and trades.
    WithdrawsAndTrades,
    /// It withdraws without a second factor.
    WithdrawsWithoutFactor,
    /// It works from every address.
    NoAllowlist,
    /// It works for ever.
    NoExpiry,
    /// It works for longer than a year.
    LongExpiry,
    /// Every permission there is.
    Everything,
    /// Nobody is named.
    NoHolder,
}

impl Gap {
    /// What is missing and why it matters, in a sentence or two.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Gap::WithdrawsFromAnywhere => {
                "It may withdraw, and works from every address: whoever gets hold of it can use it from where they are. \
                 Name the addresses it is used from."
            }
            Gap::WithdrawsAndTrades => {
                "It withdraws and trades. Make two keys, so that a leak of the bot's does not cost the balance."
            }
            Gap::WithdrawsWithoutFactor => {
                "It withdraws without a second factor. With one, the private key alone is not enough."
            }
            Gap::NoAllowlist => {
                "It works from every address. A stolen key is of little use where it may not be used from."
            }
            Gap::NoExpiry => "It works for ever. A key that ends by itself is one you cannot forget.",
            Gap::LongExpiry => "It works for longer than a year. Shorter is safer; extending it is one step.",
            Gap::Everything => "It may do everything. An application needs less: start from a preset.",
            Gap::NoHolder => "Nobody is named who holds it. In a year it will not be clear whom to ask.",
        }
    }

    /// The restriction that would close it.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Gap::WithdrawsFromAnywhere | Gap::NoAllowlist => "allowlist",
            Gap::WithdrawsAndTrades | Gap::Everything => "permissions",
            Gap::WithdrawsWithoutFactor => "second_factor",
            Gap::NoExpiry | Gap::LongExpiry => "expires",
            Gap::NoHolder => "holder",
        }
    }
}

/// What is missing, the gravest first.
#[must_use]
pub fn gaps(key: &Judged<'_>, now: Timestamp) -> Vec<Gap> {
    let limits = key.restrictions;
    let has = |permission| key.permissions.contains(permission);
    let withdraws = has(Permission::WithdrawFunds) || has(Permission::AddWithdrawAddress);
    let anywhere = limits.allowlist.is_anywhere() && key.kind == KeyKind::Private;
    let long = |at: Timestamp| at.since(now) > LONG_SECS * 1_000_000;
    let found = [
        (withdraws && anywhere, Gap::WithdrawsFromAnywhere),
        (withdraws && has(Permission::ModifyTrades), Gap::WithdrawsAndTrades),
        (withdraws && limits.second_factor.is_none(), Gap::WithdrawsWithoutFactor),
        (!withdraws && anywhere, Gap::NoAllowlist),
        (limits.expires_at.is_none(), Gap::NoExpiry),
        (limits.expires_at.is_some_and(long), Gap::LongExpiry),
        (Permission::ALL.into_iter().all(has), Gap::Everything),
        (!key.has_holder, Gap::NoHolder),
    ];
    found.into_iter().filter_map(|(is_there, gap)| is_there.then_some(gap)).collect()
}

/// The worst a thief could do with it, the gravest first; never empty.
#[must_use]
pub fn worst(kind: KeyKind, permissions: PermissionSet) -> Vec<&'static str> {
    if kind == KeyKind::Public {
        return vec![
            "Use up this key's share of market data. It shows nothing of the account and moves nothing.",
        ];
    }
    let has = |permission| permissions.contains(permission);
    let mut worst = Vec::new();
    match (has(Permission::WithdrawFunds), has(Permission::AddWithdrawAddress)) {
        (true, true) => worst.push(
            "Save an address of their own and empty the account to it, once a member confirms it; at once, if the account \
             trusts new addresses.",
        ),
        (true, false) => worst.push("Send everything to any address that is saved and confirmed."),
        (false, true) => worst.push("Save an address of their own, and hope that somebody confirms and uses it."),
        (false, false) => {}
    }
    if has(Permission::ModifyTrades) {
        worst.push("Lose the balance in trades against their own orders.");
    } else if has(Permission::CloseTrades) {
        worst.push("Cancel every open order, and leave positions unprotected.");
    }
    if has(Permission::EarnFunds) {
        worst.push("Lock funds away in earn strategies.");
    }
    if has(Permission::UpdateWithdrawAddress) {
        worst.push("Remove or rename saved addresses, so that withdrawals fail.");
    }
    if permissions.iter().any(|permission| permission.reach() == Reach::Sees) {
        worst.push("See what the ticked permissions show, for as long as nobody notices.");
    }
    if worst.is_empty() {
        worst.push("Nothing with the account: it may only ask about itself.");
    }
    worst
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allowlist::Allowlist;
    use crate::key::preset::Preset;
    use crate::otp::SecondFactorKind;

    const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);

    fn judge(permissions: PermissionSet, restrictions: &Restrictions) -> Vec<Gap> {
        let judged = Judged { kind: KeyKind::Private, permissions, restrictions, has_holder: true };
        gaps(&judged, NOW)
    }

    #[test]
    fn a_narrow_key_has_no_gap() {
        let narrow = Restrictions {
            allowlist: Allowlist::parse(["203.0.113.7"]).unwrap(),
            expires_at: Some(NOW.plus_secs(90 * 86_400)),
            ..Restrictions::default()
        };
        assert_eq!(judge(Preset::TradingBot.permissions(), &narrow), []);
        assert_eq!(judge(Preset::Treasury.permissions(), &narrow), [Gap::WithdrawsWithoutFactor]);
        let guarded = Restrictions { second_factor: Some(SecondFactorKind::Totp), ..narrow };
        assert_eq!(judge(Preset::Treasury.permissions(), &guarded), []);
    }

    #[test]
    fn a_wide_key_has_them_all_gravest_first() {
        let wide = Restrictions::default();
        let all: PermissionSet = Permission::ALL.into_iter().collect();
        let judged =
            Judged { kind: KeyKind::Private, permissions: all, restrictions: &wide, has_holder: false };
        let found = gaps(&judged, NOW);
        assert!(found.is_sorted());
        assert_eq!(found.len(), 6);
        assert_eq!(judge(Preset::TradingBot.permissions(), &wide), [Gap::NoAllowlist, Gap::NoExpiry]);
    }

    #[test]
    fn the_worst_is_always_said() {
        assert_eq!(worst(KeyKind::Public, PermissionSet::NONE).len(), 1);
        assert_eq!(worst(KeyKind::Private, PermissionSet::NONE).len(), 1);
        for preset in Preset::ALL {
            assert!(!worst(preset.kind(), preset.permissions()).is_empty());
        }
        let first = |permission| worst(KeyKind::Private, PermissionSet::of(&[permission]))[0];
        assert!(first(Permission::WithdrawFunds).contains("everything"));
        assert!(first(Permission::ModifyTrades).contains("Lose"));
    }
}
