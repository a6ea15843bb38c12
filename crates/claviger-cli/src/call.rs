//! `claviger call`: signs one call with a key from an encrypted profile, sends it, prints the
//! result; if it is refused, says why in words.

pub(crate) mod signed;
mod verdict;

use crate::failure::{Failure, Status};
use crate::http::{ANSWER, Base, Response, Trust, encode};
use crate::output::Out;
use crate::remote::DEFAULT_URL;
use claviger_core::credential::{AdminToken, PrivateKey};
use claviger_kraken::method::{PrivateMethod, PublicMethod};
use claviger_kraken::wire::ARCHIVE_TYPE;
use ureq::http::Method;
pub(crate) use verdict::Verdict;

const EXAMPLES: &str = "\
The key comes from a profile (`claviger profile add`), never from an argument or a plain file. Market data needs none.

Examples:
  claviger call Balance --profile grid-bot
  claviger call AddOrder pair=XBTUSD type=buy ordertype=limit price=90000 volume=0.01 --profile grid-bot
  claviger call Ticker pair=XBTUSD
  claviger call RetrieveExport id=EQCLML-BW3P3-BUCMWZ --profile grid-bot > ledgers.zip

Exit status: 0 done · 1 refused by the exchange or failed · 2 usage · 3 cannot connect · 4 the key is not good, or may
not do this";

/// Options of `claviger call`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The method, as the exchange calls it: Balance, AddOrder, Ticker
    method: String,
    /// Parameters, as name=value
    #[arg(value_name = "NAME=VALUE")]
    params: Vec<String>,
    /// The encrypted profile that holds the key
    #[arg(long, short, env = "CLAVIGER_PROFILE", value_name = "PROFILE")]
    profile: Option<String>,
    /// URL of the server; a profile brings its own
    #[arg(long, env = "CLAVIGER_URL", value_name = "URL")]
    url: Option<String>,
    #[command(flatten)]
    trust: Trust,
    /// Ask for the second factor, or take it from CLAVIGER_OTP
    #[arg(long)]
    otp: bool,
    /// Print the whole envelope, exactly
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let params = params(&args.params)?;
    // Before it is fetched: a report may be large.
    if args.method == PrivateMethod::RetrieveExport.name() && out.width.is_some() {
        return Err(Failure::usage("a report is an archive, which a terminal cannot show")
            .next("send it to a file: add `> report.zip`"));
    }
    let response = if PublicMethod::from_name(&args.method).is_some() {
        public(args, &params)?
    } else if PrivateMethod::from_name(&args.method).is_some() {
        private(args, &params)?
    } else {
        return Err(unknown(&args.method));
    };
    if response.header("content-type") == ARCHIVE_TYPE {
        return out.bytes(&response.body);
    }
    let verdict = Verdict::read(&response)?;
    if args.json {
        out.json(&verdict.envelope)?;
    } else if verdict.is_success() {
        out.json(verdict.result())?;
    }
    verdict.judge()
}

fn public(args: &Args, params: &[(&str, &str)]) -> Result<Response, Failure> {
    let base = Base::parse(args.url.as_deref().unwrap_or(DEFAULT_URL))?;
    let query: Vec<String> =
        params.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    let wire = args.trust.wire(&base)?;
    wire.send(&base, &Method::GET, &format!("/0/public/{}{query}", args.method), &[], b"", ANSWER)
}

fn private(args: &Args, params: &[(&str, &str)]) -> Result<Response, Failure> {
    let by = signed::By {
        profile: args.profile.as_deref(),
        url: args.url.as_deref(),
        trust: &args.trust,
        otp: args.otp,
    };
    signed::send(&by, &args.method, params)
}

fn params(given: &[String]) -> Result<Vec<(&str, &str)>, Failure> {
    given.iter().map(|text| param(text)).collect()
}

fn param(text: &str) -> Result<(&str, &str), Failure> {
    if [PrivateKey::PREFIX, AdminToken::PREFIX].iter().any(|prefix| text.contains(prefix)) {
        return Err(Failure::usage(
            "a secret does not belong on the command line, where every user of this machine can see it",
        )
        .next("revoke it now; then keep its successor with `claviger profile add`"));
    }
    match text.split_once('=') {
        Some(("nonce", _)) => Err(Failure::usage("the nonce is made here; leave it out")),
        Some(("otp", _)) => Err(Failure::usage(
            "a second factor does not belong on the command line: add --otp to be asked for it",
        )),
        Some((name, value)) if !name.is_empty() => Ok((name, value)),
        _ => Err(Failure::usage(format!("`{}` is not name=value", crate::output::harmless(text)))),
    }
}

fn unknown(method: &str) -> Failure {
    let near = |name: &&str| name.eq_ignore_ascii_case(method);
    let mut names =
        PrivateMethod::ALL.iter().map(|m| m.name()).chain(PublicMethod::ALL.iter().map(|m| m.name()));
    let failure =
        Failure::new(Status::Usage, format!("there is no method `{}`", crate::output::harmless(method)));
    match names.find(near) {
        Some(name) => failure.next(format!("did you mean {name}?")),
        None => failure.next("methods are called as the exchange calls them: Balance, AddOrder, Ticker, …"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_taken_to_the_letter() {
        assert_eq!(param("close[ordertype]=a=b").unwrap(), ("close[ordertype]", "a=b"));
        assert_eq!(param("x=").unwrap(), ("x", ""));
        for bad in ["", "pair", "=x", "nonce=1", "otp=123456"] {
            assert!(param(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_secret_on_the_command_line_is_refused_and_not_repeated() {
        let failure = param("key=ClavSec1abcdef").unwrap_err();
        assert!(!failure.to_string().contains("abcdef"), "{failure}");
    }

    #[test]
    fn a_wrong_case_is_put_right() {
        assert!(unknown("balance").to_string().contains("did you mean Balance?"));
        assert!(unknown("Nonsense").to_string().contains("no method"));
    }
}
