//! Rewards: what a day earns, exactly, and paying for the days that are over.

use rust_decimal::Decimal;

use super::{Allocation, Strategy};
use crate::{
    VenueError,
    account::AccountNo,
    asset::Asset,
    draft::Draft,
    event::Event,
    ledger::LedgerSource,
    micros::Micros,
    money::{self, Overflow},
};

/// The time between two rewards.
pub(crate) const DAY: Micros = Micros::from_secs(86_400);

/// Days that are paid one by one, however late one looks. The days before them are paid at once.
pub(crate) const CATCH_UP_DAYS: i64 = 30;

/// Ten years: of a longer time nobody looked, no more is paid, so that a damaged snapshot cannot make paying endless.
const MOST_DAYS: i64 = 10 * 366;

/// A yearly rate of a millionth earns this part of the smallest unit on one of them in a day: rests are counted in it.
pub(crate) const REST_BOUND: u64 = 365 * 1_000_000;

/// The midnight (UTC) with which the day of an instant began.
pub(crate) const fn day_of(at: Micros) -> Micros {
    Micros(at.0.saturating_sub(at.0.rem_euclid(DAY.0)))
}

/// What whole days earn, and the rest they leave. Rewards earn from the day after they were paid on.
fn accrue(strategy: Strategy, allocation: &Allocation, days: i64) -> Result<(Decimal, u64), Overflow> {
    let decimals = strategy.asset().decimals();
    let units = |amount| money::units_wide(amount, decimals).ok_or(Overflow);
    let (mut total, mut earning) = (units(allocation.total)?, units(allocation.earning)?);
    let (mut sum, mut rest) = (0_i128, i128::from(allocation.rest));
    for _ in 0..days {
        let earned = earning.checked_mul(strategy.millionths()).ok_or(Overflow)?;
        let earned = earned.checked_add(rest).ok_or(Overflow)?;
        let reward = earned / i128::from(REST_BOUND);
        rest = earned % i128::from(REST_BOUND);
        sum = sum.checked_add(reward).ok_or(Overflow)?;
        total = total.checked_add(reward).ok_or(Overflow)?;
        earning = total;
    }
    let reward = Decimal::try_from_i128_with_scale(sum, decimals).map_err(|_| Overflow)?;
    Ok((reward, u64::try_from(rest).map_err(|_| Overflow)?))
}

/// Pays an allocation for the days up to a midnight, by one entry; none where all of it is rest.
pub(crate) fn pay(
    draft: &mut Draft<'_>,
    account: AccountNo,
    asset: Asset,
    to: Micros,
) -> Result<(), VenueError> {
    let Some(allocation) = draft.account(account)?.allocation(asset) else { return Ok(()) };
    let days = (to.since(allocation.paid_to).0 / DAY.0).min(MOST_DAYS);
    #[cfg(any(test, feature = "faults"))]
    let days = if draft.venue.config.faults.forget_days { 1 } else { days };
    // an allocation whose strategy is gone earns nothing
    let earned = Strategy::of(asset).map(|strategy| accrue(strategy, allocation, days)).transpose()?;
    let (reward, rest) = earned.unwrap_or((Decimal::ZERO, allocation.rest));
    let row = match reward.is_zero() {
        true => None,
        false => {
            let (source, total) =
                (LedgerSource::Reward(draft.earn_id()), money::add(allocation.total, reward)?);
            let at = draft.at;
            Some(draft.row_of_earn(source, asset, (reward, total), at))
        }
    };
    draft.events.push(Event::Rewarded { at: draft.at, account, asset, to, row, rest });
    Ok(())
}

/// The reward of the day that has begun, if the allocation stays as it is. Amounts in the asset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Payout {
    /// When the day began.
    pub from: Micros,
    /// When it ends and the reward is paid.
    pub to: Micros,
    /// The part of it for the time that has passed, rounded down.
    pub accumulated: Decimal,
    /// What is to be added until the end.
    pub estimated: Decimal,
}

