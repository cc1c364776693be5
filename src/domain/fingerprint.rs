//! Content identity of a file: what lets a moved file keep its item and its watched state.
//!
//! SHA-256 over the size and three samples (head, middle, tail). Written by the probe, compared by the scan. Not the
//! whole file: reading 2 GB to rename it would cost 20 s of disk. Two files that agree in size and in these samples
//! are one content for us; media files differ in their samples as soon as they were encoded or tagged differently.

use sha2::{Digest, Sha256};

/// Bytes of one sample. Files up to three samples are read whole.
pub const SAMPLE_BYTES: u64 = 64 * 1024;

/// Part of a file to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub offset: u64,
    pub len: usize,
}

/// The parts of a file of this size that make its identity, in reading order, without overlap.
pub fn spans(size_bytes: u64) -> Vec<Span> {
    let sample = SAMPLE_BYTES as usize;
    if size_bytes <= 3 * SAMPLE_BYTES {
        return vec![Span { offset: 0, len: size_bytes as usize }];
    }
    let middle = (size_bytes - SAMPLE_BYTES) / 2;
    let tail = size_bytes - SAMPLE_BYTES;
    [0, middle, tail].map(|offset| Span { offset, len: sample }).to_vec()
}

/// Takes the samples in order and gives the identity.
pub struct Fingerprinter {
    hash: Sha256,
}

impl Fingerprinter {
    pub fn new(size_bytes: u64) -> Self {
        let mut hash = Sha256::new();
        hash.update(size_bytes.to_le_bytes());
        Self { hash }
    }

    pub fn add(&mut self, sample: &[u8]) {
        self.hash.update(sample);
    }

    pub fn finish(self) -> Vec<u8> {
        self.hash.finalize().to_vec()
    }
}
