//! From readings to holds.

use std::time::Duration;

use jiff::tz::TimeZone;
use time::OffsetDateTime;

use super::level::{Band, Level};
use super::{Allowance, Hold, Holds, Rules, Why};
use crate::domain::job::Queue;

/// How long a machine must have been cooler before it may become warm again.
const COOL: Duration = Duration::from_secs(10);
/// Long enough for the next episode to begin.
const QUIET: Duration = Duration::from_secs(5);
/// A machine that has cooled by so much stays cool for a while.
const COOLER_CELSIUS: f64 = 5.0;
const NEVER: Band = Band { enter: f64::INFINITY, leave: f64::INFINITY };

/// Shares of time (percent) in which somebody waited for memory.
const MEMORY_PRESSURE: [Band; 2] = [Band { enter: 15.0, leave: 5.0 }, Band { enter: 40.0, leave: 15.0 }];
/// Of the control group's limit, without what the kernel can drop.
const MEMORY_SHARE: [Band; 2] = [Band { enter: 0.90, leave: 0.80 }, Band { enter: 0.97, leave: 0.90 }];
/// Background work alone keeps every core busy and waits for disks, which harms nobody at its priority: only what is far
/// above counts.
const CPU_PRESSURE: [Band; 2] = [Band { enter: 95.0, leave: 75.0 }, NEVER];
const IO_PRESSURE: [Band; 2] = [Band { enter: 80.0, leave: 50.0 }, NEVER];

/// From these temperatures on background work is cut down, and stops.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Heat {
    pub soft_celsius: f64,
    pub hard_celsius: f64,
}

/// What was found at one moment; what the machine does not tell is none.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Readings {
    /// Of the warmest sensor.
    pub celsius: Option<f64>,
    /// Percent of the last ten seconds in which something waited.
    pub cpu_pressure: Option<f64>,
    pub io_pressure: Option<f64>,
    pub memory_pressure: Option<f64>,
    /// Used of the memory that our control group may have: 0–1.
    pub memory_share: Option<f64>,
    pub is_playing: bool,
}

/// Why a machine cannot take more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overload {
    Heat,
    Memory,
}

impl Readings {
    /// Whether the machine is at the end of its strength at this very moment: what the worst rank of a level is for.
    pub fn overload(&self, heat: Heat) -> Option<Overload> {
        let over = |reading: Option<f64>, limit: f64| reading.is_some_and(|reading| reading >= limit);
        let [_, pressure] = MEMORY_PRESSURE;
        let [_, share] = MEMORY_SHARE;
        if over(self.celsius, heat.hard_celsius) {
            return Some(Overload::Heat);
        }
        let is_short = over(self.memory_pressure, pressure.enter) || over(self.memory_share, share.enter);
        is_short.then_some(Overload::Memory)
    }
}

/// Remembers how bad it was.
#[derive(Clone, Debug)]
pub struct Judge {
    heat: Level,
    memory: [Level; 2],
    playing: Level,
    load: [Level; 2],
    /// What the last readings came to.
    found: Vec<(Why, usize)>,
}

impl Judge {
    pub fn new(heat: Heat) -> Self {
        let from = |celsius: f64| Band { enter: celsius, leave: celsius - COOLER_CELSIUS };
        let level = |bands| Level::new(bands, COOL);
        Self {
            heat: level([from(heat.soft_celsius), from(heat.hard_celsius)]),
            memory: [level(MEMORY_PRESSURE), level(MEMORY_SHARE)],
            playing: Level::new([Band { enter: 1.0, leave: 0.0 }, NEVER], QUIET),
            load: [level(CPU_PRESSURE), level(IO_PRESSURE)],
            found: Vec::new(),
        }
    }

    /// Takes readings of this time, by a clock that only goes forward.
    pub fn read(&mut self, readings: &Readings, at: Duration) {
        let [pressure, share] = &mut self.memory;
        let [cpu, io] = &mut self.load;
        self.found = vec![
            (Why::Heat, self.heat.read(readings.celsius, at)),
            (Why::Memory, pressure.read(readings.memory_pressure, at).max(share.read(readings.memory_share, at))),
            (Why::Playing, self.playing.read(Some(f64::from(u8::from(readings.is_playing))), at)),
            (Why::Load, cpu.read(readings.cpu_pressure, at).max(io.read(readings.io_pressure, at))),
        ];
    }

    /// Whether only later readings can tell that this is over.
    pub fn is_alarmed(&self) -> bool {
        self.found.iter().any(|(_, level)| *level > 0)
    }

    /// What follows from the last readings and the rules.
    pub fn holds(&self, rules: &Rules, now: OffsetDateTime, zone: &TimeZone) -> Holds {
        let mut holds = Holds::default();
        for queue in [Queue::Default, Queue::Low, Queue::Bulk] {
            for (why, level) in &self.found {
                holds.add(queue, Hold { allowance: allowance(*why, *level, queue), why: *why, until: None });
            }
            let rule = &rules[queue as usize];
            let nothing = |why, until| Hold { allowance: Allowance::Nothing, why, until };
            if let Some(until) = rule.held_until.filter(|until| *until > now) {
                holds.add(queue, nothing(Why::Pause, Some(until)));
            }
            if let Some(window) = rule.window.filter(|window| !window.is_open(now, zone)) {
                holds.add(queue, nothing(Why::Window, window.next_opening(now, zone)));
            }
        }
        holds
    }

    /// When the rules alone say something else than now.
    pub fn next_change(rules: &Rules, now: OffsetDateTime, zone: &TimeZone) -> Option<OffsetDateTime> {
        let pauses = rules.iter().filter_map(|rule| rule.held_until).filter(|until| *until > now);
        let windows = rules.iter().filter_map(|rule| rule.window?.next_change(now, zone));
        pauses.chain(windows).min()
    }
}

/// The order of sacrifice.
fn allowance(why: Why, level: usize, queue: Queue) -> Allowance {
    use Allowance::{Everything, Nothing, One};
    let [default, low, bulk] = match (why, level) {
        (_, 0) => [Everything; 3],
        (Why::Heat, 2..) => [Nothing; 3],
        (Why::Memory, 2..) => [One, Nothing, Nothing],
        (Why::Load, _) => [Everything, One, One],
        _ => [Everything, One, Nothing],
    };
    match queue {
        Queue::Critical | Queue::High => Everything,
        Queue::Default => default,
        Queue::Low => low,
        Queue::Bulk => bulk,
    }
}
