//! Engines that break one clause of the contract each; the suite must notice every one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod lane;
mod records;
mod store;

use claviger_store::MemoryStore;
use claviger_store::conformance::{CASES, run};
use claviger_store::differential::{differential, steps};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use store::{BrokenPlace, BrokenStore};

/// One clause that an engine breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tooth {
    None,
    AnswerBeforeSync,
    NonceNotJudged,
    RefusalBurnsNothing,
    StepNotBurnt,
    RevisionIgnored,
    DeadlineIgnored,
    LimitIgnored,
    UpdateUnconditional,
    DataKeysUnconditional,
    TokenNotJudged,
    OutcomeWithoutRecord,
    OutcomeClosesNothing,
    ClockBelieved,
    OldOwnerGoesOn,
    EpochStands,
    HeadStands,
    DenialWithoutDetail,
    OpenClaimsForgotten,
    UpkeepWrites,
    RetentionTooEager,
    RetentionNever,
    EntriesBackwards,
    HistoryForwards,
    HistoryOfEverybody,
    CursorSkips,
    CursorRepeats,
    FilterForgotten,
    TimeFilterForgotten,
    KeysById,
    KeyCached,
    KeyRecordsForgotten,
    JournalSkips,
    OnceApart,
    OnceForgotten,
    ReopenGivesUpNothing,
    HandleNotUnique,
    RecordsApart,
    RecordLimitOutside,
    RecordUpdateUnconditional,
    RequireIgnored,
    ExceptIgnored,
    ExpiryIgnored,
    SessionNotJudged,
    ProlongRevives,
    UpkeepTakesTheLive,
    RollbackKeepsSessions,
    RecordsById,
    RotationHalved,
    RotationApart,
    DerivedHasAnEntry,
    FollowSkips,
}

/// Each tooth, and a case that must notice it.
const CAUGHT_BY: &[(Tooth, &str)] = &[
    (Tooth::AnswerBeforeSync, "recovery::a_nonce_stays_burnt"),
    (Tooth::NonceNotJudged, "nonce::each_is_accepted_once"),
    (Tooth::RefusalBurnsNothing, "nonce::a_refused_call_burns_its_nonce"),
    (Tooth::StepNotBurnt, "second_factor::a_step_is_accepted_once"),
    (Tooth::RevisionIgnored, "revision::a_revoked_key_takes_no_old_call"),
    (Tooth::DeadlineIgnored, "deadline::the_deadline_itself_is_too_late"),
    (Tooth::LimitIgnored, "key_create::the_limit_holds_inside_a_group"),
    (Tooth::UpdateUnconditional, "key_update::it_must_be_made_from_the_revision_on_record"),
    (Tooth::DataKeysUnconditional, "data_keys::another_generation_conflicts"),
    (Tooth::TokenNotJudged, "tokens::nothing_is_changed_by_one_that_is_gone"),
    (Tooth::OutcomeWithoutRecord, "journal::an_outcome_and_its_record_are_one"),
    (Tooth::OutcomeClosesNothing, "outcome::a_mutating_claim_is_open_until_its_outcome"),
    (Tooth::ClockBelieved, "time::a_clock_that_steps_back_lowers_nothing"),
    (Tooth::OldOwnerGoesOn, "epoch::the_old_owner_can_commit_nothing_more"),
    (Tooth::EpochStands, "epoch::every_opening_raises_it"),
    (Tooth::HeadStands, "sequence::dense_within_and_across_groups"),
    (Tooth::DenialWithoutDetail, "nonce::a_bad_nonce_is_refused_with_what_is_needed"),
    (Tooth::OpenClaimsForgotten, "outcome::open_claims_outlive_the_process"),
    (Tooth::UpkeepWrites, "upkeep::at_any_point_of_a_history"),
    (Tooth::RetentionTooEager, "retention::the_old_go_and_the_young_stay"),
    (Tooth::RetentionNever, "retention::the_old_go_and_the_young_stay"),
    (Tooth::EntriesBackwards, "entries::read_in_pages_from_any_sequence"),
    (Tooth::HistoryForwards, "paging::newest_first"),
    (Tooth::HistoryOfEverybody, "paging::accounts_do_not_see_each_other"),
    (Tooth::CursorSkips, "paging::pages_of_any_size_cover_it_once"),
    (Tooth::CursorRepeats, "paging::pages_of_any_size_cover_it_once"),
    (Tooth::FilterForgotten, "filters::by_action_outcome_and_reason"),
    (Tooth::TimeFilterForgotten, "filters::by_time"),
    (Tooth::KeysById, "key_read::listed_by_age_and_account"),
    (Tooth::KeyCached, "key_update::every_field_is_kept"),
    (Tooth::KeyRecordsForgotten, "key_update::records_are_written_with_it_or_neither"),
    (Tooth::JournalSkips, "journal::numbers_are_dense"),
    (Tooth::OnceApart, "once::change_and_record_are_one_in_every_failure"),
    (Tooth::OnceForgotten, "once::a_repetition_changes_nothing"),
    (Tooth::ReopenGivesUpNothing, "epoch::reopening_takes_nothing_back"),
    (Tooth::HandleNotUnique, "record_create::a_handle_is_taken_among_its_kind"),
    (Tooth::RecordsApart, "record_change::all_of_it_or_none"),
    (Tooth::RecordLimitOutside, "record_create::the_limit_holds_inside_a_group"),
    (Tooth::RecordUpdateUnconditional, "record_update::it_must_be_made_from_the_revision_on_record"),
    (Tooth::RequireIgnored, "record_change::what_is_required_must_be_as_it_was"),
    (Tooth::ExceptIgnored, "record_remove::all_of_an_owner_but_one"),
    (Tooth::ExpiryIgnored, "record_expiry::what_is_live_no_longer_is_not_there"),
    (Tooth::SessionNotJudged, "standing::nothing_is_changed_from_a_session_that_is_gone"),
    (Tooth::ProlongRevives, "record_prolong::what_is_gone_stays_gone"),
    (Tooth::UpkeepTakesTheLive, "record_expiry::upkeep_removes_it_and_nothing_else"),
    (Tooth::RollbackKeepsSessions, "rollback::keys_are_held_tokens_revoked_sessions_ended"),
    (Tooth::RecordsById, "record_read::listed_by_age_for_account_owner_and_kind"),
    (Tooth::RotationHalved, "rotate::both_are_there_with_one_entry"),
    (Tooth::RotationApart, "rotate::a_conflict_writes_neither"),
    (Tooth::DerivedHasAnEntry, "derived::it_is_written_without_an_entry"),
    (Tooth::FollowSkips, "follow::it_gives_all_that_is_wanted_in_pieces_of_any_size"),
];

