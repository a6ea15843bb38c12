use super::*;
use clap::CommandFactory as _;
use clap::error::ErrorKind;

fn parse(line: &str) -> Result<Cli, clap::Error> {
    Cli::try_parse_from(std::iter::once("claviger").chain(line.split_whitespace()))
}

fn good(line: &str) {
    if let Err(error) = parse(line) {
        panic!("{line}: {error}");
    }
}

#[test]
fn the_command_line_holds_together() {
    Cli::command().debug_assert();
}

#[test]
fn every_verb_of_the_api_is_there() {
    for line in [
        "serve --bind 127.0.0.1:0 --data-dir x --set limits.connections=5 --set log.level=warn",
        "demo --once --bind 127.0.0.1:0",
        "config check --config x.toml",
        "config example",
        "config show --set log.level=debug",
        "keys create bot -p query-funds,modify-trades -a 127.0.0.1,::1 --expires 90d --json",
        "keys create bot --kind public",
        "keys create bot --second-factor totp --save bot",
        "keys list --state active --state frozen --limit 10",
        "keys show bot --url http://127.0.0.1:1",
        "keys edit bot --name other --allow none",
        "keys step bot cancel-only --drain 5",
        "keys revoke bot --yes",
        "keys revoke",
        "keys history bot --outcome refused --all",
        "history --action orders.add --from 7d",
        "audit --limit 200",
        "tokens create ci --role auditor --expires 30d",
        "tokens list",
        "tokens rotate ci -y",
        "tokens revoke ci -y",
        "accounts create desk",
        "accounts list",
        "accounts show",
        "master-key rotate --yes",
        "members list --all --json",
        "members edit ada@example.com --role owner --yes",
        "members remove ada --hand-over-to bo --yes",
        "members reset ada --json",
        "members sessions ada",
        "sessions end session_0123456789ab -y",
        "invitations create --role viewer --note Bo --expires 7d",
        "invitations list --json",
        "invitations revoke invitation_0123456789ab --yes",
        "keys hand-over bot --to ada",
        "keys hand-over bot --to-nobody --yes",
        "recover sign-in ada --without-factors --data-dir d --yes",
        "recover first-owner --account a --data-dir d",
        "permissions --json",
        "reasons",
        "profile add bot --api-key k --stdin",
        "profile add home --holds-token",
        "profile list --json",
        "profile remove bot -y",
        "call AddOrder pair=XBTUSD type=buy --profile bot --otp --json",
        "completions zsh",
        "backup --to /tmp --force --json",
        "restore x.backup --data-dir d --master-key m --json",
        "recover token --data-dir d --account a --yes",
        "recover clock --data-dir d --yes",
        "doctor --json",
        "keys readmit bot --floor 7",
        "keys readmit --all --yes",
    ] {
        good(line);
    }
}

#[test]
fn every_verb_of_notices_is_there() {
    for line in [
        "channels create ops --mail ops@example.com --least alarm",
        "channels create phone --telegram -1001",
        "channels list --json",
        "channels edit ops --off --least info",
        "channels confirm ops 01234567",
        "channels confirm ops --send",
        "channels test ops",
        "channels rotate-secret pager --json",
        "channels remove ops --yes",
        "deliveries list --channel channel_0123456789ab --all",
        "deliveries show delivery_0123456789ab",
        "deliveries resend delivery_0123456789ab",
        "notices list --json",
        "notices rules",
        "notices rule key.changed default --key key_0123456789ab",
    ] {
        good(line);
    }
}

#[test]
fn every_verb_of_the_exchange_is_there() {
    for line in [
        "paper deposit XBT 1.5",
        "paper address add XBT cold paper-1",
        "paper address list",
        "paper addresses confirm cold --yes",
        "paper address remove AB7J4FF-BGM7G-V2JMIH",
        "paper settings --verify-new-addresses false",
        "paper balances",
        "paper orders --all",
        "paper order buy 0.25 BTC/USD --limit 48000 --post-only",
        "paper order sell 0.25 XBTUSD --stop-loss 45000",
        "paper cancel O7J4FF-BGM7G-V2JMIH",
        "paper cancel --all --yes",
        "paper fills --json",
        "paper withdrawals",
        "ticker",
        "ticker BTC/USD ETH --watch --sort change",
        "ticker --watch=5 --json",
        "alerts create BTC/USD --above 120000",
        "alerts create XBTUSD --change 5 --repeat=6h --expires 30d --description x --off",
        "alerts create XBTUSD --down 5 --repeat --json",
        "alerts list --all",
        "alerts show AL7J4FF-BGM7G-V2JMIH",
        "alerts enable AL7J4FF-BGM7G-V2JMIH",
        "alerts disable AL7J4FF-BGM7G-V2JMIH",
        "alerts remove AL7J4FF-BGM7G-V2JMIH -y",
        "alerts fired --alert AL7J4FF-BGM7G-V2JMIH --limit 5",
    ] {
        good(line);
    }
}

