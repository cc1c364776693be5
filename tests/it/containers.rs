//! Our readers of container indexes on bytes of strangers: whatever comes in, they end, and with little memory.

use proptest::prelude::*;
use revenge::domain::containers::{Fault, Source, outline};
use revenge::domain::media::StreamKind;

use crate::harness::media::{AAC, H264, PICTURE, SOUND, fixture, recipe};

/// A file in memory that counts what is read of it.
struct Bytes {
    bytes: Vec<u8>,
    n_read: std::cell::Cell<u64>,
}

impl Source for Bytes {
    fn size(&self) -> u64 {
        self.bytes.len() as u64
    }

    fn read(&self, offset: u64, len: usize) -> Option<Vec<u8>> {
        let start = usize::try_from(offset).ok()?.min(self.bytes.len());
        let end = start.saturating_add(len).min(self.bytes.len());
        self.n_read.set(self.n_read.get() + (end - start) as u64);
        Some(self.bytes[start..end].to_vec())
    }
}

fn source(bytes: Vec<u8>) -> Bytes {
    Bytes { bytes, n_read: std::cell::Cell::new(0) }
}

fn sample(extension: &str) -> Vec<u8> {
    std::fs::read(fixture(&recipe(&[PICTURE, SOUND, H264, AAC], 10), extension)).unwrap()
}

#[test]
fn an_index_is_a_small_part_of_its_file() {
    for (extension, share) in [("mp4", 20), ("mkv", 4)] {
        let file = source(sample(extension));
        let found = outline(&file).unwrap().unwrap();
        assert!(found.has_index && !found.is_cut, "{found:?}");
        assert_eq!(found.tracks.iter().map(|t| t.kind).collect::<Vec<_>>(), [StreamKind::Video, StreamKind::Audio]);
        assert!(file.n_read.get() < file.size() / share, "{extension}: {} of {}", file.n_read.get(), file.size());
    }
}

#[test]
fn a_file_without_its_index_is_told_apart_from_one_that_is_cut_in_its_data() {
    let mp4 = sample("mp4");
    assert_eq!(outline(&source(mp4[..mp4.len() / 2].to_vec())), Err(Fault::IndexMissing));
    let front = recipe(&[PICTURE, SOUND, H264, AAC, "-movflags +faststart"], 10);
    let front = std::fs::read(fixture(&front, "mp4")).unwrap();
    let cut = outline(&source(front[..front.len() / 2].to_vec())).unwrap().unwrap();
    assert!(cut.is_cut && !cut.has_index);
    let mkv = sample("mkv");
    let cut = outline(&source(mkv[..mkv.len() / 2].to_vec())).unwrap().unwrap();
    assert!(cut.is_cut && !cut.has_index);
}

#[test]
fn an_encrypted_track_is_refused() {
    let mut mp4 = sample("mp4");
    let at = mp4.windows(4).rposition(|w| w == b"avc1").unwrap();
    mp4[at..at + 4].copy_from_slice(b"encv");
    assert_eq!(outline(&source(mp4)), Err(Fault::Encrypted));
}

#[test]
fn pcm_sound_of_hours_costs_no_loop() {
    let path = fixture(&recipe(&[PICTURE, SOUND, H264, "-c:a pcm_s16le"], 2), "mov");
    let found = outline(&source(std::fs::read(path).unwrap())).unwrap().unwrap();
    let sound = found.tracks.iter().find(|t| t.kind == StreamKind::Audio).unwrap();
    assert!(found.has_index && found.is_quicktime);
    assert_eq!((sound.first_ns, sound.end_ns, sound.n_frames), (Some(0), 2_000_000_000, 96_000));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_bytes_never_panic_and_read_little(
        is_mkv in any::<bool>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), any::<bool>()), 1..40),
        keep in 1_usize..=100,
    ) {
        let mut bytes = sample(if is_mkv { "mkv" } else { "mp4" });
        // Damage where structure is: the head, and the index at the end.
        let zone = 8_000.min(bytes.len());
        for (index, value, at_end) in changes {
            let at = index.index(zone);
            let at = if at_end { bytes.len() - 1 - at } else { at };
            bytes[at] = value;
        }
        bytes.truncate(bytes.len() * keep / 100);
        let file = source(bytes);
        if let Ok(Some(found)) = outline(&file) {
            let n_keyframes: usize = found.tracks.iter().map(|t| t.keyframes_ns.len()).sum();
            prop_assert!(n_keyframes <= 2_000_000 * found.tracks.len().max(1));
        }
        prop_assert!(file.n_read.get() < 64 << 20, "{} bytes were read", file.n_read.get());
    }
}
