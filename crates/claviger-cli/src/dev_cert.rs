//! `claviger dev-cert`: a certificate to try TLS with, and the authority that signed it.

use crate::failure::Failure;
use crate::files::write_new_private;
use crate::output::Out;
use claviger_server::net::tls::DEVELOPMENT_AUTHORITY;
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer,
    KeyPair, KeyUsagePurpose, date_time_ymd,
};
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

const EXAMPLES: &str = "\
Examples:
  claviger dev-cert --out tls
  claviger dev-cert --out tls --name bots.internal --name 10.0.0.7
  claviger serve --set tls.certificate=tls/chain.pem --set tls.key=tls/key.pem

Clients trust the authority in ca.pem:
  claviger keys list --url https://localhost:8480 --ca tls/ca.pem
  curl --cacert tls/ca.pem https://localhost:8480/0/public/Time
  REQUESTS_CA_BUNDLE=tls/ca.pem python bot.py          (krakenex, python-kraken-sdk; ccxt if told requests_trust_env)

The authority's own key is thrown away at once: nothing else can ever be signed by it.";

/// How long a certificate is good, in days; clients of some systems take none that is good for longer.
const DAYS: i64 = 397;
/// A clock that is a little behind must not refuse a fresh certificate, in days.
const BEFORE: i64 = 1;

/// Options of `claviger dev-cert`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The folder for ca.pem, chain.pem and key.pem; made if it is not there
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// A name or address the server is reached by, beside localhost, 127.0.0.1 and ::1
    #[arg(long = "name", value_name = "NAME")]
    names: Vec<String>,
    /// Replace what is there
    #[arg(long)]
    force: bool,
    /// Print where they are as JSON
    #[arg(long)]
    json: bool,
}

/// What is written: PEM texts.
struct Made {
    authority: String,
    chain: String,
    key: Zeroizing<String>,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let names: Vec<String> =
        ["localhost", "127.0.0.1", "::1"].into_iter().map(str::to_owned).chain(args.names.clone()).collect();
    let [authority, chain, key] = ["ca.pem", "chain.pem", "key.pem"].map(|name| args.out.join(name));
    make_room(&args.out, [&authority, &chain, &key], args.force)?;
    let made = make(&names).map_err(|error| {
        Failure::usage(format!("no certificate for {}: {error}", names.join(", ")))
            .next("--name takes a DNS name or an IP address")
    })?;
    write_new_private(&key, &made.key)?;
    for (path, text) in [(&chain, &made.chain), (&authority, &made.authority)] {
        fs::write(path, text)
            .map_err(|error| Failure::failed(format!("cannot write {}: {error}", path.display())))?;
    }
    if args.json {
        let files = json!({ "certificate": chain, "key": key, "authority": authority, "names": names });
        return out.json(&files);
    }
    out.line(format!("a certificate for {}, good for {DAYS} days", names.join(", ")))?;
    let (chain, key, authority) = (chain.display(), key.display(), authority.display());
    out.line(format!("server:  claviger serve --set tls.certificate={chain} --set tls.key={key}"))?;
    out.line(format!(
        "clients: --ca {authority} · curl --cacert {authority} · REQUESTS_CA_BUNDLE={authority}"
    ))
}

/// The folder is there, and nothing in it is lost that was not to be.
fn make_room(folder: &Path, files: [&PathBuf; 3], force: bool) -> Result<(), Failure> {
    fs::create_dir_all(folder)
        .map_err(|error| Failure::failed(format!("cannot make {}: {error}", folder.display())))?;
    for path in files.into_iter().filter(|path| path.exists()) {
        if !force {
            let there = format!("{} is there already; nothing was changed", path.display());
            return Err(Failure::usage(there).next("--force replaces it; or take another folder"));
        }
        fs::remove_file(path)
            .map_err(|error| Failure::failed(format!("cannot replace {}: {error}", path.display())))?;
    }
    Ok(())
}

fn make(names: &[String]) -> Result<Made, rcgen::Error> {
    let (authority_key, key) = (KeyPair::generate()?, KeyPair::generate()?);
    let mut authority = dated(CertificateParams::new(Vec::new())?, DEVELOPMENT_AUTHORITY);
    authority.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let authority_pem = authority.self_signed(&authority_key)?.pem();
    let mut server = dated(CertificateParams::new(names.to_vec())?, "claviger");
    server.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    server.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    server.use_authority_key_identifier_extension = true;
    let own = server.signed_by(&key, &Issuer::new(authority, authority_key))?.pem();
    Ok(Made {
        chain: format!("{own}{authority_pem}"),
        authority: authority_pem,
        key: Zeroizing::new(key.serialize_pem()),
    })
}

fn dated(mut params: CertificateParams, name: &str) -> CertificateParams {
    let mut called = DistinguishedName::new();
    called.push(DnType::CommonName, name);
    params.distinguished_name = called;
    let at = |(year, month, day)| date_time_ymd(year, month, day);
    (params.not_before, params.not_after) = (at(day(-BEFORE)), at(day(DAYS)));
    params
}

/// The date so many days from now, in UTC.
fn day(from_now: i64) -> (i32, u8, u8) {
    let then =
        Timestamp::now().saturating_add(SignedDuration::from_hours(24 * from_now)).unwrap_or(Timestamp::MAX);
    let then = then.to_zoned(TimeZone::UTC);
    (i32::from(then.year()), then.month().unsigned_abs(), then.day().unsigned_abs())
}
