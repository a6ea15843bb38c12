//! Accounts of the server.

pub(super) mod create;
pub(super) mod list;

use claviger::core::account::AccountRecord;
use serde::Serialize;
use utoipa::ToSchema;

/// An account.
#[derive(Serialize, ToSchema)]
#[schema(as = Account)]
pub(super) struct AccountJson {
    /// Its id.
    #[schema(example = "acct_0123456789ab")]
    id: String,
    /// Its name, unique on the server.
    name: String,
    /// When it was opened.
    #[schema(format = DateTime)]
    created_at: String,
}

impl AccountJson {
    fn of(account: &AccountRecord) -> Self {
        AccountJson {
            id: account.id.to_string(),
            name: account.name.to_string(),
            created_at: account.created_at.to_string(),
        }
    }
}
