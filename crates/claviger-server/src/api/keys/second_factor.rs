//! A second factor as asked for.

use super::super::texts::FactorText;
use claviger::manage::NewSecondFactor;
use serde::Deserialize;
use utoipa::ToSchema;

/// A second factor for a key.
#[derive(Deserialize, ToSchema)]
#[schema(as = NewSecondFactor)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct SecondFactor {
    /// A static password, or a time-based code.
    #[schema(value_type = FactorText)]
    kind: String,
    /// The password, for `password` only: at least 8 characters, at most 128 bytes.
    #[schema(min_length = 8, max_length = 128, write_only)]
    password: Option<String>,
}

impl SecondFactor {
    pub(super) fn parse(&self) -> Result<NewSecondFactor, String> {
        match (self.kind.as_str(), &self.password) {
            ("password", Some(text)) => NewSecondFactor::password(text).map_err(|error| error.to_string()),
            ("password", None) => Err("a password is missing in `password`".to_owned()),
            ("totp", None) => Ok(NewSecondFactor::Totp),
            ("totp", Some(_)) => Err("the secret of `totp` is made here; leave `password` out".to_owned()),
            _ => Err("`kind` is `password` or `totp`".to_owned()),
        }
    }
}