/// What the day of an instant will pay; nothing when nothing is allocated.
pub(crate) fn expected(strategy: Strategy, allocation: &Allocation, now: Micros) -> Option<Payout> {
    let to = allocation.next_reward()?;
    let from = to.minus(DAY);
    let (reward, _) = accrue(strategy, allocation, 1).ok()?;
    let units = money::units_wide(reward, strategy.asset().decimals())?;
    let passed = i128::from(now.since(from).0.clamp(0, DAY.0));
    let passed = units.checked_mul(passed)? / i128::from(DAY.0);
    let accumulated = money::scaled(passed, strategy.asset().decimals());
    Some(Payout { from, to, accumulated, estimated: reward.saturating_sub(accumulated) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dec(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn all_day(asset: Asset, amount: &str) -> (Strategy, Allocation) {
        let total = dec(amount);
        (Strategy::of(asset).unwrap(), Allocation { total, earning: total, ..Allocation::default() })
    }

    #[test]
    fn a_day_earns_a_365th_of_the_rate_rounded_down() {
        // 2.4 % of 10 a year, which is 0.24 / 365 a day
        let (strategy, allocation) = all_day(Asset::ETH, "10");
        let (reward, rest) = accrue(strategy, &allocation, 1).unwrap();
        assert_eq!(reward, dec("0.0006575342"));
        // 0.24 / 365 − 0.0006575342, in units of 10^-10 and 365 000 000ths of one
        assert_eq!(rest, 2_400_000_000_000_000 - 6_575_342 * 365_000_000);
    }

    #[test]
    fn what_rounding_leaves_is_paid_later() {
        // so little that a day earns less than the smallest unit
        let (strategy, mut allocation) = all_day(Asset::USD, "0.5");
        let (mut paid, mut days) = (Decimal::ZERO, 0);
        while paid.is_zero() {
            let (reward, rest) = accrue(strategy, &allocation, 1).unwrap();
            (paid, allocation.rest, days) = (reward, rest, days + 1);
        }
        // 3.5 % of 0.5 is 0.0175 a year, 0.0001 of it takes 2.09 days
        assert_eq!((paid, days), (dec("0.0001"), 3));
    }

    #[test]
    fn days_at_once_are_days_one_by_one() {
        let (strategy, allocation) = all_day(Asset::SOL, "1234.567");
        let at_once = accrue(strategy, &allocation, 4_000).unwrap();
        let (mut one, mut sum) = (allocation, Decimal::ZERO);
        for _ in 0..4_000 {
            let (reward, rest) = accrue(strategy, &one, 1).unwrap();
            sum += reward;
            one = Allocation { total: one.total + reward, earning: one.total + reward, rest, ..one };
        }
        assert_eq!(at_once, (sum, one.rest));
        // compounding: more than the plain interest of eleven years
        assert!(sum > dec("1234.567") * dec("0.05") * dec("10.95"));
    }

    #[test]
    fn days_begin_at_midnight_also_before_1970() {
        let day = 86_400_000_000;
        for (at, begins) in [(0, 0), (1, 0), (day - 1, 0), (day, day), (-1, -day), (i64::MIN, i64::MIN)] {
            assert_eq!(day_of(Micros(at)), Micros(begins));
        }
    }

    #[test]
    fn what_is_expected_grows_with_the_day() {
        let (strategy, allocation) = all_day(Asset::ETH, "10");
        let parts = |secs| {
            let payout = expected(strategy, &allocation, Micros::from_secs(secs)).unwrap();
            assert_eq!((payout.from, payout.to), (Micros(0), DAY));
            (payout.accumulated, payout.estimated)
        };
        assert_eq!(parts(0), (dec("0"), dec("0.0006575342")));
        assert_eq!(parts(43_200), (dec("0.0003287671"), dec("0.0003287671")));
        assert_eq!(parts(86_400), (dec("0.0006575342"), dec("0")));
        assert_eq!(parts(900_000), parts(86_400));
        assert_eq!(expected(strategy, &Allocation::default(), DAY), None);
    }

    #[test]
    fn more_than_decimals_hold_is_an_error() {
        let (strategy, allocation) = all_day(Asset::USD, "7000000000000000000000000000");
        assert_eq!(accrue(strategy, &allocation, 4_000), Err(Overflow));
    }
}
