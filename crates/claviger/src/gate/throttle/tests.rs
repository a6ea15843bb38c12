use super::*;

const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);
const ADA: [u8; 32] = [1; 32];

fn from(last: u32) -> Option<IpAddr> {
    Some(IpAddr::V4(Ipv4Addr::from(0x0a00_0000 + last)))
}

fn fail(throttle: &Throttle, source: u32, login: [u8; 32], now: Timestamp) -> Result<(), u32> {
    throttle.begin(from(source), login, false, now).map(drop)
}

#[test]
fn who_fails_waits_ever_longer_and_is_forgotten_in_the_end() {
    let throttle = Throttle::new(5, 1000);
    for _ in 0..5 {
        assert_eq!(fail(&throttle, 1, ADA, NOW), Ok(()));
    }
    assert_eq!(fail(&throttle, 1, ADA, NOW), Err(1));
    let (mut now, mut waits) = (NOW, Vec::new());
    for _ in 0..14 {
        while let Err(wait) = fail(&throttle, 1, ADA, now) {
            waits.push(wait);
            now = now.plus_secs(i64::from(wait));
        }
    }
    assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900]);
    assert_eq!(fail(&throttle, 1, ADA, now.plus_secs(FORGOTTEN_SECS)), Ok(()));
}

#[test]
fn waiting_is_not_counted_and_a_clock_set_back_does_not_make_it_longer() {
    let throttle = Throttle::new(1, 1000);
    fail(&throttle, 1, ADA, NOW).unwrap();
    for _ in 0..100 {
        assert_eq!(fail(&throttle, 1, ADA, NOW), Err(1));
    }
    assert_eq!(fail(&throttle, 1, ADA, NOW.plus_secs(-1000)), Err(1));
    assert_eq!(fail(&throttle, 1, ADA, NOW.plus_secs(1)), Ok(()));
}

#[test]
fn others_cannot_lock_a_person_out() {
    let throttle = Throttle::new(5, 100_000);
    let home = throttle.begin(from(1), ADA, true, NOW).unwrap();
    throttle.succeed(home, NOW);
    for source in 2..2000 {
        let _ = fail(&throttle, source, ADA, NOW);
        let _ = throttle.begin(from(source), ADA, true, NOW);
    }
    // From home as if nothing had happened, with password and code.
    for _ in 0..5 {
        assert!(throttle.begin(from(1), ADA, true, NOW).is_ok());
    }
    // From anywhere else there is a first try.
    assert_eq!(fail(&throttle, 5000, ADA, NOW), Ok(()));
    assert_eq!(fail(&throttle, 5000, ADA, NOW), Err(1), "and the second waits, under attack");
}

#[test]
fn one_source_does_not_try_one_password_with_everybody() {
    let throttle = Throttle::new(5, 100_000);
    let served = (0u8..200).filter(|n| fail(&throttle, 1, [*n; 32], NOW).is_ok()).count();
    assert_eq!(served, 20);
    assert_eq!(fail(&throttle, 2, [7; 32], NOW), Ok(()), "another source is served");
}

/// Six digits do not stand against a thousand sources that know the password.
#[test]
fn wrong_codes_of_new_sources_are_few() {
    let throttle = Throttle::new(5, 100_000);
    let day = (0..100_000u32).filter(|n| {
        let now = NOW.plus_secs(i64::from(*n) * 86_400 / 100_000);
        throttle.begin(from(*n), ADA, true, now).is_ok()
    });
    let served = day.count();
    assert!((30..150).contains(&served), "{served}");
}

#[test]
fn a_thousand_at_once_are_not_a_thousand_free_ones() {
    let throttle = Throttle::new(5, 1000);
    let begun: Vec<Try> = (0..1000).filter_map(|_| throttle.begin(from(1), ADA, false, NOW).ok()).collect();
    assert_eq!(begun.len(), 5);
    // Those that were right do not count.
    begun.into_iter().for_each(|tried| throttle.take_back(tried));
    assert_eq!(fail(&throttle, 1, ADA, NOW), Ok(()));
}

/// Whoever knows the password and has not the factor is served ever less often; the factor is not made to wait.
#[test]
fn right_passwords_without_a_factor_are_metered() {
    let throttle = Throttle::new(5, 1000);
    let halfway = |source, now| -> Result<(), u32> {
        throttle.may_begin(from(source), ADA, now)?;
        throttle.stop_halfway(throttle.begin(from(source), ADA, false, now)?, now);
        Ok(())
    };
    let served = (0..100).filter(|_| halfway(1, NOW).is_ok()).count();
    assert_eq!(served, 5);
    assert_eq!(halfway(1, NOW), Err(1));
    assert_eq!(halfway(1, NOW.plus_secs(1)), Ok(()));
    assert_eq!(halfway(1, NOW.plus_secs(1)), Err(2), "and ever longer");
    assert_eq!(halfway(2, NOW), Ok(()), "from elsewhere it is another matter");
    let code = throttle.begin(from(1), ADA, true, NOW).unwrap();
    throttle.succeed(code, NOW);
    assert_eq!(halfway(1, NOW), Ok(()), "with the factor it is all forgotten");
}

#[test]
fn a_flood_stays_within_bounds_and_does_not_set_an_attacker_free() {
    let throttle = Throttle::new(5, 64);
    while fail(&throttle, 1, ADA, NOW).is_ok() {}
    for n in 0u32..10_000 {
        let mut login = [0; 32];
        login[..4].copy_from_slice(&n.to_le_bytes());
        let _ = fail(&throttle, 2 + n, login, NOW);
        // Half of them go on failing.
        if n % 2 == 0
            && let Ok(tried) = throttle.begin(from(2 + n), login, false, NOW)
        {
            throttle.succeed(tried, NOW.plus_secs(i64::from(n)));
        }
    }
    assert_eq!(fail(&throttle, 1, ADA, NOW), Err(1));
    let held = throttle.held.lock();
    assert!(held.pairs.held.len() <= 64 && held.sources.held.len() <= 64 && held.known.len() <= 64);
}
