//! The forms of a secret.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};

/// Characters of a piece.
const PIECE: usize = 16;
/// A secret shorter than this cannot be told from chance.
const SHORTEST: usize = 8;

/// One secret that must not be seen.
#[derive(Debug, Clone)]
pub struct Secret {
    /// What it is, for the complaint.
    pub name: String,
    pub(super) forms: Vec<(&'static str, Vec<u8>)>,
}

impl Secret {
    /// A secret that is a text: the text and, if it is base64, the bytes it stands for.
    ///
    /// # Panics
    /// If it is too short to be told from chance.
    #[must_use]
    pub fn text(name: &str, text: &str) -> Self {
        let mut secret = Self::bytes(name, text.as_bytes());
        if let Ok(raw) = STANDARD.decode(text).map(|raw| raw.into_iter().collect::<Vec<_>>())
            && raw.len() >= 24
        {
            secret.forms.extend(Self::bytes(name, &raw).forms);
        }
        secret
    }

    /// A secret that is bytes.
    ///
    /// # Panics
    /// If it is too short to be told from chance.
    #[must_use]
    pub fn bytes(name: &str, raw: &[u8]) -> Self {
        assert!(raw.len() >= SHORTEST, "{name} is too short to be looked for");
        let mut forms = vec![("as it is", raw.to_vec())];
        // The first piece of a credential is the prefix, which all of its kind share.
        forms.extend(raw.chunks_exact(PIECE).skip(1).map(|piece| ("a piece of it", piece.to_vec())));
        let hex: String = raw.iter().map(|byte| format!("{byte:02x}")).collect();
        forms.push(("upper hexadecimal", hex.to_uppercase().into_bytes()));
        forms.push(("hexadecimal", hex.into_bytes()));
        for shift in 0..3 {
            forms.extend(aligned(raw, shift));
        }
        forms.extend(escaped(raw));
        forms.retain(|(_, form)| form.len() >= SHORTEST);
        Secret { name: name.to_owned(), forms }
    }
}

/// What is the same of the base64 of `raw` wherever it begins `shift` bytes after a multiple of three: the characters
/// that depend on nothing but `raw`.
fn aligned(raw: &[u8], shift: usize) -> Vec<(&'static str, Vec<u8>)> {
    let own = &raw[(3 - shift) % 3..];
    let own = &own[..own.len() / 3 * 3];
    let name = ["base64", "base64, one byte on", "base64, two bytes on"][shift];
    let name_url =
        ["URL-safe base64", "URL-safe base64, one byte on", "URL-safe base64, two bytes on"][shift];
    vec![(name, STANDARD.encode(own).into_bytes()), (name_url, URL_SAFE.encode(own).into_bytes())]
}

/// Where these differ from the text itself.
fn escaped(raw: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let Ok(text) = std::str::from_utf8(raw) else { return Vec::new() };
    let url = crate::trader::encode(text);
    let json = serde_json::to_string(text).unwrap_or_default();
    let json = json.trim_matches('"');
    let unicode: String =
        text.chars().map(|c| if c.is_ascii_alphanumeric() { c.into() } else { escape(c) }).collect();
    let candidates = [
        ("percent-encoded", url.clone()),
        ("percent-encoded in lower case", lower_percent(&url)),
        ("as a JSON string", json.to_owned()),
        ("as a JSON string with its slashes escaped", json.replace('/', "\\/")),
        ("as a JSON string of code points", unicode),
    ];
    let differ = candidates.into_iter().filter(|(_, form)| form != text);
    differ.map(|(name, form)| (name, form.into_bytes())).collect()
}

fn escape(c: char) -> String {
    format!("\\u{:04x}", u32::from(c))
}

fn lower_percent(text: &str) -> String {
    let mut parts = text.split('%');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| {
        let (code, rest) = part.split_at(part.len().min(2));
        format!("{all}%{}{rest}", code.to_lowercase())
    })
}
