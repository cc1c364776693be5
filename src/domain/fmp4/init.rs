//! Init segments: `ftyp` + `moov` of one track without samples.

use super::boxes::Writer;
use super::entry::{audio_entry, video_entry};
use super::{Media, Track, Video};

const TRACK_ID: u32 = 1;
/// Times of the movie header; nothing depends on it, durations are unknown there.
const MOVIE_TIMESCALE: u32 = 1000;

/// The init segment that an `EXT-X-MAP` names.
pub fn init_segment(track: &Track) -> Vec<u8> {
    let mut w = Writer::with_capacity(1024);
    w.boxed(*b"ftyp", |w| {
        w.raw(b"iso6");
        w.u32(0);
        w.raw(b"iso6cmfcmp41");
    });
    w.boxed(*b"moov", |w| {
        w.full(*b"mvhd", 0, 0, |w| {
            w.zeros(8);
            w.u32(MOVIE_TIMESCALE);
            w.u32(0);
            w.u32(0x0001_0000); // rate 1
            w.u16(0x0100); // volume 1
            w.zeros(10);
            matrix(w, 0, 0, 0);
            w.zeros(24);
            w.u32(TRACK_ID + 1);
        });
        w.boxed(*b"trak", |w| trak(w, track));
        w.boxed(*b"mvex", |w| {
            w.full(*b"trex", 0, 0, |w| {
                w.u32(TRACK_ID);
                w.u32(1); // sample description
                w.zeros(12);
            });
        });
    });
    w.into_bytes()
}

fn trak(w: &mut Writer, track: &Track) {
    w.full(*b"tkhd", 0, 7, |w| {
        w.zeros(8);
        w.u32(TRACK_ID);
        w.zeros(16);
        w.u32(0); // layer, alternate group
        match &track.media {
            Media::Audio(_) => {
                w.u16(0x0100);
                w.u16(0);
                matrix(w, 0, 0, 0);
                w.zeros(8);
            }
            Media::Video(video) => {
                let (width, height) = display_size(video);
                w.u16(0);
                w.u16(0);
                matrix(w, video.rotation, width, height);
                w.u32(width << 16);
                w.u32(height << 16);
            }
        }
    });
    w.boxed(*b"mdia", |w| {
        w.full(*b"mdhd", 0, 0, |w| {
            w.zeros(8);
            w.u32(track.timescale);
            w.u32(0);
            w.u16(packed_language(&track.language));
            w.u16(0);
        });
        let (handler, name) = match track.media {
            Media::Video(_) => (b"vide", b"video\0"),
            Media::Audio(_) => (b"soun", b"audio\0"),
        };
        w.full(*b"hdlr", 0, 0, |w| {
            w.u32(0);
            w.raw(handler);
            w.zeros(12);
            w.raw(name);
        });
        w.boxed(*b"minf", |w| minf(w, track));
    });
}

fn minf(w: &mut Writer, track: &Track) {
    match track.media {
        Media::Video(_) => w.full(*b"vmhd", 0, 1, |w| w.zeros(8)),
        Media::Audio(_) => w.full(*b"smhd", 0, 0, |w| w.zeros(4)),
    }
    w.boxed(*b"dinf", |w| {
        w.full(*b"dref", 0, 0, |w| {
            w.u32(1);
            w.full(*b"url ", 0, 1, |_| ());
        });
    });
    w.boxed(*b"stbl", |w| {
        w.full(*b"stsd", 0, 0, |w| {
            w.u32(1);
            match &track.media {
                Media::Video(video) => video_entry(w, video),
                Media::Audio(audio) => audio_entry(w, audio),
            }
        });
        w.full(*b"stts", 0, 0, |w| w.u32(0));
        w.full(*b"stsc", 0, 0, |w| w.u32(0));
        w.full(*b"stsz", 0, 0, |w| w.zeros(8));
        w.full(*b"stco", 0, 0, |w| w.u32(0));
    });
}

/// Size on screen before the rotation: the width carries the pixel aspect ratio.
fn display_size(video: &Video) -> (u32, u32) {
    let (n, d) = video.pixel_aspect;
    let width = u64::from(video.width) * u64::from(n.max(1)) / u64::from(d.max(1));
    (u32::try_from(width.min(0xffff)).unwrap_or(u32::from(video.width)), u32::from(video.height))
}

/// Unity matrix, or one that turns the picture clockwise and moves it back into view.
fn matrix(w: &mut Writer, rotation: u16, width: u32, height: u32) {
    const ONE: i32 = 0x0001_0000;
    let (width, height) = ((width << 16).cast_signed(), (height << 16).cast_signed());
    // Two rows that turn, one that moves; the third number of each row is fixed.
    let [turn_x, turn_y, moved] = match rotation {
        90 => [[0, ONE], [-ONE, 0], [height, 0]],
        180 => [[-ONE, 0], [0, -ONE], [width, height]],
        270 => [[0, -ONE], [ONE, 0], [0, width]],
        _ => [[ONE, 0], [0, ONE], [0, 0]],
    };
    for (row, last) in [(turn_x, 0), (turn_y, 0), (moved, 0x4000_0000)] {
        w.i32(row[0]);
        w.i32(row[1]);
        w.i32(last);
    }
}

/// Three letters of five bits each; anything else is `und`.
fn packed_language(language: &str) -> u16 {
    let letters = match language.as_bytes() {
        [a, b, c] if language.bytes().all(|l| l.is_ascii_lowercase()) => [*a, *b, *c],
        _ => *b"und",
    };
    letters.iter().fold(0, |packed, letter| packed << 5 | u16::from(letter - 0x60))
}
