//! Entries as CSV (RFC 4180): every field quoted, lines ended by CRLF.

use claviger::core::entry::Entry;
use claviger::manage::history::Names;

/// The first line.
pub(super) const HEAD: &str = "time,log,sequence,actor,actor_name,action,target,key,key_name,outcome,reason,detail,source,client,nonce,revision,claim,digest\r\n";

/// The line of an entry.
pub(super) fn line(entry: &Entry, names: &Names) -> String {
    let (place, draft) = (&entry.place, &entry.draft);
    let key = draft.key();
    let optional = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
    let digest: String = draft.digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let fields = [
        place.time.to_string(),
        place.log.0.to_string(),
        place.sequence.to_string(),
        super::entry::actor_id(draft.actor),
        names.actor(draft.actor).unwrap_or_default().to_owned(),
        draft.action.name().to_owned(),
        super::entry::target_id(draft.target),
        key.map(|key| key.to_string()).unwrap_or_default(),
        key.and_then(|key| names.key(key)).unwrap_or_default().to_owned(),
        draft.outcome.name().to_owned(),
        draft.reason.code().to_owned(),
        draft.detail.to_string(),
        draft.source.map(|source| source.to_string()).unwrap_or_default(),
        draft.client.as_str().to_owned(),
        optional(draft.nonce),
        draft.revision.to_string(),
        optional(draft.closes_claim()),
        digest,
    ];
    fields.map(|field| quoted(&field)).join(",") + "\r\n"
}

/// A text that a spreadsheet would take for a formula is marked as text, since clients choose their names.
fn quoted(field: &str) -> String {
    let mark = if field.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("\"{mark}{}\"", field.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn fields_are_quoted_and_are_no_formulas() {
        assert_eq!(quoted("a,\"b\""), "\"a,\"\"b\"\"\"");
        assert_eq!(quoted("=HYPERLINK(1)"), "\"'=HYPERLINK(1)\"");
        assert_eq!(quoted("@a"), "\"'@a\"");
        assert_eq!(quoted("a=1"), "\"a=1\"");
    }
}
