//! The conformance suite: one named case per clause of the contract, one file per topic.
//!
//! A case opens the store through a [`Fixture`], writes, reads, closes and opens again, and says
//! what does not hold. [`crate::conformance_suite!`] makes a test of each; [`CASES`] lists them
//! for whoever wants to run them by hand, such as the test of the suite's own teeth.
//!
//! Where the contract leaves something open the suite asks for nothing, except for three things
//! engines must agree on for the same history to give the same bytes: the conditions of what is
//! new are judged in the order exists → name → limit, of what is changed missing → revision →
//! name; a group that writes nothing does not advance the latest time; the entry of a clock reset
//! already has the time that was set.

mod broken;
pub(crate) mod make;
pub(crate) mod world;

mod accounts;
mod claim;
mod data_keys;
mod deadline;
mod derived;
mod entries;
mod epoch;
mod failure;
mod filters;
mod follow;
mod journal;
mod key_create;
mod key_read;
mod key_update;
mod nonce;
mod once;
mod outcome;
mod paging;
mod record_change;
mod record_create;
mod record_expiry;
mod record_prolong;
mod record_read;
mod record_remove;
mod record_update;
mod recovery;
mod retention;
mod revision;
mod rollback;
mod rotate;
mod second_factor;
mod sequence;
mod standing;
mod time;
mod tokens;
mod upkeep;
mod window;

pub use broken::{Broken, Verdict};
pub(crate) use broken::{ensure, same};
pub(crate) use upkeep::KEEP_ALL;

use claviger_core::store::{Store, StoreError};

/// A place where one store can be opened, closed and opened again, empty at first.
pub trait Fixture {
    /// Opens the store at this place. Whatever was opened before has been dropped.
    ///
    /// # Errors
    /// As the engine's own.
    fn open(&self) -> Result<Box<dyn Store>, StoreError>;
}

/// One clause of the contract.
#[derive(Clone, Copy)]
pub struct Case {
    /// Topic and case, as in `nonce::each_is_accepted_once`.
    pub name: &'static str,
    /// Runs it on a fresh place.
    pub run: fn(&dyn Fixture) -> Verdict,
}

/// Runs one case by name.
///
/// # Errors
/// [`Broken`] if the clause does not hold, or there is no such case.
pub fn run(name: &str, fixture: &dyn Fixture) -> Verdict {
    let case = CASES.iter().find(|case| case.name == name);
    case.map_or_else(|| Err(Broken::because("no such case")), |case| (case.run)(fixture))
}

