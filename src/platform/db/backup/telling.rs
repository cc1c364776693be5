//! A file that says how far it was read.

use std::fs::File;
use std::io::{self, Read};

/// Says bytes, of how many, as it is read.
pub struct Telling<F> {
    file: File,
    done: u64,
    total: u64,
    tell: F,
}

impl<F: Fn(u64, u64)> Telling<F> {
    pub fn new(file: File, tell: F) -> Self {
        let total = file.metadata().map_or(0, |meta| meta.len());
        Self { file, done: 0, total, tell }
    }
}

impl<F: Fn(u64, u64)> Read for Telling<F> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.file.read(buffer)?;
        self.done += n as u64;
        (self.tell)(self.done, self.total);
        Ok(n)
    }
}
