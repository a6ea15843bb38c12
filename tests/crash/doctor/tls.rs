//! The certificate, its key, its chain; plain HTTP that others can reach.

use super::host::{Host, mode, text};
use super::{Break, Mend, SetUp};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

const DAY: i64 = 86_400;
/// An address other machines can reach, on any port.
const OPEN: &str = "0.0.0.0:0";

pub(super) const SET_UPS: [SetUp; 12] = [
    SetUp {
        name: "the certificate is missing",
        check: "certificate",
        grade: "bad",
        remedy: "check the path",
        break_it: Break::Anywhere(|host| {
            broken(host, &Pair::default(), |host| fs::remove_file(chain(host)).unwrap())
        }),
        mend: Mend::ByHand(renew),
    },
    SetUp {
        name: "the key of the certificate lies open",
        check: "certificate",
        grade: "bad",
        remedy: "chmod 600",
        break_it: Break::Anywhere(|host| broken(host, &Pair::default(), |host| mode(&key(host), 0o644))),
        mend: Mend::AsSaid,
    },
    SetUp {
        name: "the key of the certificate is another",
        check: "certificate",
        grade: "bad",
        remedy: "name the two files that were made together",
        break_it: Break::Anywhere(|host| {
            broken(host, &Pair::default(), |host| {
                fs::write(key(host), KeyPair::generate().unwrap().serialize_pem()).unwrap();
            })
        }),
        mend: Mend::ByHand(renew),
    },
    SetUp {
        name: "the certificate has expired",
        check: "certificate",
        grade: "bad",
        remedy: "renew it",
        break_it: Break::Anywhere(|host| broken(host, &Pair { until: -DAY, ..Pair::default() }, |_| {})),
        mend: Mend::ByHand(renew),
    },
    SetUp {
        name: "the certificate expires soon",
        check: "certificate",
        grade: "warning",
        remedy: "renew it",
        break_it: Break::Anywhere(|host| broken(host, &Pair { until: 5 * DAY, ..Pair::default() }, |_| {})),
        mend: Mend::ByHand(renew),
    },
    SetUp {
        name: "the certificate is not in force yet",
        check: "certificate",
        grade: "bad",
        remedy: "put this machine's clock right",
        break_it: Break::Anywhere(|host| broken(host, &Pair { from: DAY, ..Pair::default() }, |_| {})),
        mend: Mend::ByHand(renew),
    },
    SetUp {
        name: "the certificate is for no name",
        check: "names",
        grade: "bad",
        remedy: "subjectAltName",
        break_it: Break::Anywhere(|host| broken(host, &Pair { name: None, ..Pair::default() }, |_| {})),
        mend: Mend::ByHand(renew),
    },
    SetUp {
        name: "the chain begins with its authority",
        check: "certificate",
        grade: "bad",
        remedy: "the server's own certificate first",
        break_it: Break::Anywhere(|host| broken(host, &Pair { turned: true, ..Pair::default() }, |_| {})),
        mend: Mend::ByHand(renew),
    },
    SetUp {
        name: "the chain goes astray",
        check: "chain",
        grade: "warning",
        remedy: "each after the one that it signed",
        break_it: Break::Anywhere(|host| broken(host, &Pair { astray: true, ..Pair::default() }, |_| {})),
        mend: Mend::ByHand(renew),
    },
    SetUp {
        name: "the authority of the chain has expired",
        check: "chain",
        grade: "warning",
        remedy: "the chain that your authority gives out now",
        break_it: Break::Anywhere(|host| {
            broken(host, &Pair { authority_until: -DAY, ..Pair::default() }, |_| {})
        }),
        mend: Mend::ByHand(renew),
    },
    SetUp {
        name: "a certificate for trying is shown to others",
        check: "chain",
        grade: "warning",
        remedy: "an authority that your clients trust",
        break_it: Break::Anywhere(|host| {
            host.claviger(&["dev-cert", "--out", &text(&host.path("tls"))]);
            host.bind = OPEN.to_owned();
            host.settings.extend(settings(host))
        }),
        mend: Mend::ByHand(renew),
    },
    SetUp {
        name: "others can reach plain HTTP and no proxy is trusted",
        check: "plain-http",
        grade: "warning",
        remedy: "name that proxy in server.trusted_proxies",
        break_it: Break::Anywhere(|host| {
            host.bind = OPEN.to_owned();
            host.settings.push("server.allow_plain_http_beyond_loopback=true".to_owned())
        }),
        mend: Mend::ByHand(|host| host.settings.push("server.trusted_proxies=10.0.0.7".to_owned())),
    },
];

/// A pair with the authority that signed it: from and until when, in seconds from now, and what is wrong with it.
struct Pair {
    from: i64,
    until: i64,
    authority_until: i64,
    name: Option<&'static str>,
    /// Whether the authority comes first.
    turned: bool,
    /// Whether another authority is shown than the one that signed.
    astray: bool,
}

impl Default for Pair {
    fn default() -> Self {
        let (from, until, authority_until) = (-DAY, 90 * DAY, 900 * DAY);
        Pair { from, until, authority_until, name: Some("keys.example.com"), turned: false, astray: false }
    }
}

fn chain(host: &Host) -> PathBuf {
    host.path("tls").join("chain.pem")
}

fn key(host: &Host) -> PathBuf {
    host.path("tls").join("key.pem")
}

fn settings(host: &Host) -> [String; 2] {
    [format!("tls.certificate={}", text(&chain(host))), format!("tls.key={}", text(&key(host)))]
}

/// A host with this pair, to which something is done.
fn broken(host: &mut Host, pair: &Pair, then: fn(&Host)) {
    lay(host, pair);
    host.settings.extend(settings(host));
    then(host)
}

/// A good pair in the place of whatever is there.
fn renew(host: &mut Host) {
    lay(host, &Pair::default());
}

fn lay(host: &Host, pair: &Pair) {
    let (authority, stranger) = (Authority::new("Root", pair), Authority::new("Stranger", pair));
    let own_key = KeyPair::generate().unwrap();
    let own = CertificateParams::new(Vec::from_iter(pair.name.map(str::to_owned))).unwrap();
    let own = dated(own, pair.from, pair.until);
    let own = own.signed_by(&own_key, &authority.issuer).unwrap().pem();
    let above = if pair.astray { stranger.pem } else { authority.pem };
    let text = if pair.turned { above + &own } else { own + &above };
    fs::create_dir_all(host.path("tls")).unwrap();
    fs::write(chain(host), text).unwrap();
    fs::write(key(host), own_key.serialize_pem()).unwrap();
    mode(&key(host), 0o600);
}

struct Authority {
    pem: String,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new(name: &str, pair: &Pair) -> Self {
        let (key, mut params) = (KeyPair::generate().unwrap(), CertificateParams::new(Vec::new()).unwrap());
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let params = dated(params, -900 * DAY, pair.authority_until);
        Authority { pem: params.self_signed(&key).unwrap().pem(), issuer: Issuer::new(params, key) }
    }
}

/// The same, in force from and until so many seconds from now.
#[expect(clippy::disallowed_methods, reason = "the doctor, another process, looks at the same clock")]
fn dated(mut params: CertificateParams, from: i64, until: i64) -> CertificateParams {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock after 1970").as_secs();
    let at = |secs| date_time_ymd(1970, 1, 1) + Duration::from_secs(now.saturating_add_signed(secs));
    (params.not_before, params.not_after) = (at(from), at(until));
    params
}
