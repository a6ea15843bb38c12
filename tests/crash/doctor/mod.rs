//! Must show 7: broken set-ups, each made on a host on which a server ran. `claviger doctor` finds each, by its name, for
//! programs and in words; the remedy is carried out as it was said, and then nothing is found any more, and the server
//! starts.
//!
//! `./test crash`, or alone: `cargo test -p claviger-tests --test crash -- doctor`.

mod data;
mod host;
mod limits;
mod tls;

use claviger_tests::cases::{Case, Verdict};
use host::{Finding, Host};

/// One way of being broken.
struct SetUp {
    /// As docs/operations.md has it.
    name: &'static str,
    /// The check that finds it.
    check: &'static str,
    /// How bad it is.
    grade: &'static str,
    /// Words of the remedy.
    remedy: &'static str,
    break_it: Break,
    mend: Mend,
}

/// What is done to a host.
enum Break {
    /// What can be done everywhere.
    Anywhere(fn(&mut Host)),
    /// What may not be possible here; then why.
    IfPossible(fn(&mut Host) -> Result<(), String>),
}

/// How the remedy is carried out.
enum Mend {
    /// By the command that is in the remedy.
    AsSaid,
    /// By hand.
    ByHand(fn(&mut Host)),
}

const DOCUMENT: &str = include_str!("../../../docs/operations.md");

fn set_ups() -> Vec<SetUp> {
    data::SET_UPS.into_iter().chain(limits::SET_UPS).chain(tls::SET_UPS).collect()
}

/// A case for each set-up, and one for the list of them in the documentation.
pub(crate) fn cases() -> Vec<Case> {
    let documented = Case::new("doctor_documented", documented);
    let found = set_ups().into_iter().map(|set_up| {
        let name = format!("doctor_{}", set_up.name.replace(' ', "_"));
        Case::new(name, move || found_and_mended(&set_up))
    });
    std::iter::once(documented).chain(found).collect()
}

/// The table of the documentation has a row for each, and no other.
fn documented() -> Verdict {
    let rows = DOCUMENT.lines().filter_map(|line| line.strip_prefix("| ")).filter_map(|line| {
        let mut cells = line.split(" | ");
        let (name, check) = (cells.next()?, cells.next()?.strip_prefix('`')?.strip_suffix('`')?);
        Some((name, check))
    });
    let ours: Vec<_> = set_ups().iter().map(|set_up| (set_up.name, set_up.check)).collect();
    assert_eq!(rows.collect::<Vec<_>>(), ours, "the table in docs/operations.md");
    Verdict::Passed(format!("{} set-ups", ours.len()))
}

fn found_and_mended(set_up: &SetUp) -> Verdict {
    let mut host = Host::new();
    let well = host.not_good();
    // Nor may it be found where nothing is broken: the tooth of every case.
    if well.iter().any(|check| check == set_up.check) {
        return Verdict::NotRun(format!("this machine has it already: {well:?}"));
    }
    match set_up.break_it {
        Break::Anywhere(break_it) => break_it(&mut host),
        Break::IfPossible(break_it) => {
            if let Err(why) = break_it(&mut host) {
                return Verdict::NotRun(why);
            }
        }
    }
    let found = host.doctor();
    let finding = found.iter().find(|one| one.check == set_up.check && one.grade != "good");
    let finding = finding.unwrap_or_else(|| panic!("{} is not found: {found:#?}", set_up.check)).clone();
    assert_eq!(finding.grade, set_up.grade, "{finding:?}");
    assert!(finding.remedy.contains(set_up.remedy), "{finding:?}");
    assert!(!finding.why.is_empty(), "{finding:?}");
    in_words(&host, &finding);
    match set_up.mend {
        Mend::AsSaid => host.obey(&finding.remedy),
        Mend::ByHand(mend) => mend(&mut host),
    }
    assert_eq!(host.not_good(), well, "after the remedy: {:#?}", host.doctor());
    host.start().stop(host::STOP);
    Verdict::Passed(format!("{}: {}", finding.check, finding.what))
}

/// People are told the same, and the exit status says whether anything is bad.
fn in_words(host: &Host, finding: &Finding) {
    let (status, words) = host.run_doctor(&[]);
    let any_bad = host.doctor().iter().any(|one| one.grade == "bad");
    assert_eq!(status, i32::from(any_bad), "{words}");
    for part in [format!("{:8} {}", finding.grade, finding.check), format!("remedy: {}", finding.remedy)] {
        assert!(words.contains(&part), "`{part}` is not in\n{words}");
    }
}
