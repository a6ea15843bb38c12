//! Must show 7: `doctor` finds each of a dozen broken set-ups, and says the remedy.

use crate::common::{config, serve};
use crate::tls::{files, issue};
use claviger::clock::{Clock as _, SystemClock};
use claviger_server::config::{Config, Inputs};
use claviger_server::host::{self, Finding, Grade, doctor};
use std::fs::{self, Permissions};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

/// A data directory on which a server ran.
fn used() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    mode(dir.path(), 0o700);
    serve(dir.path(), &[]).stop();
    dir
}

fn look(dir: &Path, flags: &[&str]) -> Vec<Finding> {
    let own = ["server.bind=127.0.0.1:0".to_owned(), format!("server.data_dir={}", dir.display())];
    let flags = own.into_iter().chain(flags.iter().map(|flag| (*flag).to_owned())).collect();
    doctor(&Config::load(&Inputs { flags, ..Inputs::default() }), SystemClock.now())
}

/// What is not good, by name; each says why it matters and what to do.
fn wrong(found: &[Finding]) -> Vec<&'static str> {
    let wrong = found.iter().filter(|finding| finding.grade > Grade::Good);
    wrong
        .map(|finding| {
            assert!(!finding.why.is_empty() && !finding.remedy.is_empty(), "{finding:?}");
            finding.check
        })
        // How much room there is on the machine of the test is not what is tested, and the witness is by itself.
        .filter(|check| !["disk", "commit", "witness"].contains(check))
        .collect()
}

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

/// Bytes written over the database at an offset of its header.
fn overwrite(dir: &Path, at: usize, bytes: &[u8]) {
    let path = dir.join("claviger.db");
    let mut all = fs::read(&path).unwrap();
    all[at..at + bytes.len()].copy_from_slice(bytes);
    fs::write(&path, all).unwrap();
    let _ = fs::remove_file(dir.join("claviger.db-wal"));
    let _ = fs::remove_file(dir.join("claviger.db-shm"));
}

/// The database alone, with everything that was committed in it.
fn whole(dir: &Path) {
    let copy = dir.join("copy");
    host::backup(&config(dir, &[]), &copy, false, SystemClock.now(), &mut |_, _| {}).unwrap();
    fs::remove_file(host::manifest_of(&copy)).unwrap();
    for name in ["claviger.db-wal", "claviger.db-shm"] {
        let _ = fs::remove_file(dir.join(name));
    }
    fs::rename(copy, dir.join("claviger.db")).unwrap();
}

#[test]
fn what_is_well_is_found_well() {
    let dir = used();
    assert_eq!(wrong(&look(dir.path(), &[])), Vec::<&str>::new());
    assert_eq!(fs::read_dir(dir.path()).unwrap().filter(|e| is_doctors(e.as_ref().unwrap())).count(), 0);
    let server = serve(dir.path(), &[]);
    assert_eq!(wrong(&look(dir.path(), &[])), Vec::<&str>::new(), "beside a server");
    server.stop();
}

fn is_doctors(entry: &fs::DirEntry) -> bool {
    entry.file_name().to_string_lossy().starts_with(".doctor")
}

#[test]
fn each_broken_set_up_is_found_with_its_remedy() {
    type Break = fn(&Path);
    let cases: [(&str, &str, &str, Break); 11] = [
        ("folder open to others", "data-dir", "chmod 700", |dir| mode(dir, 0o755)),
        ("database others can write", "file-modes", "chmod 600", |dir| mode(&dir.join("claviger.db"), 0o666)),
        ("key file missing", "master-key", "put the right file back", |dir| {
            fs::remove_file(dir.join("master.key")).unwrap();
        }),
        ("key file open", "master-key", "chmod 600", |dir| mode(&dir.join("master.key"), 0o644)),
        ("another key", "master-key", "put the right file back", |dir| {
            let other = used();
            fs::copy(other.path().join("master.key"), dir.join("master.key")).unwrap();
        }),
        ("not a database", "database", "name the right folder", |dir| {
            whole(dir);
            overwrite(dir, 0, b"something else entirely");
        }),
        ("newer tables", "database", "newer", |dir| {
            whole(dir);
            overwrite(dir, 60, &99u32.to_be_bytes());
        }),
        ("another program's", "database", "release that made it", |dir| {
            whole(dir);
            overwrite(dir, 68, &7u32.to_be_bytes());
        }),
        ("no database", "database", "restore a backup", |dir| {
            fs::remove_file(dir.join("claviger.db")).unwrap();
        }),
        ("interrupted restore", "leftovers", "remove", |dir| fs::create_dir(dir.join("restoring")).unwrap()),
        ("no folder", "data-dir", "server.data_dir", |dir| fs::remove_dir_all(dir).unwrap()),
    ];
    for (name, check, remedy, break_it) in cases {
        let dir = used();
        break_it(dir.path());
        let found = look(dir.path(), &[]);
        // A folder that lies open shows its files, too.
        assert_eq!(wrong(&found).first(), Some(&check), "{name}: {found:#?}");
        let said =
            found.iter().find(|finding| finding.grade > Grade::Good && finding.check == check).unwrap();
        assert!(said.remedy.contains(remedy), "{name}: {said:?}");
        if !dir.path().exists() {
            fs::create_dir(dir.path()).unwrap();
        }
    }
}

