//! What an engine needs of an entry to index it and to recover from it.

use crate::decode::{actor, codes, place, raw_id, target};
use crate::error::DecodeError;
use crate::flags::{Flags, kind};
use crate::reader::Reader;
use claviger_core::action::{Action, Class};
use claviger_core::entry::{Actor, Outcome, Place, Target};
use claviger_core::id::{AccountId, KeyId};

/// The leading part of an entry. It agrees with [`crate::decode`] wherever that succeeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peek {
    /// Where and when.
    pub place: Place,
    /// The account it belongs to.
    pub account: AccountId,
    /// The key whose history it belongs to, as `EntryDraft::key`.
    pub key: Option<KeyId>,
    /// What was done.
    pub action: Action,
    /// How it went.
    pub outcome: Outcome,
    /// The nonce it burnt.
    pub nonce: Option<u64>,
    /// The time step it burnt.
    pub otp_step: Option<u64>,
    /// The claim it closes, as `EntryDraft::closes_claim`.
    pub closes_claim: Option<u64>,
}

impl Peek {
    /// What the action does, coarsely.
    #[must_use]
    pub const fn class(&self) -> Class {
        self.action.class()
    }

    /// Whether the claim it makes is open until an outcome entry, as `EntryDraft::opens`.
    #[must_use]
    pub const fn opens(&self) -> bool {
        matches!(self.outcome, Outcome::Allowed) && self.action.mutates()
    }
}

/// Reads the leading part of an entry. Allocates nothing.
///
/// # Errors
/// [`DecodeError`] if that part is not well-formed; the rest is not looked at.
pub fn peek(bytes: &[u8]) -> Result<Peek, DecodeError> {
    let mut reader = Reader(bytes);
    let reader = &mut reader;
    let flags = Flags::read(reader)?;
    let place = place(reader)?;
    let account = AccountId::from_u64(raw_id(reader)?);
    let actor = actor(flags.actor, reader)?;
    let target = target(flags.target, reader)?;
    let key = match (actor, target) {
        (Actor::Key(key), _) | (_, Target::Key(key)) => Some(key),
        _ => None,
    };
    let (action, outcome, _) = codes(reader)?;
    let nonce = flags.nonce.then(|| reader.varint()).transpose()?;
    let otp_step = flags.otp_step.then(|| reader.varint()).transpose()?;
    let closes = outcome.closes() && matches!(flags.detail, kind::CLAIM | kind::UPSTREAM);
    let closes_claim = closes.then(|| reader.varint()).transpose()?;
    Ok(Peek { place, account, key, action, outcome, nonce, otp_step, closes_claim })
}
