//! Whether one more conversion may begin beside those that run.
//!
//! Work is counted in the units of `Cost::work`, per second of film; `capacity` is what the machine manages per second,
//! where it was measured. Whoever would be alone may always begin, however heavy: it disturbs nobody. Only what the whole
//! machine has no memory for may not.

/// What one conversion asks of the machine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Burden {
    /// Units per second of film.
    pub work: u64,
    pub memory_bytes: u64,
}

/// What the machine has for conversions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Room {
    /// At once.
    pub slots: usize,
    /// Units per second, where it was measured.
    pub capacity: Option<f64>,
    pub memory: MemoryRoom,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemoryRoom {
    /// What all of them together may take.
    pub together_bytes: u64,
    /// What one may take that is alone: beside its budget what no part of the product has a claim on.
    pub alone_bytes: u64,
    /// They take more than they should, whatever was expected of them.
    pub is_short: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// As many run as this machine allows.
    Slots,
    /// Together they would be slower than real time.
    Work,
    /// Together they would take more memory than there is for them.
    Memory,
    /// It would take more memory than the machine has; waiting does not help.
    TooLarge,
}

pub fn admit(running: &[Burden], new: Burden, room: Room) -> Result<(), Obstacle> {
    if new.memory_bytes > room.memory.alone_bytes {
        return Err(Obstacle::TooLarge);
    }
    if running.len() >= room.slots {
        return Err(Obstacle::Slots);
    }
    if running.is_empty() {
        return Ok(());
    }
    let work = running.iter().map(|burden| burden.work).sum::<u64>() + new.work;
    if room.capacity.is_some_and(|capacity| work as f64 > capacity) {
        return Err(Obstacle::Work);
    }
    let memory_bytes = running.iter().map(|burden| burden.memory_bytes).sum::<u64>() + new.memory_bytes;
    if room.memory.is_short || memory_bytes > room.memory.together_bytes {
        return Err(Obstacle::Memory);
    }
    Ok(())
}
