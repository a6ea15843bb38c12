//! What the browser says of the ceremony, in the JSON that the device signs (§5.8.1).

use crate::error::{Part, PasskeyError};
use serde::Deserialize;

/// The parts that are judged. A browser may say more.
#[derive(Debug, Deserialize)]
pub(crate) struct ClientData {
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) challenge: String,
    pub(crate) origin: String,
    #[serde(default, rename = "crossOrigin")]
    pub(crate) cross_origin: bool,
    #[serde(default, rename = "topOrigin")]
    pub(crate) top_origin: Option<String>,
}

impl ClientData {
    pub(crate) fn parse(json: &[u8]) -> Result<Self, PasskeyError> {
        serde_json::from_slice(json).map_err(|_| PasskeyError::Malformed(Part::ClientData))
    }
}
