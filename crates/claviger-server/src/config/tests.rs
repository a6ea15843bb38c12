//! Precedence, errors, and that the example file says what the defaults are.

use super::{Config, Inputs, LogLevel, Origin, example, settings};
use std::ffi::OsString;
use std::path::PathBuf;

fn environment(pairs: &[(&str, &str)]) -> Vec<(OsString, OsString)> {
    pairs.iter().map(|(name, value)| (name.into(), value.into())).collect()
}

struct File {
    _dir: tempfile::TempDir,
    path: PathBuf,
}

fn file(text: &str) -> File {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("claviger.toml");
    std::fs::write(&path, text).unwrap();
    File { _dir: dir, path }
}

fn load(text: &str, variables: &[(&str, &str)], flags: &[&str]) -> Result<super::Loaded, String> {
    let file = file(text);
    let inputs = Inputs {
        file: Some(file.path.clone()),
        environment: environment(variables),
        not_settings: &["CLAVIGER_TOKEN"],
        flags: flags.iter().map(|flag| (*flag).to_owned()).collect(),
    };
    let shown = file.path.display().to_string();
    Config::load(&inputs).map_err(|errors| errors.to_string().replace(&shown, "claviger.toml"))
}

#[test]
fn nothing_given_is_the_default() {
    let loaded = Config::load(&Inputs::default()).unwrap();
    assert_eq!(loaded.config, Config::default());
    assert_eq!(loaded.config.server.bind.to_string(), "127.0.0.1:8480");
    assert_eq!(loaded.config.master_key_file(), PathBuf::from("claviger-data/master.key"));
}

#[test]
fn a_flag_beats_the_environment_beats_the_file_beats_the_default() {
    let file = "[log]\nlevel = 'warn'\n[limits]\nheaders = 20\nrate_max = 7\n";
    let env = [("CLAVIGER_LIMITS_HEADERS", "30"), ("CLAVIGER_LOG_LEVEL", "debug"), ("CLAVIGER_TOKEN", "x")];
    let loaded = load(file, &env, &["log.level=error", "log.level=trace"]).unwrap();
    assert_eq!(loaded.config.log.level, LogLevel::Trace);
    assert_eq!(loaded.config.limits.net.headers, 30);
    assert_eq!(loaded.config.limits.authority.rate_max, 7);
    assert_eq!(loaded.origin("log.level"), &Origin::Flag("log.level".into()));
    assert_eq!(loaded.origin("limits.headers"), &Origin::Variable("CLAVIGER_LIMITS_HEADERS".into()));
    assert!(matches!(loaded.origin("limits.rate_max"), Origin::File { line: 5, .. }));
    assert_eq!(loaded.origin("server.bind"), &Origin::Default);
}

#[test]
fn every_error_is_named_with_its_place() {
    let file = "bind = '127.0.0.1:1'\n[sever]\nx = 1\n[server]\nbnd = '127.0.0.1:1'\nbind = 'localhost'\n\
                data_dir = ''\ntrusted_proxies = ['10.0.0.1/8', 3]\nmarket_data_needs_key = 'yes'\n\
                [limits]\nheaders = 5000\nbody_bytes = 1.5\ncommit_stall_ms = 2000\nrate_max = 99999999999999999999\n\
                header_bytes = '4 kB'\n[retention]\nmax_age_days = 0\n[log]\nlevel = 'loud'\n[paper]\nseed = -1\n";
    let env = [("CLAVIGER_SERVER_BINDD", "x"), ("CLAVIGER_LIMITS_CONNECTIONS", "many")];
    let flags = ["server.bind", "nonsense", "log.colour=1", "limits.queued_calls=0"];
    insta::assert_snapshot!(load(file, &env, &flags).unwrap_err());
}

