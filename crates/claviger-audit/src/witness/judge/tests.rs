//! Every case of a witness and a store, and what each rule is for.

use super::*;

const WITNESSED: Statement = Statement {
    store: StoreId::from_u64(7),
    log: LogId(0),
    epoch: 5,
    next_sequence: 200,
    latest: Timestamp::from_secs(1000),
    leaf: Some(LEAF),
};
const LEAF: LeafHash = LeafHash([1; 32]);
const OTHER: LeafHash = LeafHash([2; 32]);

/// The store as it was when it was witnessed.
const SAME: Position = Position {
    store: StoreId::from_u64(7),
    log: LogId(0),
    epoch: 5,
    next_sequence: 200,
    latest: Timestamp::from_secs(1000),
    held: None,
};

const fn at(epoch: u32, next_sequence: u64) -> Position {
    Position { epoch, next_sequence, ..SAME }
}

const fn held(found: Position, epoch: u32, secs: i64) -> Position {
    Position { held: Some(Hold { epoch, at: Timestamp::from_secs(secs) }), ..found }
}

type Case = (&'static str, Statement, Position, Option<LeafHash>, Verdict);

/// The entry is there, is another one, or was dropped, as the case says.
const CASES: &[Case] = &[
    ("nothing happened since", WITNESSED, SAME, Some(LEAF), Verdict::Continues),
    ("killed before the witness was told", WITNESSED, at(5, 201), Some(LEAF), Verdict::Continues),
    ("started again", WITNESSED, at(6, 200), Some(LEAF), Verdict::Continues),
    ("started again, and went on", WITNESSED, at(9, 5000), Some(LEAF), Verdict::Continues),
    ("went on until retention dropped the entry", WITNESSED, at(6, 5000), None, Verdict::Unproven),
    ("one entry is missing", WITNESSED, at(5, 199), None, Verdict::Behind),
    ("an older epoch", WITNESSED, at(4, 150), None, Verdict::Behind),
    ("an older epoch, with no entry missing", WITNESSED, at(4, 200), Some(LEAF), Verdict::Behind),
    ("an older epoch that went on by itself", WITNESSED, at(4, 300), Some(OTHER), Verdict::Behind),
    ("rolled back, then opened by a command", WITNESSED, at(6, 101), None, Verdict::Behind),
    ("rolled back, opened often", WITNESSED, at(90, 199), None, Verdict::Behind),
    ("rolled back, served unseen, and further on", WITNESSED, at(6, 300), Some(OTHER), Verdict::Forked),
    ("another history at the same place", WITNESSED, SAME, Some(OTHER), Verdict::Forked),
    ("restored since", WITNESSED, held(at(70_000, 101), 70_000, 2000), None, Verdict::Held),
    (
        "restored since, at that very time",
        WITNESSED,
        held(at(70_000, 101), 70_000, 1000),
        None,
        Verdict::Held,
    ),
    (
        "restored since, and went on",
        WITNESSED,
        held(at(70_009, 900), 70_000, 2000),
        Some(OTHER),
        Verdict::Held,
    ),
    ("restored long before", WITNESSED, held(at(5, 250), 2, 500), Some(LEAF), Verdict::Continues),
    ("restored long before, then rolled back", WITNESSED, held(at(5, 150), 2, 500), None, Verdict::Behind),
    ("restored in the epoch witnessed", WITNESSED, held(at(5, 150), 5, 2000), None, Verdict::Behind),
    ("an old drill in its place", WITNESSED, held(at(70_000, 150), 70_000, 999), None, Verdict::Behind),
    (
        "an old drill that went far",
        WITNESSED,
        held(at(70_000, 900), 70_000, 999),
        Some(OTHER),
        Verdict::Forked,
    ),
    (
        "another store",
        WITNESSED,
        Position { store: StoreId::from_u64(8), ..SAME },
        Some(LEAF),
        Verdict::Foreign,
    ),
    (
        "another store, restored",
        WITNESSED,
        held(Position { store: StoreId::from_u64(8), ..SAME }, 9, 2000),
        None,
        Verdict::Foreign,
    ),
    ("another log", WITNESSED, Position { log: LogId(1), ..SAME }, Some(LEAF), Verdict::Foreign),
    ("witnessed before its first entry", START, at(1, 0), None, Verdict::Continues),
    ("witnessed before its first entry, and went on", START, at(2, 50), None, Verdict::Continues),
];

const START: Statement = Statement { epoch: 1, next_sequence: 0, leaf: None, ..WITNESSED };

/// The first case that is judged otherwise than the table says.
fn misjudged(rules: &[Rule]) -> Option<&'static str> {
    let wrong =
        |(_, witnessed, found, there, verdict): &&Case| by(rules, witnessed, found, *there) != *verdict;
    CASES.iter().find(wrong).map(|(name, ..)| *name)
}

#[test]
fn every_case_is_judged_as_the_table_says() {
    assert_eq!(misjudged(RULES), None);
    for (name, witnessed, found, there, verdict) in CASES {
        assert_eq!(judge(witnessed, found, *there), *verdict, "{name}");
    }
}

#[test]
fn only_what_lacks_nothing_or_was_held_may_be_served() {
    for (verdict, served) in [
        (Verdict::Continues, true),
        (Verdict::Unproven, true),
        (Verdict::Held, true),
        (Verdict::Behind, false),
        (Verdict::Forked, false),
        (Verdict::Foreign, false),
    ] {
        assert_eq!(verdict.may_be_served(), served, "{verdict:?}");
    }
}

#[test]
fn tooth_each_rule_left_out_is_caught() {
    for at in 0..RULES.len() {
        let without: Vec<Rule> =
            RULES.iter().enumerate().filter(|(rule, _)| *rule != at).map(|(_, r)| *r).collect();
        assert!(misjudged(&without).is_some(), "rule {at} is for nothing");
    }
}

#[test]
fn tooth_a_rule_that_looks_at_half_is_caught() {
    let by_sequence: Rule =
        |witnessed, found, _| (found.next_sequence < witnessed.next_sequence).then_some(Verdict::Behind);
    let by_epoch: Rule = |witnessed, found, _| (found.epoch < witnessed.epoch).then_some(Verdict::Behind);
    // As it reads at first: a lower sequence in the same or an older epoch.
    let in_its_epoch: Rule = |witnessed, found, _| {
        let lower = found.next_sequence < witnessed.next_sequence && found.epoch <= witnessed.epoch;
        (lower || found.epoch < witnessed.epoch).then_some(Verdict::Behind)
    };
    for half in [by_sequence, by_epoch, in_its_epoch] {
        assert!(misjudged(&[foreign, super::held, half, forked, dropped]).is_some());
    }
    let by_hold_epoch: Rule = |witnessed, found, _| {
        found.held.is_some_and(|hold| hold.epoch > witnessed.epoch).then_some(Verdict::Held)
    };
    let by_hold_time: Rule = |witnessed, found, _| {
        found.held.is_some_and(|hold| hold.at >= witnessed.latest).then_some(Verdict::Held)
    };
    for half in [by_hold_epoch, by_hold_time] {
        assert!(misjudged(&[foreign, half, behind, forked, dropped]).is_some());
    }
}
