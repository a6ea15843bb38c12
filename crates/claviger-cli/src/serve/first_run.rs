//! What a first start says: the account and its administration token, once.

use crate::failure::Failure;
use crate::files;
use crate::output::{Out, harmless};
use std::path::Path;
use zeroize::Zeroizing;

/// What the first start made.
pub(crate) struct FirstRun {
    pub(crate) account: String,
    pub(crate) token: Zeroizing<String>,
}

/// Says it, or writes the token into a file of its own.
pub(super) fn tell(first: &FirstRun, file: Option<&Path>, url: &str, out: &mut Out) -> Result<(), Failure> {
    out.line(out.paint.bold("This is the first start."))?;
    out.line(format!("  Account               {}", harmless(&first.account)))?;
    match file {
        None => {
            out.line(format!("  Administration token  {}", first.token.as_str()))?;
            out.line("                        It is shown this once. Keep it like a password.")?;
        }
        Some(path) => {
            files::write_new_private(path, &format!("{}\n", first.token.as_str()))?;
            out.line(format!("  Administration token  in {}", path.display()))?;
        }
    }
    out.line("")?;
    out.line("Next, in another terminal:")?;
    out.line(format!("  export CLAVIGER_URL={url}"))?;
    match file {
        None => {
            out.line("  read -rs CLAVIGER_TOKEN && export CLAVIGER_TOKEN     (paste the token, press Enter)")?
        }
        Some(path) => out.line(format!("  export CLAVIGER_TOKEN_FILE={}", path.display()))?,
    }
    out.line("  claviger keys create 'my first key' -p query-funds,query-open-trades")?;
    out.line("  claviger keys list")?;
    out.line("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::testing::plain;

    fn told(file: Option<&Path>) -> String {
        let (mut out, buffer) = plain(None);
        let first =
            FirstRun { account: "main".to_owned(), token: Zeroizing::new("ClavAdm1secret".to_owned()) };
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
        assert!(!told(Some(&path)).contains("secret"));
        assert_eq!(files::read_secret_file(&path).unwrap().as_str(), "ClavAdm1secret");
    }
}
