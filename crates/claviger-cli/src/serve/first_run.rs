//! What a first start says: the account and its administration token, once.

use crate::failure::Failure;
use crate::files::NewFile;
use crate::output::{Out, harmless, note};
use zeroize::Zeroizing;

/// What the first start made.
pub(crate) struct FirstRun {
    pub(crate) account: String,
    pub(crate) token: Zeroizing<String>,
    /// With which somebody becomes the first owner; none where no console is served.
    pub(crate) owner_link: Option<Zeroizing<String>>,
}

/// Says it, or writes the token into a file of its own. A token that cannot be written is said
/// after all: nobody could administer the server without it.
///
/// # Errors
/// It could not be said. If it is in no file either, the failure says how to get another.
pub(super) fn tell(first: &FirstRun, file: Option<NewFile>, url: &str, out: &mut Out) -> Result<(), Failure> {
    let written = file.map(|file| (file.path().display().to_string(), write(first, file)));
    let kept = matches!(written, Some((_, true)));
    say(first, written, url, out).map_err(|failure| if kept { failure } else { lost(&failure) })
}

/// The account and its token are on record already, and only the token's digest: it is gone.
fn lost(failure: &Failure) -> Failure {
    let words = "the first administration token could not be shown, and is kept nowhere";
    let why = if failure.is_silent() { "nobody reads the output".to_owned() } else { failure.to_string() };
    Failure::failed(format!("{words}: {why}"))
        .next("the server was stopped; make another token with `claviger recover token`, on the same data directory")
}

fn say(first: &FirstRun, written: Option<(String, bool)>, url: &str, out: &mut Out) -> Result<(), Failure> {
    out.line(out.paint.bold("This is the first start."))?;
    out.line(format!("  Account               {}", harmless(&first.account)))?;
    out.line("")?;
    match written {
        Some((path, true)) => {
            out.line(format!("  Administration token  in {path}"))?;
            tell_next(url, &format!("export CLAVIGER_TOKEN_FILE={path}"), out)
        }
        _ => {
            out.line(format!("  Administration token  {}", first.token.as_str()))?;
            out.line("                        It is shown this once. Keep it like a password.")?;
            tell_owner_link(first, out)?;
            let paste = "read -rs CLAVIGER_TOKEN && export CLAVIGER_TOKEN     (paste the token, press Enter)";
            tell_next(url, paste, out)
        }
    }
}

/// The other thing that is shown once: the link of the first person.
fn tell_owner_link(first: &FirstRun, out: &mut Out) -> Result<(), Failure> {
    let Some(link) = &first.owner_link else { return Ok(()) };
    out.line("")?;
    out.line(format!("  First owner           {}", link.as_str()))?;
    out.line("                        Open it in a browser to choose what you sign in to the console with. It is shown")?;
    out.line("                        this once and works once, for three days. If it is lost:")?;
    out.line(format!("                        {ANOTHER_LINK}"))
}

/// How another link is made while nobody signs in yet.
pub(super) const ANOTHER_LINK: &str = "claviger invitations create --role owner";

fn write(first: &FirstRun, file: NewFile) -> bool {
    let text = Zeroizing::new(format!("{}\n", first.token.as_str()));
    file.write(&text).inspect_err(|failure| note(&format!("error: {failure}"))).is_ok()
}

fn tell_next(url: &str, token: &str, out: &mut Out) -> Result<(), Failure> {
    out.line(format!(
        "
Next, in another terminal:
  export CLAVIGER_URL={url}
  {token}
  claviger keys create 'my first key' -p query-funds,query-open-trades
  claviger keys list
"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::read_secret_file;
    use crate::output::testing::plain;
    use std::path::Path;

    fn told(file: Option<NewFile>) -> String {
        let (mut out, buffer) = plain(None);
        let first = FirstRun {
            account: "main".to_owned(),
            token: Zeroizing::new("ClavAdm1secret".to_owned()),
            owner_link: None,
        };
        tell(&first, file, "http://127.0.0.1:1", &mut out).unwrap();
        String::from_utf8(buffer.borrow().clone()).unwrap()
    }

    #[test]
    fn the_token_is_shown_with_what_to_do_next() {
        let words = told(None);
        assert!(
            words.contains("ClavAdm1secret") && words.contains("CLAVIGER_URL=http://127.0.0.1:1"),
            "{words}"
        );
    }

    #[test]
    fn a_token_that_is_written_is_not_shown() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token");
        let file = NewFile::reserve(&path).unwrap();
        assert!(!told(Some(file)).contains("secret"));
        assert_eq!(read_secret_file(&path).unwrap().as_str(), "ClavAdm1secret");
    }

    #[test]
    fn a_token_that_cannot_be_written_is_not_lost() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token");
        let file = NewFile::reserve(&path).unwrap();
        std::fs::write(&path, "somebody was faster").unwrap();
        assert!(told(Some(file)).contains("ClavAdm1secret"));
    }

    #[test]
    fn a_place_that_cannot_be_written_is_found_out_before_the_start() {
        assert!(NewFile::reserve(Path::new("/proc/none/token")).is_err());
    }
}
