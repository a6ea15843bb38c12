//! An account: the owner of keys and tokens, and one paper account.

use crate::id::AccountId;
use crate::text::Name;
use crate::time::Timestamp;

/// An account on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountRecord {
    /// Its id.
    pub id: AccountId,
    /// Its name, unique on the server.
    pub name: Name,
    /// When it was opened.
    pub created_at: Timestamp,
}

impl AccountRecord {
    /// The number shown as `iban` by `GetApiKeyInfo`: `AA` and fourteen letters and digits derived
    /// from the id, in groups of four, never empty (clients refuse an empty one).
    #[must_use]
    pub fn iiban(&self) -> String {
        let digits = self.id.to_string().to_ascii_uppercase();
        let body: Vec<char> = digits.chars().skip(5).collect();
        let groups: Vec<String> = body.chunks(4).map(|chunk| chunk.iter().collect()).collect();
        format!("AA88 {}", groups.join(" "))
    }
}
