//! Questions to the person at the terminal.

use super::note;
use crate::failure::Failure;
use std::io::{self, BufRead as _, IsTerminal as _, Read as _, Write as _};
use zeroize::Zeroizing;

/// Longest line that is read as an answer.
const MAX_LINE: u64 = 16 * 1024;

/// What somebody said to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    Yes,
    No,
}

/// Whether there is somebody to ask.
pub(crate) fn is_interactive() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks for one line; without its line end.
pub(crate) fn ask_line(question: &str) -> Result<String, Failure> {
    write!(io::stderr(), "{question} ")?;
    io::stderr().flush()?;
    let mut line = String::new();
    io::stdin()
        .lock()
        .take(MAX_LINE)
        .read_line(&mut line)
        .map_err(|_| Failure::usage("the answer is not text"))?;
    Ok(line.trim().to_owned())
}

/// Asks whether to go on; only `y` or `yes` is a yes. `yes` answers for the person.
///
/// Without a terminal and without `yes`, this is a usage error: nothing destructive happens because
/// nobody was there to say no.
pub(crate) fn confirm_yes(question: &str, yes: bool) -> Result<Answer, Failure> {
    if yes {
        return Ok(Answer::Yes);
    }
    must_be_interactive()?;
    let said = ask_line(&format!("{question} [y/N]"))?;
    Ok(if ["y", "yes"].contains(&said.to_ascii_lowercase().as_str()) { Answer::Yes } else { Answer::No })
}

/// Asks for `expected` to be typed. `yes` answers for the person.
pub(crate) fn confirm_typed(question: &str, expected: &str, yes: bool) -> Result<Answer, Failure> {
    if yes {
        return Ok(Answer::Yes);
    }
    must_be_interactive()?;
    note(question);
    let said = ask_line(&format!("Type its name to go on ({}):", super::harmless(expected)))?;
    Ok(if said == expected { Answer::Yes } else { Answer::No })
}

fn must_be_interactive() -> Result<(), Failure> {
    if is_interactive() {
        return Ok(());
    }
    Err(Failure::usage("this needs to be confirmed, and there is no terminal to ask at")
        .next("add --yes if it is meant; nothing was done"))
}

/// Asks for a secret at the terminal, without showing it.
pub(crate) fn ask_secret(question: &str) -> Result<Zeroizing<String>, Failure> {
    if !io::stderr().is_terminal() && !io::stdin().is_terminal() {
        return Err(Failure::usage(format!("cannot ask for this without a terminal: {question}")));
    }
    rpassword::prompt_password(format!("{question} "))
        .map(Zeroizing::new)
        .map_err(|error| Failure::usage(format!("cannot read from the terminal: {error}")))
}

/// The first line of standard input, as a secret.
pub(crate) fn secret_from_stdin() -> Result<Zeroizing<String>, Failure> {
    // Large enough from the start, so that growing leaves no copies behind.
    let mut text = Zeroizing::new(String::with_capacity(1024));
    let read = io::stdin().lock().take(1000).read_line(&mut text);
    read.map_err(|_| Failure::usage("standard input is not text"))?;
    let line = text.trim_end_matches(['\r', '\n']);
    if line.is_empty() {
        return Err(Failure::usage("nothing came over standard input"));
    }
    Ok(Zeroizing::new(line.to_owned()))
}
