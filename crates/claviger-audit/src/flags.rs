//! The three leading bytes: version, what is there, and which detail.

use crate::error::DecodeError;
use crate::reader::Reader;
use claviger_core::entry::{Actor, EntryDraft, Target};
use claviger_core::reason::Detail;
use std::net::IpAddr;

/// The version written.
pub(crate) const VERSION: u8 = 1;

pub(crate) const NONE: u8 = 0;
pub(crate) const KEY: u8 = 1;
pub(crate) const TOKEN: u8 = 2;
/// Of an actor.
pub(crate) const USER: u8 = 3;
/// Of a target.
pub(crate) const RECORD: u8 = 3;
pub(crate) const V4: u8 = 1;
pub(crate) const V6: u8 = 2;

const TARGET: u32 = 2;
const SOURCE: u32 = 4;
const NONCE: u8 = 1 << 6;
const OTP_STEP: u8 = 1 << 7;
const KIND_MASK: u8 = 0x0f;
const DIGEST: u8 = 1 << 4;

/// Kinds of detail.
pub(crate) mod kind {
    pub(crate) const NONE: u8 = 0;
    pub(crate) const MISSING: u8 = 1;
    pub(crate) const NONCE: u8 = 2;
    pub(crate) const AT: u8 = 3;
    pub(crate) const SOURCE: u8 = 4;
    pub(crate) const COUNT: u8 = 5;
    pub(crate) const CLAIM: u8 = 6;
    pub(crate) const UPSTREAM: u8 = 7;
    pub(crate) const CHANGE: u8 = 8;
}

/// What the leading bytes say.
#[derive(Clone, Copy)]
pub(crate) struct Flags {
    pub(crate) actor: u8,
    pub(crate) target: u8,
    pub(crate) source: u8,
    pub(crate) nonce: bool,
    pub(crate) otp_step: bool,
    pub(crate) detail: u8,
    pub(crate) digest: bool,
}

impl Flags {
    pub(crate) fn of(draft: &EntryDraft) -> Self {
        Flags {
            actor: match draft.actor {
                Actor::System => NONE,
                Actor::Key(_) => KEY,
                Actor::Token(_) => TOKEN,
                Actor::User(_) => USER,
            },
            target: match draft.target {
                Target::Account => NONE,
                Target::Key(_) => KEY,
                Target::Token(_) => TOKEN,
                Target::Record(..) => RECORD,
            },
            source: match draft.source {
                None => NONE,
                Some(IpAddr::V4(_)) => V4,
                Some(IpAddr::V6(_)) => V6,
            },
            nonce: draft.nonce.is_some(),
            otp_step: draft.otp_step.is_some(),
            detail: kind_of(&draft.detail),
            digest: draft.digest != [0; 32],
        }
    }

    pub(crate) fn bytes(self) -> [u8; 3] {
        let flag = |set: bool, bit: u8| if set { bit } else { 0 };
        let what = self.actor | self.target << TARGET | self.source << SOURCE;
        let what = what | flag(self.nonce, NONCE) | flag(self.otp_step, OTP_STEP);
        [VERSION, what, self.detail | flag(self.digest, DIGEST)]
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let version = reader.u8()?;
        if version != VERSION {
            return Err(DecodeError::Version(version));
        }
        let [what, more] = reader.array()?;
        let flags = Flags {
            actor: what & 3,
            target: what >> TARGET & 3,
            source: what >> SOURCE & 3,
            nonce: what & NONCE != 0,
            otp_step: what & OTP_STEP != 0,
            detail: more & KIND_MASK,
            digest: more & DIGEST != 0,
        };
        let known = flags.source <= V6 && flags.detail <= kind::CHANGE && more & !(KIND_MASK | DIGEST) == 0;
        if known { Ok(flags) } else { Err(DecodeError::Flags) }
    }
}

fn kind_of(detail: &Detail) -> u8 {
    match detail {
        Detail::None => kind::NONE,
        Detail::Missing(_) => kind::MISSING,
        Detail::Nonce { .. } => kind::NONCE,
        Detail::At(_) => kind::AT,
        Detail::Source(_) => kind::SOURCE,
        Detail::Count(_) => kind::COUNT,
        Detail::Claim(_) => kind::CLAIM,
        Detail::Upstream { .. } => kind::UPSTREAM,
        Detail::Change(_) => kind::CHANGE,
    }
}
