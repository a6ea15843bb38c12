//! What holds of every page, as a list of complaints: its teeth are pages doctored to break each rule.

use crate::world::Answer;
use claviger_server::console::POLICY;
use std::collections::BTreeSet;

/// Most bytes of a page; style, scripts and signs come on top, once.
const MOST_BYTES: usize = 100_000;

/// What is wrong with a page.
pub(crate) fn complaints(page: &Answer) -> Vec<String> {
    let mut found = headers(page);
    found.extend(markup(&page.text));
    if page.text.len() > MOST_BYTES {
        found.push(format!("{} bytes, {MOST_BYTES} are allowed", page.text.len()));
    }
    found
}

fn headers(page: &Answer) -> Vec<String> {
    let wanted = [
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cache-control", "no-store"),
        ("content-type", "text/html; charset=utf-8"),
    ];
    let said = |name: &str| page.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let wrong = wanted.into_iter().filter(|(name, value)| said(name) != *value);
    wrong.map(|(name, value)| format!("{name} is {:?}, not {value:?}", said(name))).collect()
}

fn markup(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for tag in tags(text) {
        let name = tag.split([' ', '/', '\n']).next().unwrap_or_default();
        for (attribute, value) in attributes(tag) {
            if attribute.starts_with("on") || attribute == "style" {
                found.push(format!("<{name}> has {attribute}"));
            }
            let leads_away = matches!(attribute, "href" | "src" | "action" | "formaction" | "xlink:href");
            let is_ours = value.starts_with('/') && !value.starts_with("//") || value.starts_with('#');
            let is_file = name == "a" && value.starts_with("data:") && tag.contains(" download=");
            if leads_away && !is_ours && !is_file {
                found.push(format!("<{name}> leads to {value}"));
            }
        }
        if name == "style" || (name == "script" && !tag.contains(" src=")) {
            found.push(format!("<{name}> stands in the page"));
        }
        if matches!(name, "iframe" | "object" | "embed" | "base") {
            found.push(format!("there is an <{name}>"));
        }
    }
    found.extend(outline(text));
    found
}

/// What a reader's program goes by.
fn outline(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let count = |what: &str| text.matches(what).count();
    for what in ["<h1", "<main", "<html lang=\"en\""] {
        if count(what) != 1 {
            found.push(format!("{what} stands {} times", count(what)));
        }
    }
    // Bars of a chart have titles, too.
    let head = text.split("</head>").next().unwrap_or_default();
    if head.matches("<title>").count() != 1 {
        found.push("the page has no title of its own".to_owned());
    }
    // Whoever signs in has no visit yet that a token could belong to.
    let takes_one = |tag: &&str| {
        let before_the_door = tag.contains("action=\"/sign-in") || tag.contains("action=\"/welcome/");
        tag.contains("method=\"post\"") && (!before_the_door || tag.contains("/join\""))
    };
    let posts = tags(text).filter(|tag| tag.starts_with("form")).filter(takes_one).count();
    if count("name=\"csrf\"") < posts {
        found.push("a form has no token".to_owned());
    }
    let ids: Vec<&str> =
        tags(text).flat_map(attributes).filter(|(name, _)| *name == "id").map(|(_, id)| id).collect();
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    if unique.len() < ids.len() {
        found.push("an id stands twice".to_owned());
    }
    found
}

/// The insides of the tags of a page that is well formed, as ours are: `<` within a text or a value is escaped.
pub(crate) fn tags(text: &str) -> impl Iterator<Item = &str> {
    text.split('<')
        .skip(1)
        .filter_map(|rest| rest.split_once('>').map(|(tag, _)| tag))
        .filter(|tag| !tag.starts_with(['/', '!']))
}

/// The attributes of a tag whose values are quoted, as ours are.
pub(crate) fn attributes(tag: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = tag.split_once(' ').map_or("", |(_, rest)| rest);
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        let end = rest.find(['=', ' ']).unwrap_or(rest.len());
        let (name, behind) = rest.split_at(end);
        if name.is_empty() {
            return None;
        }
        let Some(quoted) = behind.strip_prefix("=\"") else {
            rest = behind;
            return Some((name, ""));
        };
        let (value, behind) = quoted.split_once('"').unwrap_or((quoted, ""));
        rest = behind;
        Some((name, value))
    })
}

/// Fails with every complaint.
#[track_caller]
pub(crate) fn good(path: &str, page: &Answer) {
    let found = complaints(page);
    assert!(found.is_empty(), "{path}:\n{}\n{}", found.join("\n"), page.text);
}

mod teeth {
    use super::*;
    use http::{HeaderMap, StatusCode};

    fn page(body: &str) -> Answer {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("content-security-policy", POLICY),
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cache-control", "no-store"),
            ("content-type", "text/html; charset=utf-8"),
        ] {
            headers.insert(name, value.parse().unwrap());
        }
        let text = format!(
            "<!doctype html><html lang=\"en\"><head><title>a</title></head><body><main><h1>a</h1>{body}</main></body></html>"
        );
        Answer { status: StatusCode::OK, headers, text }
    }

    #[test]
    fn a_good_page_is_fine() {
        let body = "<a href=\"/keys\">a</a><form method=\"post\" action=\"/a\"><input name=\"csrf\" value=\"x\"></form>\
                    <a download=\"a.env\" href=\"data:text/plain,a\">a</a><script src=\"/assets/a.js\"></script>";
        assert_eq!(complaints(&page(body)), Vec::<String>::new());
    }

    #[test]
    fn tooth_every_broken_rule_is_found() {
        for bad in [
            "<script>alert(1)</script>",
            "<style>a{}</style>",
            "<p style=\"color:red\">a</p>",
            "<img src=\"/a\" onerror=\"a\">",
            "<a href=\"https://evil.example/\">a</a>",
            "<a href=\"//evil.example/\">a</a>",
            "<a href=\"javascript:a\">a</a>",
            "<a href=\"data:text/html,a\">a</a>",
            "<form method=\"post\" action=\"/a\"></form>",
            "<iframe src=\"/a\"></iframe>",
            "<h1>b</h1>",
            "<p id=\"a\">a</p><p id=\"a\">a</p>",
        ] {
            assert!(!complaints(&page(bad)).is_empty(), "{bad}");
        }
        assert!(!complaints(&page(&"a".repeat(MOST_BYTES))).is_empty());
        for header in ["content-security-policy", "cache-control", "x-frame-options", "referrer-policy"] {
            let mut page = page("");
            page.headers.remove(header);
            assert_eq!(complaints(&page).len(), 1, "{header}");
        }
    }
}
