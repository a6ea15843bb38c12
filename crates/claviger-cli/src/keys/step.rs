//! `claviger keys step`: steps a key down or up.

use super::pick;
use crate::failure::Failure;
use crate::output::{Answer, Out, confirm_yes, harmless};
use crate::remote::Remote;
use claviger_core::key::KeyState;
use serde_json::{Value, json};

const EXAMPLES: &str = "\
States: active does everything its permissions allow · read-only reads, and nothing else · cancel-only cancels and
sees open orders, and nothing else · frozen refuses every call until it is stepped up again.

The order of a kill: freeze, drain, then cancel what is open with another key.

Examples:
  claviger keys step 'grid bot' cancel-only
  claviger keys step 'grid bot' frozen --drain 5 --yes
  claviger keys step 'grid bot' active";

/// Options of `claviger keys step`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Name or id of the key
    key: String,
    /// The state to step to
    #[arg(value_parser = ["active", "read-only", "cancel-only", "frozen"])]
    state: String,
    /// Wait up to so many seconds for calls that were let in before
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=10))]
    drain: Option<u64>,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
    #[command(flatten)]
    remote: Remote,
}

pub(crate) fn run(args: &Args, out: &mut Out) -> Result<(), Failure> {
    let api = args.remote.connect()?;
    let key = pick::find(&api, &args.key)?;
    // Widening is what may do harm; narrowing never waits for an answer.
    if !narrows(pick::text(&key, "state"), &args.state)
        && confirm_yes(&question(&key, args), args.yes)? == Answer::No
    {
        return Err(Failure::failed("nothing was changed"));
    }
    let mut body = json!({ "state": args.state });
    super::revoke::put_drain(&mut body, args.drain);
    let path = format!("{}/step", pick::path(pick::text(&key, "id")));
    let answer = api.post(&path, &body)?;
    args.remote.print(&answer, out, |answer, out| {
        out.line(format!("`{}` is {}", harmless(pick::text(&key, "name")), pick::text(answer, "state")))?;
        super::revoke::tell_open_calls(answer, out)
    })
}

fn narrows(from: &str, to: &str) -> bool {
    match (from.parse::<KeyState>(), to.parse::<KeyState>()) {
        (Ok(from), Ok(to)) => to.within(from),
        _ => false,
    }
}

fn question(key: &Value, args: &Args) -> String {
    let meaning = args.state.parse::<KeyState>().map_or("", KeyState::meaning);
    let name = harmless(pick::text(key, "name"));
    format!("Step `{name}` from {} to {}? Then it {meaning}.", pick::text(key, "state"), args.state)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn narrowing_is_not_asked_about() {
        for (from, to, expected) in [
            ("active", "frozen", true),
            ("active", "read-only", true),
            ("read-only", "cancel-only", false),
            ("frozen", "active", false),
            ("cancel-only", "active", false),
            ("revoked", "active", false),
        ] {
            assert_eq!(narrows(from, to), expected, "{from} to {to}");
        }
    }
}
