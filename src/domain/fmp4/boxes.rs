//! A byte buffer that writes ISO boxes: the size is filled in when a box is closed.

/// Grows while boxes are written into it.
pub(super) struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    pub(super) fn with_capacity(capacity: usize) -> Self {
        Self { bytes: Vec::with_capacity(capacity) }
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// A box whose content is written by `content`.
    pub(super) fn boxed(&mut self, kind: [u8; 4], content: impl FnOnce(&mut Self)) {
        let start = self.len();
        self.u32(0);
        self.raw(&kind);
        content(self);
        let size = u32::try_from(self.len() - start).unwrap_or(u32::MAX);
        self.patch_u32(start, size);
    }

    /// A box that starts with a version and 24 bits of flags.
    pub(super) fn full(&mut self, kind: [u8; 4], version: u8, flags: u32, content: impl FnOnce(&mut Self)) {
        self.boxed(kind, |w| {
            w.u32(u32::from(version) << 24 | flags);
            content(w);
        });
    }

    pub(super) fn patch_u32(&mut self, at: usize, value: u32) {
        self.bytes[at..at + 4].copy_from_slice(&value.to_be_bytes());
    }

    pub(super) fn raw(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    pub(super) fn zeros(&mut self, n: usize) {
        self.bytes.resize(self.bytes.len() + n, 0);
    }

    pub(super) fn u16(&mut self, value: u16) {
        self.raw(&value.to_be_bytes());
    }

    pub(super) fn u32(&mut self, value: u32) {
        self.raw(&value.to_be_bytes());
    }

    pub(super) fn i32(&mut self, value: i32) {
        self.raw(&value.to_be_bytes());
    }

    pub(super) fn u64(&mut self, value: u64) {
        self.raw(&value.to_be_bytes());
    }
}