/// One test per case, in a module per topic. Takes a function that makes a fresh [`Fixture`].
#[macro_export]
macro_rules! conformance_suite {
    ($make:ident) => {
        $crate::conformance_cases!($crate::__conformance_tests, $make);
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __conformance_tests {
    ([$make:ident] $($topic:ident: $($case:ident)*;)*) => {
        $(mod $topic {
            #[allow(unused_imports)]
            use super::*;
            $(#[test]
            fn $case() -> $crate::conformance::Verdict {
                let name = concat!(stringify!($topic), "::", stringify!($case));
                $crate::conformance::run(name, &$make())
            })*
        })*
    };
}

macro_rules! table {
    ([] $($topic:ident: $($case:ident)*;)*) => {
        /// Every case.
        pub const CASES: &[Case] = &[
            $($(Case {
                name: concat!(stringify!($topic), "::", stringify!($case)),
                run: $topic::$case,
            },)*)*
        ];
    };
}

/// Every case by topic, handed to another macro.
#[doc(hidden)]
#[macro_export]
macro_rules! conformance_cases {
    ($then:path, $($with:tt)*) => {
        $then! { [$($with)*]
            accounts:
                it_is_there_after_reopening
                creating_conflicts
                the_limit_holds_inside_a_group
                listed_by_age;
            claim:
                an_accepted_call_is_written_as_decided
                a_refused_call_is_written_with_its_reason
                the_entry_says_which_nonce_was_burnt
                an_unknown_key_is_stale
                another_revision_is_stale
                a_group_is_settled_in_order
                one_bad_call_spoils_no_other;
            data_keys:
                a_new_store_has_none
                each_replacement_is_a_generation
                another_generation_conflicts
                two_from_one_generation_meet_in_one_group;
            deadline:
                the_deadline_itself_is_too_late
                a_late_call_burns_nothing
                refusals_have_a_deadline_too
                stale_ranks_before_late;
            entries:
                read_in_pages_from_any_sequence
                every_shape_is_read_as_written
                places_are_those_answered
                counts_are_told;
            epoch:
                every_opening_raises_it
                the_old_owner_can_commit_nothing_more
                reopening_takes_nothing_back
                the_old_owner_maintains_nothing
                a_lane_in_good_order_may_be_reopened;
            failure:
                not_committed_is_not_there
                unknown_and_not_written_is_not_there
                unknown_and_written_is_there
                a_crash_leaves_all_or_nothing;
            filters:
                by_key
                by_calls_and_acts
                by_action_outcome_and_reason
                by_several_keys
                by_reach
                by_source
                by_time
                all_at_once;
            journal:
                numbers_are_dense
                read_from_a_number_on
                an_outcome_and_its_record_are_one
                an_outcome_without_a_record_takes_no_number
                a_change_carries_its_record
                a_conflict_journals_nothing
                a_snapshot_stands_for_what_is_below
                the_latest_snapshot_counts;
            key_create:
                it_is_there_with_its_entry
                an_id_is_taken_for_ever
                a_public_half_is_taken_for_ever
                an_account_that_is_not_there_has_no_keys
                names_are_compared_without_case
                another_account_may_use_the_name
                a_revoked_key_frees_its_name
                the_limit_counts_keys_that_are_not_revoked
                the_limit_holds_inside_a_group
                names_and_ids_collide_inside_a_group
                exists_ranks_before_name_before_limit
                conditions_hold_after_reopening;
            key_read:
                what_is_not_there_is_none
                listed_by_age_and_account
                paged_without_gap_or_repeat
                an_edit_keeps_the_place
                filtered_by_state
                filtered_by_holder_and_text
                filtered_by_application
                filtered_by_member;
            key_update:
                every_field_is_kept
                it_must_be_made_from_the_revision_on_record
                two_from_one_revision_meet_in_one_group
                a_key_that_is_not_there_is_missing
                a_name_in_use_is_refused
                a_key_may_change_the_case_of_its_name
                a_revoked_key_needs_no_name
                a_conflict_writes_neither_change_nor_entry
                records_are_written_with_it_or_neither;
            nonce:
                each_is_accepted_once
                zero_is_never_accepted
                keys_do_not_share_nonces
                a_bad_nonce_is_refused_with_what_is_needed
                a_refused_call_burns_its_nonce
                judging_overrides_a_later_reason
                burning_if_acceptable_keeps_the_reason
                a_spared_nonce_stays_good
                one_group_folds_in_order
                the_remembered_state_is_never_ahead;
            once:
                a_repetition_changes_nothing
                it_is_remembered_with_its_change
                it_holds_inside_a_group
                a_conflict_is_not_remembered
                others_keys_are_others
                a_caller_that_is_gone_ranks_first
                it_ranks_before_the_changes_own_conditions
                change_and_record_are_one_in_every_failure
                it_is_forgotten_in_time
                the_oldest_go_above_the_limit;
            outcome:
                a_mutating_claim_is_open_until_its_outcome
                every_kind_of_outcome_closes
                what_the_upstream_said_is_kept
                reads_and_refusals_are_never_open
                open_claims_outlive_the_process
                claim_and_outcome_may_share_a_group
                an_outcome_without_an_open_claim_is_written;
            paging:
                newest_first
                pages_of_any_size_cover_it_once
                looking_is_bounded
                new_entries_disturb_no_page
                pages_go_on_after_reopening_and_upkeep
                accounts_do_not_see_each_other
                a_committed_entry_is_seen_at_once;
            record_change:
                all_of_it_or_none
                each_write_sees_those_before_it
                the_rest_of_the_group_stands
                what_is_required_must_be_as_it_was
                what_is_too_large_is_refused
                a_change_of_nothing_is_its_entry;
            record_create:
                it_is_found_by_id_and_handle
                an_account_that_is_not_there_has_no_records
                an_id_is_taken_among_its_kind
                a_handle_is_taken_among_its_kind
                missing_ranks_before_exists_before_handle_before_limit
                a_limit_counts_those_of_its_scope
                the_limit_holds_inside_a_group;
            record_expiry:
                what_is_live_no_longer_is_not_there
                it_gives_up_its_id_and_its_handle
                no_limit_counts_it
                the_stores_time_counts
                upkeep_removes_it_and_nothing_else
                upkeep_goes_on_until_all_are_gone;
            derived:
                it_is_written_without_an_entry
                all_of_it_or_none
                it_is_judged_in_its_place_in_the_group
                what_wants_an_entry_is_none;
            follow:
                it_gives_all_that_is_wanted_in_pieces_of_any_size
                it_tells_what_retention_took;
            record_prolong:
                it_moves_the_expiry_and_nothing_else
                it_brings_nothing_forward
                what_is_gone_stays_gone
                it_is_judged_in_its_place_in_the_group;
            record_read:
                what_is_not_there_is_none
                listed_by_age_for_account_owner_and_kind
                paged_without_gap_or_repeat
                a_change_keeps_the_place
                after_what_is_not_there_is_nothing;
            record_remove:
                it_is_gone_and_its_id_and_handle_are_free
                it_must_be_as_it_was_seen
                all_of_an_owner_but_one
                nobody_owns_nothing;
            record_update:
                every_field_is_kept
                it_must_be_made_from_the_revision_on_record
                two_from_one_revision_meet_in_one_group
                it_stays_with_its_account_and_owner
                a_handle_may_change_to_a_free_one;
            recovery:
                a_nonce_stays_burnt
                the_state_is_the_same_at_every_point
                window_changes_are_part_of_it
                a_take_over_sees_everything
                everything_on_record_is_read_again;
            retention:
                the_old_go_and_the_young_stay
                it_says_so_in_the_log
                nothing_due_is_nothing_done
                nonces_stay_burnt
                nonces_of_idle_keys_stay_burnt
                keys_and_conditions_stay
                open_claims_survive
                a_quota_drops_from_the_old_end
                history_ends_where_the_log_does;
            revision:
                a_call_after_a_change_in_one_group_is_stale
                a_call_of_a_key_made_in_the_same_group_is_good
                a_revoked_key_takes_no_old_call
                a_revoked_key_is_refused_on_record
                a_change_that_conflicts_makes_nothing_stale;
            rollback:
                keys_are_held_tokens_revoked_sessions_ended;
            rotate:
                both_are_there_with_one_entry
                both_histories_have_its_entry
                a_conflict_writes_neither
                two_from_one_revision_meet_in_one_group
                a_call_of_either_is_judged_by_what_is_there
                it_is_taken_back_as_one
                those_being_replaced_are_listed;
            second_factor:
                a_step_is_accepted_once
                step_zero_is_a_step
                a_reused_step_burns_the_nonce
                a_reused_step_ranks_before_a_bad_nonce
                a_bad_nonce_spares_the_step
                a_refusal_burns_the_step
                a_refusal_with_a_bad_nonce_burns_the_step
                one_group_folds_in_order
                keys_do_not_share_steps
                steps_survive_reopening_and_upkeep
                steps_survive_a_change_of_the_key;
            sequence:
                a_new_log_begins_at_zero
                dense_within_and_across_groups
                dense_across_reopening
                refused_calls_take_one_and_stale_ones_none
                a_group_of_nothing_changes_nothing;
            standing:
                a_person_changes_what_a_member_may
                nothing_is_changed_from_a_session_that_is_gone
                nothing_is_changed_by_a_member_that_is_gone
                another_persons_session_or_place_is_none
                it_is_judged_at_its_place_in_the_group;
            time:
                an_entry_has_the_time_of_its_commit
                a_clock_that_steps_back_lowers_nothing
                the_latest_time_survives_reopening
                deadlines_are_judged_by_the_stores_time
                a_group_that_writes_nothing_is_no_time
                a_reset_lowers_the_latest_time
                a_reset_holds_for_the_rest_of_its_group;
            tokens:
                it_is_found_by_id_and_digest
                creating_conflicts
                a_revoked_token_frees_name_and_room
                changing_conflicts
                a_new_digest_replaces_the_old
                the_limit_holds_inside_a_group
                nothing_is_changed_by_one_that_is_gone
                listed_by_age_and_account;
            upkeep:
                at_any_point_of_a_history
                nonces_after_it_are_those_burnt;
            window:
                inside_it_each_once_in_any_order
                inside_it_in_one_group
                a_change_closes_everything_so_far
                a_change_holds_inside_its_group
                other_changes_keep_the_window
                overflow_raises_the_floor;
        }
    };
}

conformance_cases!(table,);
