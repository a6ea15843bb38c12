//! Which server a command talks to, and with which administration token.

use crate::failure::{Failure, Status};
use crate::http::{Api, Base, Trust};
use crate::output::Out;
use crate::{files, profile};
use clap::Args;
use claviger_core::credential::AdminToken;
use serde_json::Value;
use std::path::PathBuf;
use zeroize::Zeroizing;

/// Where a server listens unless it is told otherwise.
pub(crate) const DEFAULT_URL: &str = "http://127.0.0.1:8480";

/// Options of every command that talks to the management API.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Server")]
pub(crate) struct Remote {
    /// URL of the server; without this CLAVIGER_URL, or else http://127.0.0.1:8480. With --login
    /// it is the profile's
    #[arg(long, value_name = "URL")]
    url: Option<String>,

    #[command(flatten)]
    trust: Trust,

    /// File that holds the administration token; only its owner may read it. Without this or
    /// --login, the token is taken from CLAVIGER_TOKEN
    #[arg(long, env = "CLAVIGER_TOKEN_FILE", value_name = "FILE")]
    token_file: Option<PathBuf>,

    /// Encrypted profile that holds URL and token; see `claviger profile add --help`
    #[arg(long, env = "CLAVIGER_LOGIN", value_name = "PROFILE", conflicts_with = "token_file")]
    login: Option<String>,

    /// Print the answer of the API, exactly, as JSON
    #[arg(long)]
    json: bool,
}

impl Remote {
    /// The API of the server, with a token that at least looks right.
    pub(crate) fn connect(&self) -> Result<Api, Failure> {
        let (base, token) = self.choose()?;
        if let Err(error) = AdminToken::parse(token.as_bytes()) {
            return Err(Failure::new(
                Status::NotAuthorised,
                format!("the administration token cannot be right: {error}"),
            )
            .next("copy it again, whole; an API key or a private key is not one"));
        }
        base.may_be_told_a_secret()?;
        Ok(Api::new(self.trust.wire(&base)?, base, &token))
    }

    fn choose(&self) -> Result<(Base, Zeroizing<String>), Failure> {
        if let Some(name) = &self.login {
            let login = profile::open_login(name)?;
            let base = Base::parse(&login.url)?;
            self.agrees_with(name, &base)?;
            return Ok((base, login.token));
        }
        let token = match &self.token_file {
            Some(path) => files::read_secret_file(path)?,
            None => from_environment()?,
        };
        Ok((Base::parse(&self.url())?, token))
    }

    fn url(&self) -> String {
        let variable = || std::env::var("CLAVIGER_URL").ok();
        self.url.clone().or_else(variable).unwrap_or_else(|| DEFAULT_URL.to_owned())
    }

    /// A profile's token is for the profile's server. Who names another one on the command line
    /// must not act on this one instead.
    fn agrees_with(&self, profile: &str, base: &Base) -> Result<(), Failure> {
        let Some(url) = &self.url else { return Ok(()) };
        if Base::parse(url)?.to_string() == base.to_string() {
            return Ok(());
        }
        let failure = Failure::usage(format!("--url names another server than profile `{profile}`, {base}"));
        Err(failure.next("leave out --url, or leave out --login (unset CLAVIGER_LOGIN) and give a token"))
    }

    /// Whether JSON is wanted.
    pub(crate) const fn json(&self) -> bool {
        self.json
    }

    /// Prints an answer: as JSON if that is wanted, else as `pretty` does.
    pub(crate) fn print(
        &self,
        answer: &Value,
        out: &mut Out,
        pretty: impl FnOnce(&Value, &mut Out) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        if self.json { out.json(answer) } else { pretty(answer, out) }
    }
}

fn from_environment() -> Result<Zeroizing<String>, Failure> {
    match std::env::var("CLAVIGER_TOKEN") {
        Ok(token) if !token.trim().is_empty() => Ok(Zeroizing::new(token.trim().to_owned())),
        _ => Err(Failure::new(Status::NotAuthorised, "no administration token")
            .next("set CLAVIGER_TOKEN, or use --token-file FILE or --login PROFILE; the first token was shown when the server first started")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn remote(url: &str, file: Option<PathBuf>) -> Remote {
        Remote {
            url: Some(url.to_owned()),
            trust: Trust::default(),
            token_file: file,
            login: None,
            json: false,
        }
    }

    #[test]
    fn a_lax_token_file_is_refused() {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("token");
        std::fs::write(&path, "x\n").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        let failure = remote(DEFAULT_URL, Some(path)).connect().err().unwrap();
        assert_eq!(failure.status(), Status::Usage);
        assert!(failure.to_string().contains("chmod 600"), "{failure}");
    }

    #[test]
    fn a_url_that_is_not_the_profiles_is_refused() {
        let base = Base::parse("http://127.0.0.1:8480").unwrap();
        for (url, fine) in [
            (Some("http://127.0.0.1:8480/"), true),
            (None, true),
            (Some("http://127.0.0.1:8481"), false),
            (Some("http://10.0.0.1:8480"), false),
        ] {
            let remote = Remote { url: url.map(str::to_owned), ..remote("", None) };
            assert_eq!(remote.agrees_with("home", &base).is_ok(), fine, "{url:?}");
        }
    }

    #[test]
    fn a_mistyped_token_never_leaves_the_machine() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        std::io::Write::write_all(&mut file, b"ClavAdm1oops").unwrap();
        let failure = remote("http://127.0.0.1:1", Some(file.path().to_owned())).connect().err().unwrap();
        assert_eq!(failure.status(), Status::NotAuthorised);
        assert!(!failure.to_string().contains("ClavAdm1oops"), "{failure}");
    }
}
