use super::*;
use proptest::prelude::*;
use std::collections::HashSet;

#[test]
fn without_a_window_only_higher_is_accepted() {
    let mut state = NonceState::default();
    assert!(!state.burn(0, 0));
    assert!(state.burn(5, 0));
    assert!(!state.burn(5, 0));
    assert!(!state.burn(4, 0));
    assert!(state.burn(u64::MAX, 0));
    assert!(!state.burn(u64::MAX, 0));
    assert_eq!(state.needed(), u64::MAX);
}

#[test]
fn inside_the_window_each_once() {
    let mut state = NonceState::default();
    assert!(state.burn(100, 10));
    assert!(state.burn(95, 10));
    assert!(!state.burn(95, 10));
    assert!(!state.burn(90, 10), "the window is (N − W, N]");
    assert!(state.burn(91, 10));
}

#[test]
fn a_wider_window_readmits_nothing() {
    let mut state = NonceState::default();
    assert!(state.burn(100, 0));
    state.window_changed();
    assert!(!state.burn(100, 1000));
    assert!(!state.burn(99, 1000));
    assert!(state.burn(101, 1000));
}

/// The tooth: a window that is widened without closing what lies below would re-admit it.
#[test]
fn tooth_a_window_widened_without_closing_is_caught() {
    let mut state = NonceState::default();
    assert!(state.burn(100, 0));
    assert!(state.acceptable(99, 1000));
}

#[test]
fn overflow_raises_the_floor() {
    let mut state = NonceState::default();
    let window = u64::MAX;
    for nonce in 1..=(MAX_ACCEPTED as u64 + 1) {
        assert!(state.burn(nonce * 2, window));
    }
    assert_eq!(state.floor(), 2);
    assert_eq!(state.accepted().len(), MAX_ACCEPTED);
    assert!(!state.burn(1, window));
    assert!(state.burn(3, window));
}

proptest! {
    /// P1's kernel: whatever the order and the windows, no nonce is accepted twice, and neither
    /// the highest nor the floor ever falls. Windows change between calls.
    #[test]
    fn never_twice(calls in prop::collection::vec((0u64..300, prop::option::weighted(0.1, 0u64..200)), 1..400)) {
        let mut state = NonceState::default();
        let mut window = 20;
        let mut seen = HashSet::new();
        for (nonce, new_window) in calls {
            if let Some(new_window) = new_window {
                window = new_window;
                state.window_changed();
            }
            let before = (state.highest(), state.floor());
            if state.burn(nonce, window) {
                prop_assert!(seen.insert(nonce), "nonce {nonce} accepted twice");
            }
            prop_assert!(state.highest() >= before.0 && state.floor() >= before.1);
        }
    }

    /// Replaying the burns of the log over any earlier checkpoint gives what was in memory: as
    /// far as acceptance goes, nothing burnt comes back.
    #[test]
    fn replay_over_any_checkpoint_readmits_nothing(nonces in prop::collection::vec(1u64..200, 1..100), cut in 0usize..100, window in 0u64..50) {
        let mut live = NonceState::default();
        let mut burnt = Vec::new();
        let mut checkpoint = live.clone();
        for (at, nonce) in nonces.iter().enumerate() {
            if live.burn(*nonce, window) {
                burnt.push(*nonce);
            }
            if at == cut {
                checkpoint = live.clone();
            }
        }
        let mut restored = NonceState::restore(checkpoint.highest(), checkpoint.floor(), checkpoint.accepted().to_vec());
        for nonce in &burnt {
            restored.replay(*nonce, window);
        }
        for nonce in 0..210 {
            prop_assert_eq!(restored.acceptable(nonce, window), live.acceptable(nonce, window), "nonce {}", nonce);
        }
    }
}
