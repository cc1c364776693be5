//! Sample entries (`avc1`, `hvc1`, `av01`, `vp09`, `mp4a`, `ac-3`, `ec-3`, `Opus`, `fLaC`) and their configuration records.
//!
//! Configuration records come from the demuxer where it has them; those of AC-3, E-AC-3 and Opus are made of the first
//! frame or header, because Matroska and TS do not carry the MP4 form.

use super::bits::{BitReader, BitWriter};
use super::boxes::Writer;
use super::{Audio, AudioCodec, Video, VideoCodec};

pub(super) fn video_entry(w: &mut Writer, video: &Video) {
    let (kind, config_kind, config) = match &video.codec {
        VideoCodec::H264(config) => (*b"avc1", *b"avcC", config),
        VideoCodec::Hevc(config) => (*b"hvc1", *b"hvcC", config),
        VideoCodec::Av1(config) => (*b"av01", *b"av1C", config),
        VideoCodec::Vp9(config) => (*b"vp09", *b"vpcC", config),
    };
    w.boxed(kind, |w| {
        w.zeros(6);
        w.u16(1); // data reference
        w.zeros(16);
        w.u16(video.width);
        w.u16(video.height);
        w.u32(0x0048_0000); // 72 dpi, twice
        w.u32(0x0048_0000);
        w.u32(0);
        w.u16(1); // frames per sample
        w.zeros(32); // compressor name
        w.u16(24);
        w.u16(0xffff);
        if matches!(video.codec, VideoCodec::Vp9(_)) {
            w.full(config_kind, 1, 0, |w| w.raw(config));
        } else {
            w.boxed(config_kind, |w| w.raw(config));
        }
        if video.pixel_aspect.0 != video.pixel_aspect.1 {
            w.boxed(*b"pasp", |w| {
                w.u32(video.pixel_aspect.0);
                w.u32(video.pixel_aspect.1);
            });
        }
    });
}

pub(super) fn audio_entry(w: &mut Writer, audio: &Audio) {
    let kind = match audio.codec {
        AudioCodec::Aac(_) | AudioCodec::Mp3 => *b"mp4a",
        AudioCodec::Ac3(_) => *b"ac-3",
        AudioCodec::Eac3(_) => *b"ec-3",
        AudioCodec::Opus(_) => *b"Opus",
        AudioCodec::Flac(_) => *b"fLaC",
    };
    w.boxed(kind, |w| {
        w.zeros(6);
        w.u16(1); // data reference
        w.zeros(8);
        w.u16(audio.channels);
        w.u16(16);
        w.u32(0);
        // 16.16 fixed point: rates above 65,535 do not fit and are read from the configuration record instead.
        w.u32(u16::try_from(audio.sample_rate).map_or(0, |rate| u32::from(rate) << 16));
        match &audio.codec {
            AudioCodec::Aac(config) => esds(w, MPEG4_AUDIO, config),
            AudioCodec::Mp3 => esds(w, MPEG1_AUDIO, &[]),
            AudioCodec::Ac3(config) => w.boxed(*b"dac3", |w| w.raw(config)),
            AudioCodec::Eac3(config) => w.boxed(*b"dec3", |w| w.raw(config)),
            AudioCodec::Opus(config) => w.boxed(*b"dOps", |w| w.raw(config)),
            AudioCodec::Flac(config) => w.full(*b"dfLa", 0, 0, |w| w.raw(config)),
        }
    });
}

/// Kinds of an elementary stream (ISO/IEC 14496-1, table 5).
const MPEG4_AUDIO: u8 = 0x40;
const MPEG1_AUDIO: u8 = 0x6b;

/// MPEG-4 elementary stream descriptor around a decoder's own configuration of at most 64 bytes, if it has one.
fn esds(w: &mut Writer, kind: u8, config: &[u8]) {
    let config = &config[..config.len().min(64)];
    let n_config = config.len() as u8;
    let n_own = if config.is_empty() { 0 } else { 2 + n_config };
    w.full(*b"esds", 0, 0, |w| {
        w.raw(&[0x03, 21 + n_own, 0, 0, 0]); // ES descriptor, id 0
        w.raw(&[0x04, 13 + n_own, kind, 0x15]); // decoder configuration: audio stream
        w.raw(&[0, 0, 0]); // buffer size
        w.zeros(8); // maximum and average bit rate: unknown
        if !config.is_empty() {
            w.raw(&[0x05, n_config]);
            w.raw(config);
        }
        w.raw(&[0x06, 1, 2]); // synchronisation layer: MP4
    });
}