#[test]
fn the_wrapper_itself_breaks_nothing() {
    for case in CASES {
        let verdict = (case.run)(&BrokenPlace::new(Tooth::None));
        assert!(verdict.is_ok(), "{}: {verdict:?}", case.name);
    }
}

#[test]
fn every_broken_clause_is_noticed_by_its_case() {
    for (tooth, case) in CAUGHT_BY {
        assert!(run(case, &BrokenPlace::new(*tooth)).is_err(), "{tooth:?} passes {case}");
    }
}

/// What shows in results and bytes shows in a random history, too.
#[test]
fn the_differential_run_notices_as_well() {
    let teeth = [
        Tooth::NonceNotJudged,
        Tooth::RefusalBurnsNothing,
        Tooth::StepNotBurnt,
        Tooth::RevisionIgnored,
        Tooth::DeadlineIgnored,
        Tooth::LimitIgnored,
        Tooth::OutcomeWithoutRecord,
        Tooth::OutcomeClosesNothing,
        Tooth::UpkeepWrites,
        Tooth::KeysById,
        Tooth::OnceForgotten,
        Tooth::HandleNotUnique,
        Tooth::RecordsApart,
        Tooth::RecordLimitOutside,
        Tooth::RecordUpdateUnconditional,
        Tooth::RequireIgnored,
        Tooth::ExceptIgnored,
        Tooth::SessionNotJudged,
        Tooth::ProlongRevives,
        Tooth::RecordsById,
    ];
    for tooth in teeth {
        let mut runner = TestRunner::deterministic();
        let noticed = (0..300).any(|_| {
            let history = steps().new_tree(&mut runner).unwrap().current();
            let broken = BrokenStore::new(tooth, MemoryStore::new());
            differential(&history, &MemoryStore::new(), &broken).is_err()
        });
        assert!(noticed, "{tooth:?} is noticed by no history");
    }
}
