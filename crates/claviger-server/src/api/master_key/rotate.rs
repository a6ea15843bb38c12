//! The master key is rotated.

use super::super::failure::Failure;
use super::super::reply::Reply;
use super::super::shell::Call;
use super::MasterKeyError;
use crate::problem::{Code, Problem};
use claviger::manage::master_key::RotatedMasterKey;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Nothing: a body, if there is one, is the empty object.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

/// A rotated master key.
#[derive(Serialize, ToSchema)]
#[schema(as = RotatedMasterKey)]
pub(in super::super) struct RotatedJson {
    /// The name of the new master key; gives nothing away.
    #[schema(example = "0123456789abcdef")]
    master_key: String,
    /// How many data keys were wrapped anew.
    data_keys: usize,
}

/// Makes a new master key and wraps the data keys by it. API keys stay as they are.
#[utoipa::path(post, path = "/master-key/rotate", tag = "master-key", operation_id = "master-key.rotate",
    responses((status = 200, description = "What was done.", body = RotatedJson)))]
pub(in super::super) async fn rotate(call: Call) -> Result<Reply, Failure> {
    let Nothing {} = call.json()?;
    let rotated =
        call.state.master_key.rotate(&call.answering(reply)).await.map_err(|error| match error {
            MasterKeyError::Manage(error) => Failure::Managed(error),
            MasterKeyError::Busy => Problem::new(Code::Busy, "another rotation is under way").into(),
            MasterKeyError::Unfinished(words) => {
                tracing::error!(
                    error = words,
                    "the master key was rotated, but the old one is still in its file"
                );
                let words = "the new master key is in force; the old one could not be taken out of the file";
                Problem::new(Code::Unfinished, words).into()
            }
            MasterKeyError::File(words) => {
                tracing::error!(error = words, "the master key was not rotated");
                Problem::new(Code::Internal, "the master key file could not be rotated").into()
            }
        })?;
    Ok(reply(&rotated)?)
}

fn reply(rotated: &RotatedMasterKey) -> Result<Reply, Problem> {
    Reply::ok(&RotatedJson { master_key: rotated.id.to_string(), data_keys: rotated.data_keys })
}
