//! A browser in words, by what it calls itself. It may call itself anything; this is to be recognised by its owner. The words
//! are what is kept: what browsers call themselves is longer than what is kept of a client, and says which one at its end.

use claviger::core::text::ClientName;
use http::header::USER_AGENT;
use http::request::Parts;

/// Browsers by a mark of theirs, the particular before the general: most name others, too.
const BROWSERS: [(&str, &str); 10] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
    ("python", "Python"),
];
/// Systems, likewise.
const SYSTEMS: [(&str, &str); 8] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
    ("BSD", "BSD"),
];

/// What is kept of the browser of a request: its words, or what it calls itself if there are none for it.
pub(super) fn client(head: &Parts) -> ClientName {
    let said = head.headers.get(USER_AGENT).map(|value| value.as_bytes()).unwrap_or_default();
    let words = device(&String::from_utf8_lossy(said));
    words.map_or_else(|| ClientName::from_bytes(said), |words| ClientName::from_bytes(words.as_bytes()))
}

/// What was kept, in words.
pub(super) fn shown(client: &str) -> String {
    let known = BROWSERS.iter().any(|(_, name)| client.starts_with(name)) || client.starts_with("A browser");
    // Our words have no versions in them.
    if known && !client.contains('/') {
        client.to_owned()
    } else {
        device(client).unwrap_or_else(|| "A browser".to_owned())
    }
}

/// As in *Firefox on Linux*.
fn device(client: &str) -> Option<String> {
    let named = |names: &[(&str, &'static str)]| {
        names.iter().find(|(mark, _)| client.contains(mark)).map(|(_, name)| *name)
    };
    match (named(&BROWSERS), named(&SYSTEMS)) {
        (Some(browser), Some(system)) => Some(format!("{browser} on {system}")),
        (Some(browser), None) => Some(browser.to_owned()),
        (None, Some(system)) => Some(format!("A browser on {system}")),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn browsers_are_told_apart() {
        for (client, words) in [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox on Linux"),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 Edg/126.0",
                "Edge on Windows",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15",
                "Safari on macOS",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/126.0 Mobile Safari/604.1",
                "Chrome on iPhone",
            ),
            (
                "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36",
                "Chrome on Android",
            ),
            ("curl/8.5.0", "curl"),
            ("<script>", "A browser"),
            ("", "A browser"),
        ] {
            assert_eq!(shown(client), words, "{client}");
            assert_eq!(shown(words), words, "what is kept is shown as it is");
        }
    }
}