#[test]
fn nonsense_is_a_usage_error() {
    for line in [
        "",
        "nonsense",
        "keys",
        "keys create",
        "keys create a --kind secret",
        "keys list --limit 0",
        "keys list --limit 201",
        "keys list --cursor x --all",
        "keys step bot revoked",
        "keys step bot frozen --drain 11",
        "keys create a --save p --json",
        "keys list --login a --token-file b",
        "members edit ada",
        "members edit ada --role operator",
        "invitations create",
        "keys hand-over bot",
        "keys hand-over bot --to ada --to-nobody",
        "channels create ops",
        "channels create ops --mail a@b.c --slack https://x",
        "channels edit ops --on --off",
        "channels confirm ops 1 --send",
        "notices rule key.changed loudly",
        "recover sign-in",
        "tokens create ci",
        "tokens create ci --role root",
        "profile add a --holds-token --api-key k",
        "completions tcsh",
        "paper order hold 1 XBTUSD",
        "paper order buy 1 XBTUSD --stop-loss 4 --take-profit 5",
        "paper order buy 1 XBTUSD --limit 4 --ioc --post-only",
        "paper cancel",
        "paper cancel O7J4FF-BGM7G-V2JMIH --all",
        "ticker --watch=0",
        "ticker --sort volume",
        "alerts create XBTUSD",
        "alerts create XBTUSD --above 1 --below 2",
        "alerts create --above 1",
    ] {
        let error = parse(line).err().unwrap_or_else(|| panic!("`{line}` was taken"));
        assert_eq!(error.exit_code(), 2, "{line}");
    }
}

#[test]
fn no_option_takes_a_secret() {
    // A secret in an argument is seen by every user of the machine; so there is no option for one.
    fn walk(command: &clap::Command) {
        for arg in command.get_arguments() {
            let name = arg.get_long().unwrap_or("");
            let secret = ["token", "private-key", "secret", "password", "passphrase"].contains(&name);
            assert!(!secret, "{} --{name}", command.get_name());
            if name == "otp" {
                assert!(!arg.get_action().takes_values(), "--otp takes no value");
            }
        }
        command.get_subcommands().for_each(walk);
    }
    walk(&Cli::command());
}

#[test]
fn help_of_every_command_has_words() {
    fn walk(command: &clap::Command) {
        assert!(command.get_about().is_some(), "{} says nothing about itself", command.get_name());
        for arg in command.get_arguments().filter(|arg| arg.get_id() != "help" && arg.get_id() != "version") {
            assert!(arg.get_help().is_some(), "{} {}", command.get_name(), arg.get_id());
        }
        command.get_subcommands().filter(|sub| sub.get_name() != "help").for_each(walk);
    }
    walk(&Cli::command());
}

#[test]
fn every_command_shows_examples_and_tells_the_servers_answer_as_json() {
    fn walk(command: &clap::Command, path: &str, seen: &mut usize) {
        let leaf = command.get_subcommands().filter(|sub| sub.get_name() != "help").count() == 0;
        if leaf {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            let example = help.lines().find(|line| line.trim_start().starts_with(path));
            assert!(help.contains("Examples:") && example.is_some(), "{path}: no example\n{help}");
            let has = |id: &str| command.get_arguments().any(|arg| arg.get_id() == id);
            assert!(!has("token_file") || has("json"), "{path}: no --json");
            *seen += 1;
        }
        for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
            walk(sub, &format!("{path} {}", sub.get_name()), seen);
        }
    }
    let mut seen = 0;
    walk(&Cli::command(), "claviger", &mut seen);
    assert!(seen > 30, "{seen}");
}

#[test]
fn help_and_version_are_no_errors() {
    for (line, kind) in [("--help", ErrorKind::DisplayHelp), ("--version", ErrorKind::DisplayVersion)] {
        let error = parse(line).err().unwrap();
        assert_eq!((error.kind(), error.exit_code()), (kind, 0));
    }
    assert!(AFTER.contains("Exit status: 0 done"));
}
