//! Order flags.

use serde::{Deserialize, Serialize};

/// Order flags: Kraken's `oflags`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Flags {
    /// `post`: never take; only with limit orders.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub post: bool,
    /// `fcib`: fee in the base asset. Otherwise (`fciq`) the fee is in the quote asset.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub fcib: bool,
    /// `nompp`: no market price protection. Accepted and kept; this venue has no such protection.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub nompp: bool,
    /// `viqc`: volume of a market buy in the quote asset. Not offered: refused.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub viqc: bool,
}

impl Flags {
    pub(super) fn is_plain(&self) -> bool {
        *self == Self::default()
    }

    /// Kraken's words, comma separated: `fciq`, `post,fcib`.
    #[must_use]
    pub fn text(self) -> String {
        let currency = if self.fcib { "fcib" } else { "fciq" };
        let words = [(self.post, "post"), (true, currency), (self.nompp, "nompp")];
        words.into_iter().filter(|(set, _)| *set).map(|(_, word)| word).collect::<Vec<_>>().join(",")
    }
}
