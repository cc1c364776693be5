//! The arithmetic of quotas.

use proptest::prelude::*;
use revenge::domain::rate::{Quota, decide};

const S: u64 = 1_000_000_000;

fn quotas() -> impl Strategy<Value = Quota> {
    (1..5_000_u32, 1..120_u32).prop_map(|(n, w)| Quota::new(n, w).unwrap())
}

/// Moments of requests: a start, then gaps.
fn moments() -> impl Strategy<Value = Vec<u64>> {
    let gaps = prop_oneof![0..2_u64, 0..S / 1000, 0..S, 0..200 * S];
    (0..u64::MAX / 4, prop::collection::vec(gaps, 1..300)).prop_map(|(start, gaps)| {
        gaps.into_iter().scan(start, |now, gap| Some(std::mem::replace(now, *now + gap))).collect()
    })
}

proptest! {
    #[test]
    fn a_window_holds_the_quota_and_what_came_back_in_it(quota in quotas(), moments in moments()) {
        let mut arrival = 0;
        let mut allowed = Vec::new();
        for now in moments {
            let verdict = decide(arrival, now, quota);
            prop_assert_eq!(verdict.is_allowed, verdict.retry_after_ns == 0);
            prop_assert!(verdict.n_left < quota.n_requests);
            prop_assert!(verdict.reset_ns <= quota.window_ns());
            arrival = verdict.arrival_ns;
            allowed.extend(verdict.is_allowed.then_some(now));
        }
        // The integer part of window / interval may exceed the quota by what rounding the interval down gives away.
        let burst = quota.window_ns() / quota.interval_ns();
        for (first, begin) in allowed.iter().enumerate() {
            for (last, end) in allowed.iter().enumerate().skip(first) {
                let n = (last - first + 1) as u64;
                prop_assert!(n <= burst + (end - begin).div_ceil(quota.interval_ns()), "{n} in {} ns", end - begin);
            }
        }
    }

    #[test]
    fn whoever_waits_one_interval_is_never_refused(quota in quotas(), start in 0..u64::MAX / 4, extra in prop::collection::vec(0..S, 1..200)) {
        let (mut arrival, mut now) = (0, start);
        for extra in extra {
            let verdict = decide(arrival, now, quota);
            prop_assert!(verdict.is_allowed);
            arrival = verdict.arrival_ns;
            now += quota.interval_ns() + extra;
        }
    }

    #[test]
    fn a_refusal_names_the_very_moment_from_which_it_is_allowed(quota in quotas(), now in 0..u64::MAX / 4) {
        let mut arrival = 0;
        let refused = loop {
            let verdict = decide(arrival, now, quota);
            if !verdict.is_allowed { break verdict; }
            arrival = verdict.arrival_ns;
        };
        prop_assert_eq!(refused.arrival_ns, arrival);
        prop_assert!(!decide(arrival, now + refused.retry_after_ns - 1, quota).is_allowed);
        prop_assert!(decide(arrival, now + refused.retry_after_ns, quota).is_allowed);
    }

    #[test]
    fn no_state_locks_anybody_out_for_longer_than_a_window(quota in quotas(), arrival in any::<u64>(), now in 0..u64::MAX / 2) {
        let verdict = decide(arrival, now, quota);
        prop_assert!(verdict.retry_after_ns <= quota.interval_ns());
        prop_assert!(decide(verdict.arrival_ns, now + quota.window_ns(), quota).is_allowed);
    }
}

#[test]
fn a_quota_counts_down_and_comes_back_evenly() {
    let quota = Quota::new(4, 2).unwrap();
    let mut arrival = 0;
    let mut at = |now| {
        let verdict = decide(arrival, now, quota);
        arrival = verdict.arrival_ns;
        (verdict.is_allowed, verdict.n_left, verdict.retry_after_ns, verdict.reset_ns)
    };
    let t = 1_000 * S;
    assert_eq!(at(t), (true, 3, 0, S / 2));
    assert_eq!(at(t), (true, 2, 0, S));
    assert_eq!(at(t), (true, 1, 0, 3 * S / 2));
    assert_eq!(at(t), (true, 0, 0, 2 * S));
    assert_eq!(at(t), (false, 0, S / 2, 2 * S));
    assert_eq!(at(t + S / 2), (true, 0, 0, 2 * S));
    assert_eq!(at(t + 10 * S), (true, 3, 0, S / 2));
    assert!(Quota::new(0, 1).is_none());
}
