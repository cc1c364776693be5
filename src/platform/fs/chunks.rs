//! A span of a file as chunks for a slow reader: at most one chunk is held, buffers are reused.
//!
//! Pages that are in memory are read on the calling thread without waiting (`RWF_NOWAIT`); only a cold page costs a
//! blocking thread. A file that was truncated meanwhile ends the stream early and cleanly. Rejected: one blocking thread
//! per client (200 viewers are 200 threads) and mapping the file (a truncated mapping is a fatal signal).

use std::io::{self, IoSliceMut};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use rustix::io::{Errno, ReadWriteFlags, preadv2};

use super::MediaFile;

/// One chunk: large enough that a system call is cheap beside its copy, small enough for hundreds of clients.
const CHUNK: usize = 256 * 1024;
/// Buffers kept for reuse, 4 MiB.
const SPARE: usize = 16;

static POOL: Mutex<Vec<Box<[u8]>>> = Mutex::new(Vec::new());

/// Reads `[position, end)` of a file.
pub struct Chunks {
    file: Arc<MediaFile>,
    position: u64,
    end: u64,
}

impl Chunks {
    /// The bytes from `first` to `last`, both included.
    pub fn new(file: Arc<MediaFile>, first: u64, last: u64) -> Self {
        Self { file, position: first, end: last.saturating_add(1) }
    }

    /// The next bytes; `None` at the end of the span or of the file.
    pub async fn next(&mut self) -> io::Result<Option<Bytes>> {
        let wanted = usize::try_from(self.end.saturating_sub(self.position)).unwrap_or(CHUNK).min(CHUNK);
        if wanted == 0 {
            return Ok(None);
        }
        let mut buffer = Buffer::take();
        let n = if let Some(result) = read_now(&self.file, &mut buffer.bytes[..wanted], self.position) {
            result?
        } else {
            let n;
            (buffer, n) = self.read_from_disk(buffer, wanted).await?;
            n
        };
        if n == 0 {
            return Ok(None);
        }
        self.position += n as u64;
        Ok(Some(Bytes::from_owner(buffer).slice(..n)))
    }

    async fn read_from_disk(&self, mut buffer: Buffer, wanted: usize) -> io::Result<(Buffer, usize)> {
        let (file, position) = (Arc::clone(&self.file), self.position);
        let reading = tokio::task::spawn_blocking(move || {
            let n = file.read_at(&mut buffer.bytes[..wanted], position)?;
            Ok((buffer, n))
        });
        reading.await.map_err(io::Error::other)?
    }
}

/// Reads what is in memory. `None` when the call would wait for the disk, or the file system cannot tell.
fn read_now(file: &MediaFile, buffer: &mut [u8], position: u64) -> Option<io::Result<usize>> {
    match preadv2(file.as_file(), &mut [IoSliceMut::new(buffer)], position, ReadWriteFlags::NOWAIT) {
        Ok(n) => Some(Ok(n)),
        Err(Errno::AGAIN | Errno::OPNOTSUPP | Errno::NOSYS | Errno::INTR) => None,
        Err(error) => Some(Err(error.into())),
    }
}

/// A buffer that goes back to the pool when the last reference to its bytes is gone.
struct Buffer {
    bytes: Box<[u8]>,
}

impl Buffer {
    fn take() -> Self {
        let spare = POOL.lock().unwrap_or_else(PoisonError::into_inner).pop();
        Self { bytes: spare.unwrap_or_else(|| vec![0; CHUNK].into_boxed_slice()) }
    }
}

impl AsRef<[u8]> for Buffer {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        let mut pool = POOL.lock().unwrap_or_else(PoisonError::into_inner);
        if pool.len() < SPARE {
            pool.push(std::mem::take(&mut self.bytes));
        }
    }
}
