//! A row of `keys`.

use super::{Cells, unbits};
use crate::error::{Result, corrupt};
use claviger_core::allowlist::Allowlist;
use claviger_core::credential::ApiKey;
use claviger_core::id::{AccountId, KeyId, UserId};
use claviger_core::key::{KeyKind, KeyRecord, KeyState};
use claviger_core::otp::SecondFactorKind;
use claviger_core::permission::PermissionSet;
use claviger_core::restriction::Restrictions;
use claviger_core::store::{KeyRow, SealedBytes};
use claviger_core::text::{Application, Description, Holder, Name};
use rusqlite::Row;

/// What [`key`] reads.
pub(crate) const KEY_COLUMNS: &str = "id, account, revision, nonce_window, state, kind, permissions, api_key, \
     name, holder, description, allowlist, not_before, expires_at, query_from, query_to, factor_kind, \
     created_at, modified_at, revoked_at, secret, second_factor, member, \
     predecessor, successor, retires_at, application, \
     incarnation < (SELECT incarnation FROM meta)";

pub(crate) fn key(row: &Row<'_>) -> Result<KeyRow> {
    let cells = &mut Cells::new("keys", row);
    let id = KeyId::from_u64(cells.narrow("id")?);
    let account = AccountId::from_u64(cells.narrow("account")?);
    let revision = unbits(cells.int("revision")?);
    let nonce_window = unbits(cells.int("nonce_window")?);
    let state = cells.code("state", KeyState::from_u8)?;
    let kind = cells.code("kind", KeyKind::from_u8)?;
    let permissions = cells.code("permissions", PermissionSet::from_bits)?;
    let api_key = ApiKey::from_bytes(cells.array("api_key")?);
    let name = cells.parsed("name", Name::parse)?;
    let holder = cells.parsed("holder", Holder::parse)?;
    let description = cells.parsed("description", Description::parse)?;
    let restrictions = restrictions(cells, nonce_window)?;
    let created_at = cells.time("created_at")?;
    let modified_at = cells.time("modified_at")?;
    let revoked_at = cells.opt_time("revoked_at")?;
    let secret = sealed(cells, "secret")?;
    let second_factor = sealed(cells, "second_factor")?;
    let member = cells.opt_narrow("member")?.map(UserId::from_u64);
    let predecessor = cells.opt_narrow("predecessor")?.map(KeyId::from_u64);
    let successor = cells.opt_narrow("successor")?.map(KeyId::from_u64);
    let retires_at = cells.opt_time("retires_at")?;
    let application = cells.parsed("application", Application::parse)?;
    let held = cells.int("incarnation")? != 0;
    let record = KeyRecord {
        id,
        account,
        api_key,
        kind,
        name,
        holder,
        application,
        member,
        description,
        permissions,
        restrictions,
        state,
        revision,
        created_at,
        modified_at,
        held,
        revoked_at,
        predecessor,
        successor,
        retires_at,
    };
    Ok(KeyRow { record, secret, second_factor })
}

fn restrictions(cells: &mut Cells<'_, '_>, nonce_window: u64) -> Result<Restrictions> {
    Ok(Restrictions {
        allowlist: cells.parsed("allowlist", parse_allowlist)?,
        not_before: cells.opt_time("not_before")?,
        expires_at: cells.opt_time("expires_at")?,
        query_from: cells.opt_time("query_from")?,
        query_to: cells.opt_time("query_to")?,
        nonce_window,
        second_factor: cells.opt_int("factor_kind")?.map(factor_from).transpose()?,
    })
}

fn parse_allowlist(text: &str) -> Result<Allowlist, claviger_core::allowlist::AllowlistError> {
    if text.is_empty() { Ok(Allowlist::anywhere()) } else { Allowlist::parse(text.split(' ')) }
}

fn factor_from(code: i64) -> Result<SecondFactorKind> {
    match code {
        1 => Ok(SecondFactorKind::Password),
        2 => Ok(SecondFactorKind::Totp),
        _ => Err(corrupt("keys", "factor_kind", format_args!("unknown code {code}"))),
    }
}

fn sealed(cells: &mut Cells<'_, '_>, column: &'static str) -> Result<Option<SealedBytes>> {
    Ok(cells.opt_blob(column)?.map(|bytes| SealedBytes(bytes.into())))
}