/// `dac3` of an AC-3 sync frame (ETSI TS 102 366, annex F.4).
pub fn ac3_config(frame: &[u8]) -> Option<Vec<u8>> {
    let mut bits = BitReader::new(frame);
    (bits.take(16)? == 0x0b77).then_some(())?;
    bits.take(16)?; // checksum
    let sample_rate_code = bits.take(2)?;
    let frame_size_code = bits.take(6)?;
    let bitstream_id = bits.take(5)?;
    let bitstream_mode = bits.take(3)?;
    let channel_mode = bits.take(3)?;
    (bitstream_id <= 10).then_some(())?;
    if channel_mode & 1 == 1 && channel_mode != 1 {
        bits.take(2)?; // centre mix level
    }
    if channel_mode & 4 == 4 {
        bits.take(2)?; // surround mix level
    }
    if channel_mode == 2 {
        bits.take(2)?; // Dolby surround mode
    }
    let lfe = bits.take(1)?;
    let config = BitWriter::default()
        .put(sample_rate_code, 2)
        .put(bitstream_id, 5)
        .put(bitstream_mode, 3)
        .put(channel_mode, 3)
        .put(lfe, 1)
        .put(frame_size_code >> 1, 5)
        .put(0, 5);
    Some(config.into_bytes())
}

/// `dec3` of an E-AC-3 sync frame of one independent substream (ETSI TS 102 366, annex F.6).
pub fn eac3_config(frame: &[u8]) -> Option<Vec<u8>> {
    const SAMPLE_RATES: [u32; 4] = [48_000, 44_100, 32_000, 24_000];
    const BLOCKS: [u32; 4] = [1, 2, 3, 6];
    let mut bits = BitReader::new(frame);
    (bits.take(16)? == 0x0b77).then_some(())?;
    bits.take(5)?; // stream type, substream id
    let n_bytes = (bits.take(11)? + 1) * 2;
    let sample_rate_code = bits.take(2)?;
    let block_code = bits.take(2)?;
    let channel_mode = bits.take(3)?;
    let lfe = bits.take(1)?;
    let bitstream_id = bits.take(5)?;
    (bitstream_id > 10).then_some(())?;
    let n_samples = 256 * if sample_rate_code == 3 { 6 } else { BLOCKS[block_code as usize] };
    let bit_rate = u64::from(n_bytes) * 8 * u64::from(SAMPLE_RATES[sample_rate_code as usize]) / u64::from(n_samples);
    let config = BitWriter::default()
        .put((bit_rate / 1000) as u32, 13)
        .put(0, 3) // one independent substream
        .put(sample_rate_code, 2)
        .put(bitstream_id, 5)
        .put(0, 5)
        .put(channel_mode, 3)
        .put(lfe, 1)
        .put(0, 8);
    Some(config.into_bytes())
}

/// `dOps` of an `OpusHead` packet: the same fields, big-endian and with version 0.
pub fn opus_config(head: &[u8]) -> Option<Vec<u8>> {
    let fields = head.strip_prefix(b"OpusHead")?;
    let [_version, channels, skip_0, skip_1, rate_0, rate_1, rate_2, rate_3, gain_0, gain_1, mapping @ ..] = fields
    else {
        return None;
    };
    let mut config = vec![0, *channels, *skip_1, *skip_0, *rate_3, *rate_2, *rate_1, *rate_0, *gain_1, *gain_0];
    config.extend_from_slice(mapping);
    Some(config)
}

/// The STREAMINFO block of a FLAC stream header (`0x7f FLAC …` as Ogg has it, or `fLaC …`), marked as the last block.
pub fn flac_config(header: &[u8]) -> Option<Vec<u8>> {
    let at = header.windows(4).position(|w| w == b"fLaC")? + 4;
    let block = header.get(at..at + 38)?;
    let is_stream_info = block[0].trailing_zeros() >= 7;
    is_stream_info.then_some(())?;
    let mut config = block.to_vec();
    config[0] |= 0x80;
    Some(config)
}
