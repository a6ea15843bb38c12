//! A report of a leak, to keep: an entry says that it was made, by whom, and which bytes it was.

use super::super::{Caller, ManageError, Operation, Thing, entry, guarded};
use super::show::{Incident, look};
use crate::authority::Authority;
use claviger_core::action::Action;
use claviger_core::entry::Target;
use claviger_core::id::KeyId;
use claviger_core::store::Change;
use claviger_core::time::Timestamp;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// A report that is on record, with what it was written from.
#[derive(Debug, Clone)]
pub struct Reported<T> {
    /// What it was written from.
    pub told: T,
    /// The report.
    pub text: String,
    /// SHA-256 of its bytes, in hexadecimal: the entry has the same, so that whoever has the file can tell whether it is this
    /// report.
    pub sha256: String,
}

/// Makes a report of a key after its leak: `tell` adds what the exchange knows, `write` makes the text of it.
///
/// # Errors
/// As [`show`](super::show()).
pub async fn report<T: 'static, F>(
    authority: &Authority,
    caller: &Caller,
    id: KeyId,
    since: Option<Timestamp>,
    tell: impl FnOnce(Incident) -> F,
    write: impl FnOnce(&T) -> String,
) -> Result<Reported<T>, ManageError>
where
    F: Future<Output = Result<T, ManageError>>,
{
    let work = async {
        let incident = look(authority, caller, id, since).await?;
        let (since, revision) = (incident.since, incident.record.revision);
        let told = tell(incident).await?;
        let text = write(&told);
        let sha256 = hex(&Sha256::digest(text.as_bytes()));
        let words = format!("since {} ({}); SHA-256 {sha256}", since.at, since.origin.name());
        let reported = Reported { told, text, sha256 };
        let entry = entry::act(caller, Action::IncidentReport, Target::Key(id), revision, &words);
        let mutation = caller.mutation(Change::Records(Vec::new()), entry, &reported);
        let written = authority.commit_change(mutation).await;
        written.map_err(|error| ManageError::from_change(error, Thing::Key))?;
        Ok(reported)
    };
    guarded(authority, caller, Operation::IncidentReport, Target::Key(id), work).await
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
