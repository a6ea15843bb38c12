//! How clients reach it: the certificate and its key, or plain HTTP and the proxies before it.

use super::Finding;
use crate::config::Config;
use crate::net::tls::{Doubt, Files, Shown, TlsError, WARN_DAYS};
use claviger_core::time::Timestamp;

const DAY_SECS: i64 = 86_400;

pub(super) fn look(config: &Config, now: Timestamp, found: &mut Vec<Finding>) {
    let Some(files) = Files::configured(&config.tls) else { return found.push(plain_http(config)) };
    match files.check(now) {
        Err(error) => found.push(refused(&error)),
        Ok(shown) => {
            found.push(term(&files, &shown, now));
            found.push(names(&files, &shown));
            chain(&files, &shown, is_reachable(config), found);
        }
    }
}

/// Whether other machines may reach the address.
fn is_reachable(config: &Config) -> bool {
    !config.server.bind.ip().to_canonical().is_loopback()
}

fn plain_http(config: &Config) -> Finding {
    let (bind, proxies) = (config.server.bind, config.server.trusted_proxies.texts());
    match (is_reachable(config), proxies.is_empty()) {
        // It was consented to, and what network that is cannot be seen from here.
        (true, true) => Finding::warning(
            "plain-http",
            format!("{bind} can be reached by other machines without TLS, and no proxy is trusted"),
            "tokens and answers cross that network readable to whoever is on it; and if a proxy is in front, every \
             client seems to come from it, so allowlists and lock-outs judge the wrong address",
            "name a certificate in tls.certificate and tls.key, or bind to a loopback address and put a proxy that \
             speaks TLS in front; name that proxy in server.trusted_proxies",
        ),
        (true, false) => Finding::good(
            "plain-http",
            format!("{bind} is plain HTTP, for the proxies {}", proxies.join(", ")),
        ),
        (false, _) => Finding::good("plain-http", format!("{bind} is plain HTTP, for this machine alone")),
    }
}

/// The pair is not taken.
fn refused(error: &TlsError) -> Finding {
    let why = match error {
        TlsError::Mode { .. } | TlsError::Owner { .. } => {
            "whoever has the key can pretend to be this server, and a server does not start with it"
        }
        TlsError::Expired { .. } => {
            "clients refuse it; a server that runs goes on with it, and one that is started does not start"
        }
        _ => "a server does not start with it; one that runs keeps the pair it has",
    };
    let cause = std::error::Error::source(error).map_or_else(String::new, |cause| format!(": {cause}"));
    Finding::bad("certificate", format!("{}{cause}", error.what()), why, error.remedy())
}

/// How long it is in force.
fn term(files: &Files, shown: &Shown, now: Timestamp) -> Finding {
    let (path, until) = (files.certificate.display(), shown.expires_at);
    let left = until.secs() - now.secs();
    if left > WARN_DAYS.into_iter().max().unwrap_or_default() * DAY_SECS {
        return Finding::good("certificate", format!("{path} and its key belong together, until {until}"));
    }
    Finding::warning(
        "certificate",
        format!("{path} expires in {} days, at {until}", left / DAY_SECS),
        "clients refuse it from then on",
        "renew it: put the new pair in the place of the old one; a running server reads it by itself",
    )
}

fn names(files: &Files, shown: &Shown) -> Finding {
    if shown.doubts.contains(&Doubt::NoName) {
        return Finding::bad(
            "names",
            format!("{} is for no name and no address", files.certificate.display()),
            "clients refuse it, whatever name they reach the server by; a common name does not count",
            "have one made with every name and address clients use, as subjectAltName",
        );
    }
    Finding::good("names", format!("the certificate is for {}", shown.names.join(", ")))
}

fn chain(files: &Files, shown: &Shown, reachable: bool, found: &mut Vec<Finding>) {
    let before = found.len();
    let doubts = shown.doubts.iter().filter_map(|doubt| doubted(files, *doubt, reachable));
    found.extend(doubts);
    if found.len() == before {
        found.push(Finding::good("chain", "the chain is in order"));
    }
}

fn doubted(files: &Files, doubt: Doubt, reachable: bool) -> Option<Finding> {
    let path = files.certificate.display();
    Some(match doubt {
        Doubt::Order(place) => Finding::warning(
            "chain",
            format!("{path}: certificate {place} is not of whoever signed the one before it"),
            "clients that do not know the way up by themselves refuse it",
            "put the server's own certificate first, then each after the one that it signed, and nothing else",
        ),
        Doubt::NotInForce(place) => Finding::warning(
            "chain",
            format!("{path}: certificate {place}, above the server's own, is not in force"),
            "clients that have no other way up refuse it",
            "take the chain that your authority gives out now",
        ),
        Doubt::SelfSigned if reachable => trying(format!("{path} is signed by itself")),
        Doubt::Development if reachable => {
            trying(format!("{path} is of `claviger dev-cert`, for trying TLS"))
        }
        // On this machine alone it is what it is for. That there is no name is said apart.
        Doubt::SelfSigned | Doubt::Development | Doubt::NoName => return None,
    })
}

/// A certificate that no client trusts by itself, on an address that others can reach.
fn trying(what: String) -> Finding {
    Finding::warning(
        "chain",
        what,
        "every client has to be told to trust it, and those that are told to trust anything instead can be \
         deceived by anybody",
        "have one made by an authority that your clients trust, or bind to a loopback address while trying",
    )
}
