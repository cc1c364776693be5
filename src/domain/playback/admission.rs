//! Whether one more conversion may begin beside those that run.
//!
//! Work is counted in the units of `Cost::work`, per second of film; `capacity` is what the machine manages per second,
//! where it was measured. Whoever would be alone may always begin, however heavy: it disturbs nobody.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// As many run as this machine allows.
    Slots,
    /// Together they would be slower than real time.
    Work,
}

/// `running` holds the work of each conversion that runs now.
pub fn admit(running: &[u64], work: u64, slots: usize, capacity: Option<f64>) -> Result<(), Obstacle> {
    if running.len() >= slots {
        return Err(Obstacle::Slots);
    }
    let together = running.iter().sum::<u64>() + work;
    match capacity {
        Some(capacity) if !running.is_empty() && together as f64 > capacity => Err(Obstacle::Work),
        _ => Ok(()),
    }
}
