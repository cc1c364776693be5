//! The limits of all nodes together, counted in the cache that they share.
//!
//! The script is the arithmetic of `domain::rate` in whole microseconds of the cache's own clock, so that nodes whose
//! clocks differ count alike. Whatever lies under the key that is no number is a new client.

use std::sync::LazyLock;

use super::Who;
use crate::domain::rate::{Class, Quota, Verdict, decide};
use crate::platform::cache::{Away, Script, Shared};

/// `KEYS[1]`: the state of one client in one class. Arguments: interval and window in µs. Answers whether the request is
/// allowed, and how far ahead of now the state was before it.
const CODE: &str = "
    local time = redis.call('TIME')
    local now = time[1] * 1000000 + time[2]
    local interval, window = tonumber(ARGV[1]), tonumber(ARGV[2])
    local known = tonumber(redis.call('GET', KEYS[1]) or 0) or 0
    known = math.max(now, math.min(known, now + window))
    if known + interval - now > window then return {0, known - now} end
    redis.call('SET', KEYS[1], string.format('%.0f', known + interval), 'PX', math.ceil(window / 1000))
    return {1, known - now}";

static TAKE: LazyLock<Script> = LazyLock::new(|| Script::new(CODE));

/// Counts a request among those of all nodes, or refuses it.
pub async fn take(cache: &Shared, class: Class, who: Who, quota: Quota) -> Result<Verdict, Away> {
    let key = match who {
        Who::SignIn(id) => format!("rate:{}:{id}", class.as_str()),
        Who::Address(ip) => format!("rate:{}:{ip}", class.as_str()),
    };
    let micros = |ns: u64| i64::try_from(ns / 1000).unwrap_or(i64::MAX).max(1);
    let answer = cache.run(&TAKE, &[&key], &[micros(quota.interval_ns()), micros(quota.window_ns())]).await?;
    let &[is_allowed, micros_ahead] = answer.as_slice() else { return Err(Away) };
    let ahead_ns = u64::try_from(micros_ahead).unwrap_or(0).saturating_mul(1000);
    // The cache has decided; a rounded microsecond must not say otherwise here.
    Ok(Verdict { is_allowed: is_allowed == 1, ..decide(ahead_ns, 0, quota) })
}