#[test]
fn a_variable_that_is_nobodys_is_an_error_with_what_was_meant() {
    for (name, meant) in [
        ("CLAVIGER_MASTERKEY_FILE", "did you mean `CLAVIGER_MASTER_KEY_FILE`?"),
        ("CLAVIGER_LIMIT_HEADERS", "did you mean `CLAVIGER_LIMITS_HEADERS`?"),
        ("CLAVIGER_BIND", "did you mean `CLAVIGER_SERVER_BIND`?"),
        ("CLAVIGER_TOKN", "did you mean `CLAVIGER_TOKEN`?"),
        ("CLAVIGER_WHATEVER", "prints them all"),
    ] {
        let said = load("", &[(name, "1")], &[]).unwrap_err();
        assert!(said.contains(&format!("there is no setting `{name}`")) && said.contains(meant), "{said}");
    }
    for name in ["CLAVIGER_TOKEN", "CLAVIGER_SERVICE_HOST", "CLAVIGER_PORT_8480_TCP", "CLAVIGERX", "PATH"] {
        assert!(load("", &[(name, "tcp://10.0.0.1:8480")], &[]).is_ok(), "{name}");
    }
}

#[test]
fn what_is_not_toml_is_named_with_its_line() {
    insta::assert_snapshot!(load("[server]\nbind = 'x'\nbind = 'y'\n", &[], &[]).unwrap_err());
    insta::assert_snapshot!(load("[server]\n\nbind = \n", &[], &[]).unwrap_err());
}

#[test]
fn a_named_file_must_be_there() {
    let inputs = Inputs { file: Some("/nonexistent/claviger.toml".into()), ..Inputs::default() };
    let said = Config::load(&inputs).unwrap_err().to_string();
    assert!(said.starts_with("/nonexistent/claviger.toml: cannot read the configuration file: "), "{said}");
}

#[test]
fn other_machines_are_let_in_only_by_consent() {
    for reachable in ["0.0.0.0:80", "192.0.2.1:80", "[::]:80", "[2001:db8::1]:80", "[::ffff:192.0.2.1]:80"] {
        let bind = format!("server.bind={reachable}");
        let said = load("", &[], &[&bind]).unwrap_err();
        assert!(said.contains("allow_plain_http_beyond_loopback"), "{reachable}: {said}");
        assert!(
            load("", &[], &[&bind, "server.allow_plain_http_beyond_loopback=true"]).is_ok(),
            "{reachable}"
        );
    }
    for own in ["127.0.0.9:80", "[::1]:80", "[::ffff:127.0.0.1]:80"] {
        assert!(load("", &[], &[&format!("server.bind={own}")]).is_ok(), "{own}");
    }
}

#[test]
fn lists_and_sizes_may_be_typed_loosely() {
    let flags = [
        "server.trusted_proxies=10.0.0.0/8, 2001:db8::1",
        "retention.max_bytes=2GiB",
        "limits.body_bytes=65536",
    ];
    let config = load("", &[("CLAVIGER_RETENTION_MAX_AGE_DAYS", "none")], &flags).unwrap().config;
    assert_eq!(config.server.trusted_proxies.texts(), ["10.0.0.0/8", "2001:db8::1"]);
    assert_eq!(config.retention.max_bytes, Some(2 << 30));
    assert_eq!(config.retention.max_age_days, None);
    assert_eq!(config.limits.net.body_bytes, 65_536);
}

#[test]
fn the_report_names_every_value_and_its_origin() {
    let report = load("[paper]\nseed = 9\n", &[], &["server.data_dir=/srv/claviger"]).unwrap().report();
    let report: Vec<_> =
        report.lines().map(|line| line.split("/claviger.toml").last().unwrap_or(line)).collect();
    let report = report.join("\n");
    assert!(report.contains("server.data_dir = \"/srv/claviger\""));
    insta::assert_snapshot!(Config::load(&Inputs::default()).unwrap().report());
}

#[test]
fn the_example_is_the_default_and_names_every_setting() {
    insta::assert_snapshot!(example());
    // With the `# ` before each setting removed it is a file that holds, and holds the defaults.
    let enabled: Vec<_> = example().lines().filter(|line| !line.starts_with("##")).map(enable).collect();
    let loaded = load(&enabled.join("\n"), &[], &[]).unwrap();
    assert_eq!(loaded.config, Config::default());
    for setting in settings::all() {
        assert_ne!(loaded.origin(&setting.name()), &Origin::Default, "{}", setting.name());
    }
}

fn enable(line: &str) -> String {
    let setting = line.strip_prefix("# ").filter(|rest| rest.contains(" = "));
    setting.unwrap_or(line).to_owned()
}

#[test]
fn names_are_unique() {
    let mut names: Vec<_> = settings::all().map(super::setting::Setting::variable).collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), settings::all().count());
}
