//! `[server]`

use crate::config::setting::{Setting, choice, quoted, switch};
use crate::config::types::{ProxyHeader, PublicUrl};
use crate::net::source::TrustedProxies;
use claviger_core::allowlist::Allowlist;

pub(super) const SETTINGS: &[Setting] = &[
    Setting {
        section: "server",
        key: "bind",
        doc: "Address and port to listen on. Port 0 takes any free one.",
        set: |config, given| {
            let text = given.text()?;
            config.server.bind = text.parse().map_err(|_| {
                format!("`{text}` is not an address with a port, such as 127.0.0.1:8480 or [::1]:8480")
            })?;
            Ok(())
        },
        show: |config| quoted(&config.server.bind.to_string()),
    },
    switch!(
        "server",
        "allow_plain_http_beyond_loopback",
        server.allow_plain_http_beyond_loopback,
        "Consent to listen, without TLS, on an address other machines can reach. Administration tokens then cross
the network readable to whoever is on it: put a proxy that speaks TLS in front, on a network of its own."
    ),
    Setting {
        section: "server",
        key: "data_dir",
        doc: "The directory of the database, made (for its owner alone) if it is not there. One process at a time.",
        set: |config, given| {
            config.server.data_dir = given.text()?.into();
            Ok(())
        },
        show: |config| quoted(&config.server.data_dir.to_string_lossy()),
    },
    Setting {
        section: "server",
        key: "trusted_proxies",
        doc: "Addresses and CIDR blocks of proxies whose word on the client's address is believed. Of everybody else
every forwarding header is ignored, and X-Real-IP always is.",
        set: |config, given| {
            config.server.trusted_proxies =
                TrustedProxies::parse(given.list()?).map_err(|error| error.to_string())?;
            Ok(())
        },
        show: |config| list(&config.server.trusted_proxies.texts()),
    },
    choice!(
        "server",
        "proxy_header",
        server.proxy_header,
        ProxyHeader::NAMES,
        "The header in which those proxies name the client: `x-forwarded-for` or `forwarded` (RFC 7239). Only this
one is read, since a proxy that writes one passes the other through as the client sent it."
    ),
    switch!(
        "server",
        "market_data_needs_key",
        server.market_data_needs_key,
        "Whether market data needs a public key. If not, it is open to everybody who can connect."
    ),
    Setting {
        section: "server",
        key: "metrics_from",
        doc: "Addresses and CIDR blocks that may read /metrics; empty for everybody who can connect. Whoever comes through a
proxy that is not trusted counts as that proxy.",
        set: |config, given| {
            config.server.metrics_from = Allowlist::parse(given.list()?).map_err(|error| error.to_string())?;
            Ok(())
        },
        show: |config| list(&config.server.metrics_from.to_texts()),
    },
    Setting {
        section: "server",
        key: "public_url",
        doc: "Where browsers reach the console, such as https://keys.example.com: links it makes begin with it, passkeys belong to
its host, and with https its cookies are for TLS alone. Empty for the host a browser asks for.",
        set: |config, given| {
            config.server.public_url =
                if given.is_empty() { None } else { Some(PublicUrl::parse(given.text()?)?) };
            Ok(())
        },
        show: |config| quoted(config.server.public_url.as_ref().map_or("", PublicUrl::origin)),
    },
    switch!(
        "server",
        "console",
        server.console,
        "Whether the console is served: pages for a browser, in which members look after keys, the team and their own sign-in."
    ),
];

fn list(texts: &[String]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
    format!("[{}]", texts.join(", "))
}
