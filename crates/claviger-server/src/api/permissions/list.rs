//! The permissions a key can carry, with what a thief could do with each.

use super::super::failure::Failure;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::super::texts::PermissionText;
use claviger::core::permission::Permission;
use serde::Serialize;
use utoipa::ToSchema;

/// The permissions.
#[derive(Serialize, ToSchema)]
#[schema(as = PermissionList)]
pub(in super::super) struct PermissionList {
    /// All of them.
    items: Vec<PermissionJson>,
    /// Always null: there is one page.
    next: Option<String>,
}

/// A permission.
#[derive(Serialize, ToSchema)]
#[schema(as = Permission)]
pub(in super::super) struct PermissionJson {
    /// Its name.
    #[schema(value_type = PermissionText)]
    name: &'static str,
    /// What it belongs with: `funds`, `trades` or `data`.
    group: &'static str,
    /// What a thief could do with it.
    risk: &'static str,
}

/// Lists the permissions a key can carry.
#[utoipa::path(get, path = "/permissions", tag = "reference", operation_id = "permission.list",
    responses((status = 200, description = "All permissions.", body = PermissionList)))]
pub(in super::super) async fn list(call: Call) -> Result<Reply, Failure> {
    call.query(&[])?;
    let items = Permission::ALL.map(|permission| PermissionJson {
        name: permission.name(),
        group: group(permission),
        risk: permission.risk(),
    });
    Ok(Reply::ok(&PermissionList { items: items.into(), next: None })?)
}

const fn group(permission: Permission) -> &'static str {
    match permission {
        Permission::QueryFunds
        | Permission::AddFunds
        | Permission::WithdrawFunds
        | Permission::EarnFunds
        | Permission::AddWithdrawAddress
        | Permission::UpdateWithdrawAddress => "funds",
        Permission::QueryOpenTrades
        | Permission::QueryClosedTrades
        | Permission::ModifyTrades
        | Permission::CloseTrades => "trades",
        Permission::QueryLedger | Permission::ExportData | Permission::CreateWsToken => "data",
    }
}