#[test]
fn settings_quota_address_clock_and_held_keys_are_looked_at() {
    let dir = used();
    let found = look(dir.path(), &["server.bnd=1"]);
    assert_eq!(wrong(&found), ["settings"]);
    let found = look(dir.path(), &["retention.max_bytes=1000000000000000"]);
    assert!(found.iter().any(|finding| finding.check == "disk" && finding.remedy.contains("retention")));
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let bind = format!("server.bind={}", taken.local_addr().unwrap());
    assert_eq!(wrong(&look(dir.path(), &[&bind])), ["address"]);

    let early = claviger_core::time::Timestamp::from_secs(1_750_000_000);
    let flags =
        vec![format!("server.data_dir={}", dir.path().display()), "server.bind=127.0.0.1:0".to_owned()];
    let loaded = Config::load(&Inputs { flags, ..Inputs::default() });
    let found = doctor(&loaded, early);
    assert_eq!(wrong(&found), ["log-time"]);
    assert!(found.iter().any(|finding| finding.remedy.contains("claviger recover clock")));
    assert_eq!(wrong(&doctor(&loaded, claviger_core::time::Timestamp::from_secs(0))), ["clock", "log-time"]);
    let set = host::recover_clock(dir.path(), early).unwrap();
    assert!(set.to == early && set.from > early);
    assert_eq!(wrong(&doctor(&loaded, early)), Vec::<&str>::new(), "recovered");
    assert!(matches!(host::recover_clock(dir.path(), early), Err(host::HostError::ClockFine)));

    let server = serve(dir.path(), &[]);
    let made = host::recover_token(dir.path(), None, claviger_core::text::Name::parse("x").unwrap(), early);
    assert!(made.is_err(), "beside a server");
    server.stop();
}

/// What is said of TLS with these settings: names and grades of what is not good, and all remedies.
fn of_tls(dir: &Path, flags: &[&str]) -> (Vec<(&'static str, Grade)>, String) {
    let found = look(dir, flags);
    let ours = ["plain-http", "certificate", "names", "chain", "settings"];
    let wrong = found.iter().filter(|one| one.grade > Grade::Good && ours.contains(&one.check));
    let wrong: Vec<&Finding> = wrong.collect();
    let remedies = wrong.iter().map(|one| one.remedy.as_str()).collect();
    (wrong.iter().map(|one| (one.check, one.grade)).collect(), remedies)
}

#[test]
fn the_certificate_is_looked_at() {
    let dir = used();
    let pair = files(dir.path());
    let settings = [
        format!("tls.certificate={}", pair.certificate.display()),
        format!("tls.key={}", pair.key.display()),
    ];
    let flags = settings.each_ref().map(String::as_str);
    let look = |more: &[&str]| of_tls(dir.path(), &[&flags, more].concat());
    assert_eq!(look(&[]).0, [("certificate", Grade::Bad)], "there is none");
    issue(dir.path());
    assert_eq!(look(&[]).0, [], "signed by itself, on loopback");
    assert_eq!(look(&["server.bind=0.0.0.0:0"]).0, [("chain", Grade::Warning)]);
    mode(&pair.key, 0o640);
    let (wrong, remedies) = look(&[]);
    assert_eq!(wrong, [("certificate", Grade::Bad)]);
    assert!(remedies.starts_with(&format!("chmod 600 {}", pair.key.display())), "{remedies}");
    assert_eq!(of_tls(dir.path(), &flags[..1]).0, [("settings", Grade::Bad)], "half a pair");
}

#[test]
fn plain_http_that_others_can_reach_needs_a_proxy_that_is_trusted() {
    let dir = used();
    let open = ["server.bind=0.0.0.0:0", "server.allow_plain_http_beyond_loopback=true"];
    let (wrong, remedies) = of_tls(dir.path(), &open);
    assert_eq!(wrong, [("plain-http", Grade::Warning)]);
    assert!(remedies.contains("server.trusted_proxies"), "{remedies}");
    assert_eq!(of_tls(dir.path(), &[&open[..], &["server.trusted_proxies=10.0.0.7"]].concat()).0, []);
    assert_eq!(of_tls(dir.path(), &open[..1]).0, [("settings", Grade::Bad)], "without consent");
}
