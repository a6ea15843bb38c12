//! Who is believed about the client's address (SECURITY-CASES 4), as tables and as properties.

use super::{MAX_HOPS, TrustedProxies, TrustedProxyError, came_over_tls, client_address};
use crate::config::ProxyHeader;
use http::{HeaderMap, HeaderName, HeaderValue};
use proptest::prelude::*;
use std::net::IpAddr;

const PROXY: &str = "10.0.0.1";
const STRANGER: &str = "192.0.2.66";

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

fn trusted() -> TrustedProxies {
    TrustedProxies::parse(["10.0.0.0/8", "fd00::/8"]).unwrap()
}

fn headers(lines: &[(&'static str, &str)]) -> HeaderMap {
    let mut map = HeaderMap::new();
    for (name, value) in lines {
        map.append(HeaderName::from_static(name), HeaderValue::from_str(value).unwrap());
    }
    map
}

fn seen(peer: &str, header: ProxyHeader, lines: &[(&'static str, &str)]) -> String {
    client_address(ip(peer), &headers(lines), &trusted(), header).to_string()
}

#[test]
fn x_forwarded_for_is_walked_from_the_right() {
    for (value, client) in [
        ("203.0.113.7", "203.0.113.7"),
        ("6.6.6.6, 203.0.113.7", "203.0.113.7"),
        ("6.6.6.6, 203.0.113.7, 10.9.9.9", "203.0.113.7"),
        ("203.0.113.7,10.9.9.9,10.8.8.8", "203.0.113.7"),
        ("10.9.9.9", "10.9.9.9"),
        ("6.6.6.6,, 203.0.113.7, ,", "203.0.113.7"),
        ("", PROXY),
        (" , ,", PROXY),
        ("203.0.113.7:4711", "203.0.113.7"),
        ("2001:db8::1", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("[2001:db8::1]:4711", "2001:db8::1"),
        ("\"[2001:db8::1]:4711\"", "2001:db8::1"),
        ("2001:DB8:0:0::1", "2001:db8::1"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("[::ffff:203.0.113.7]:1", "203.0.113.7"),
        ("::ffff:10.9.9.9", "10.9.9.9"),
        ("fe80::1%eth0", "fe80::1"),
        ("[fe80::1%25eth0]:80", "fe80::1"),
        ("6.6.6.6, unknown", PROXY),
        ("6.6.6.6, _hidden, 10.9.9.9", "10.9.9.9"),
        ("6.6.6.6, 203.0.113.7:99999", PROXY),
        ("6.6.6.6, 203.0.113.7:", PROXY),
        ("6.6.6.6, 203.0.113.07", PROXY),
        ("6.6.6.6, 203.0.113", PROXY),
        ("6.6.6.6, 0xcb007107", PROXY),
        ("6.6.6.6, [203.0.113.7]", PROXY),
        ("6.6.6.6, [2001:db8::1", PROXY),
        ("6.6.6.6, 2001:db8::1]", PROXY),
        ("6.6.6.6, [2001:db8::1]x", PROXY),
        ("6.6.6.6, \"203.0.113.7", PROXY),
        ("6.6.6.6, fe80::1%", PROXY),
        ("6.6.6.6, example.com", PROXY),
        ("6.6.6.6; 203.0.113.7", PROXY),
        ("\"6.6.6.6, 203.0.113.7", "203.0.113.7"),
    ] {
        let got = seen(PROXY, ProxyHeader::XForwardedFor, &[("x-forwarded-for", value)]);
        assert_eq!(got, client, "{value}");
    }
}

#[test]
fn forwarded_is_walked_from_the_right() {
    for (value, client) in [
        ("for=203.0.113.7", "203.0.113.7"),
        ("For=\"203.0.113.7:4711\"", "203.0.113.7"),
        ("for=6.6.6.6, for=203.0.113.7;proto=https;by=10.0.0.1", "203.0.113.7"),
        ("by=10.0.0.1; FOR = \"[2001:db8::1]:4711\" ;host=a", "2001:db8::1"),
        ("for=\"[2001:db8::1]:_port\"", "2001:db8::1"),
        ("for=203.0.113.7, for=10.9.9.9", "203.0.113.7"),
        ("for=6.6.6.6, proto=https", PROXY),
        ("for=6.6.6.6, for=unknown", PROXY),
        ("for=6.6.6.6, for=_SEVKISEK", PROXY),
        ("for=6.6.6.6, for=203.0.113.7;for=6.6.6.6", PROXY),
        ("for=6.6.6.6, 203.0.113.7", PROXY),
        ("for=6.6.6.6, for", PROXY),
        ("for=6.6.6.6, for=", PROXY),
        ("for=6.6.6.6, xfor=203.0.113.7", PROXY),
        // A client's open quote, with or without an escape, swallows nothing.
        ("for=6.6.6.6;x=\", for=203.0.113.7", "203.0.113.7"),
        ("for=6.6.6.6;x=\"\\, for=\"[2001:db8::1]:4711\"", "2001:db8::1"),
    ] {
        let got = seen(PROXY, ProxyHeader::Forwarded, &[("forwarded", value)]);
        assert_eq!(got, client, "{value}");
    }
}

#[test]
fn repeated_lines_are_one_list() {
    let lines = [("x-forwarded-for", "6.6.6.6, 203.0.113.7"), ("x-forwarded-for", "10.9.9.9")];
    assert_eq!(seen(PROXY, ProxyHeader::XForwardedFor, &lines), "203.0.113.7");
    let lines = [("x-forwarded-for", "6.6.6.6"), ("x-forwarded-for", "203.0.113.7")];
    assert_eq!(seen(PROXY, ProxyHeader::XForwardedFor, &lines), "203.0.113.7");
}

#[test]
fn only_the_configured_header_is_read() {
    let lines = [
        ("forwarded", "for=6.6.6.6"),
        ("x-real-ip", "6.6.6.6"),
        ("true-client-ip", "6.6.6.6"),
        ("x-forwarded-for", "203.0.113.7"),
    ];
    assert_eq!(seen(PROXY, ProxyHeader::XForwardedFor, &lines), "203.0.113.7");
    assert_eq!(seen(PROXY, ProxyHeader::Forwarded, &lines), "6.6.6.6");
    let others = [("x-real-ip", "6.6.6.6"), ("forwarded", "for=6.6.6.6")];
    assert_eq!(seen(PROXY, ProxyHeader::XForwardedFor, &others), PROXY);
}

#[test]
fn a_peer_that_is_not_trusted_is_the_client() {
    let lines = [("x-forwarded-for", "203.0.113.7"), ("x-real-ip", "6.6.6.6")];
    assert_eq!(seen(STRANGER, ProxyHeader::XForwardedFor, &lines), STRANGER);
    assert_eq!(seen("::ffff:192.0.2.66", ProxyHeader::XForwardedFor, &lines), STRANGER);
    assert_eq!(seen("::ffff:10.0.0.1", ProxyHeader::XForwardedFor, &lines), "203.0.113.7");
    let nobody =
        client_address(ip(PROXY), &headers(&lines), &TrustedProxies::default(), ProxyHeader::XForwardedFor);
    assert_eq!(nobody.to_string(), PROXY);
}

#[test]
fn ten_thousand_elements_are_not_walked() {
    let chain = |length: usize| format!("203.0.113.7{}", ", 10.9.9.9".repeat(length));
    let got = |value: &str| seen(PROXY, ProxyHeader::XForwardedFor, &[("x-forwarded-for", value)]);
    assert_eq!(got(&chain(MAX_HOPS - 1)), "203.0.113.7");
    assert_eq!(got(&chain(MAX_HOPS)), "10.9.9.9");
    assert_eq!(got(&chain(10_000)), "10.9.9.9");
    assert_eq!(got(&format!("203.0.113.7{}", ",".repeat(10_000))), PROXY);
}

#[test]
fn a_list_of_proxies_that_is_not_clear_is_refused() {
    use TrustedProxyError as E;
    for everything in ["0.0.0.0/0", "::/0"] {
        assert!(matches!(TrustedProxies::parse([everything]), Err(E::Everything(_))), "{everything}");
    }
    for bits in ["10.0.0.1/8", "2001:db8::1/32", "::ffff:10.0.0.1/104"] {
        assert!(matches!(TrustedProxies::parse([bits]), Err(E::HostBits { .. })), "{bits}");
    }
    for bad in ["", "proxy", "10.0.0", "10.0.0.0/33", "*", "::ffff:0:0/40"] {
        assert!(matches!(TrustedProxies::parse([bad]), Err(E::Syntax(_))), "{bad}");
    }
    assert_eq!(TrustedProxies::parse(["::ffff:10.0.0.0/104"]).unwrap().texts(), ["10.0.0.0/8"]);
    assert!(matches!(TrustedProxies::parse(vec!["10.0.0.1"; 257]), Err(E::TooMany)));
}

fn any_header() -> impl Strategy<Value = (&'static str, Vec<u8>)> {
    let names = prop::sample::select(vec!["x-forwarded-for", "forwarded", "x-real-ip", "via", "client-ip"]);
    let value = prop_oneof![
        prop::collection::vec(0x20u8..0x7f, 0..60),
        Just(b"203.0.113.7, 10.0.0.1".to_vec()),
        Just(b"for=\"[2001:db8::1]\", for=10.0.0.1".to_vec()),
    ];
    (names, value)
}

fn map_of(lines: &[(&'static str, Vec<u8>)]) -> HeaderMap {
    let mut map = HeaderMap::new();
    for (name, value) in lines {
        map.append(HeaderName::from_static(name), HeaderValue::from_bytes(value).unwrap());
    }
    map
}

fn any_style() -> impl Strategy<Value = ProxyHeader> {
    prop_oneof![Just(ProxyHeader::XForwardedFor), Just(ProxyHeader::Forwarded)]
}

proptest! {
    /// Whatever a peer that is not trusted sends, it is itself.
    #[test]
    fn an_untrusted_peer_changes_nothing(
        peer in any::<IpAddr>(),
        lines in prop::collection::vec(any_header(), 0..6),
        style in any_style(),
    ) {
        prop_assume!(!trusted().contains(peer.to_canonical()));
        let got = client_address(peer, &map_of(&lines), &trusted(), style);
        prop_assert_eq!(got, peer.to_canonical());
    }

    /// Whatever a client sends, its proxy's word about it stands.
    #[test]
    fn a_client_cannot_talk_over_its_proxy(
        client in any::<IpAddr>(),
        mut lines in prop::collection::vec(any_header(), 0..6),
        own_line in any::<bool>(),
        style in any_style(),
    ) {
        let client = client.to_canonical();
        prop_assume!(!trusted().contains(client));
        let (name, word) = match (style, client) {
            (ProxyHeader::XForwardedFor, _) => ("x-forwarded-for", client.to_string()),
            (ProxyHeader::Forwarded, IpAddr::V4(_)) => ("forwarded", format!("for={client}")),
            (ProxyHeader::Forwarded, IpAddr::V6(_)) => ("forwarded", format!("for=\"[{client}]:80\";proto=http")),
        };
        let last = lines.iter().rposition(|(known, _)| *known == name);
        match last.and_then(|at| lines.get_mut(at)) {
            Some((_, value)) if !own_line => value.extend_from_slice(format!(", {word}").as_bytes()),
            _ => lines.push((name, word.into_bytes())),
        }
        prop_assert_eq!(client_address(ip(PROXY), &map_of(&lines), &trusted(), style), client);
    }
}

#[test]
fn only_a_trusted_proxy_says_that_tls_was_spoken() {
    let said = |peer: &str, header, lines: &[(&'static str, &str)]| {
        came_over_tls(ip(peer), &headers(lines), &trusted(), header)
    };
    for (value, tls) in [
        ("https", true),
        ("HTTPS", true),
        ("http, https", true),
        ("https, http", false),
        ("http", false),
        ("", false),
    ] {
        let lines = [("x-forwarded-proto", value), ("forwarded", "for=203.0.113.7;proto=https")];
        assert_eq!(said(PROXY, ProxyHeader::XForwardedFor, &lines), tls, "{value}");
        assert!(!said(STRANGER, ProxyHeader::XForwardedFor, &lines), "{value}");
    }
    for (value, tls) in [
        ("for=203.0.113.7;proto=https", true),
        ("Proto=\"https\"", true),
        ("proto=https, for=203.0.113.7", false),
        ("proto=https;proto=https", false),
        ("proto=http", false),
    ] {
        let lines = [("forwarded", value), ("x-forwarded-proto", if tls { "http" } else { "https" })];
        assert_eq!(said(PROXY, ProxyHeader::Forwarded, &lines), tls, "{value}");
        assert!(!said(STRANGER, ProxyHeader::Forwarded, &lines), "{value}");
    }
}
