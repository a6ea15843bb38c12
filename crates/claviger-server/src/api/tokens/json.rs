//! A token as JSON.

use super::super::instant::show;
use super::super::once::ShownOnce;
use super::super::texts::RoleText;
use claviger::core::token::TokenRecord;
use claviger::manage::tokens::CreatedToken;
use serde::Serialize;
use utoipa::ToSchema;

/// An administration token. The token itself is not in it.
#[derive(Serialize, ToSchema)]
#[schema(as = Token)]
pub(in super::super) struct TokenJson {
    /// Its id.
    #[schema(example = "tok_0123456789ab")]
    id: String,
    /// Its name, unique among the account's tokens that are not revoked.
    name: String,
    /// What it may do.
    #[schema(value_type = RoleText)]
    role: &'static str,
    /// The person it was shown to when it was made or rotated last; null for the host's own, and those made by one of
    /// these. It works for as long as that person is a member who could hand it out.
    #[schema(example = "user_0123456789ab")]
    made_by: Option<String>,
    /// Rises with every change.
    revision: u64,
    /// When it was made.
    #[schema(format = DateTime)]
    created_at: String,
    /// When it stops working.
    #[schema(format = DateTime)]
    expires_at: Option<String>,
    /// When it was revoked.
    #[schema(format = DateTime)]
    revoked_at: Option<String>,
}

impl TokenJson {
    pub(in super::super) fn of(token: &TokenRecord) -> Self {
        TokenJson {
            id: token.id.to_string(),
            name: token.name.to_string(),
            role: token.role.name(),
            made_by: token.made_by.map(|user| user.to_string()),
            revision: token.revision,
            created_at: token.created_at.to_string(),
            expires_at: show(token.expires_at),
            revoked_at: show(token.revoked_at),
        }
    }
}

/// A token with its text, shown this once.
#[derive(Serialize, ToSchema)]
#[schema(as = CreatedToken)]
pub(in super::super) struct CreatedTokenJson {
    #[serde(flatten)]
    record: TokenJson,
    /// The token, shown this once; null if the answer is given again.
    #[schema(value_type = Option<String>)]
    token: ShownOnce,
}

impl CreatedTokenJson {
    pub(in super::super) fn of(created: &CreatedToken) -> Self {
        CreatedTokenJson {
            record: TokenJson::of(&created.record),
            token: ShownOnce::new(created.token.reveal().to_string()),
        }
    }
}
