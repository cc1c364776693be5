//! Films of every kind that people keep, generated, each held to the same promises.
//!
//! A row is a test: what it says of a film, the engine keeps, copied and encoded, in order and by seek. `check` holds
//! the promises; ffmpeg and ffprobe are the judges.

mod check;
mod clip;
mod honesty;
mod reading;
mod rfc8216;

use std::path::Path;

use clip::{Clip, PLAIN};

use crate::harness::media::ffmpeg;

macro_rules! corpus {
    ($($name:ident: $clip:expr;)*) => {
        $(
            #[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                check::clip(stringify!($name), &$clip).await;
            }
        )*
    };
}

const OPEN_GOP: &str =
    "-c:v libx264 -preset veryfast -x264-params keyint=50:min-keyint=50:scenecut=0:open-gop=1:bframes=3";
const B_FRAMES: &str = "-c:v libx264 -preset veryfast -bf 3 -g 50 -x264-params b-pyramid=normal";
const HEVC: &str = "-c:v libx265 -preset ultrafast -x265-params log-level=error:keyint=50:bframes=3 -tag:v hvc1";
const HEVC_10: &str = "-pix_fmt yuv420p10le -c:v libx265 -preset ultrafast -x265-params log-level=error:keyint=50";
const VP9: &str = "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -g 50 -b:v 500k";
const AV1: &str = "-c:v libsvtav1 -preset 12 -g 50";
const MPEG2: &str = "-c:v mpeg2video -b:v 3M -g 15 -bf 2";
const MPEG4: &str = "-c:v mpeg4 -b:v 2M -g 50";
const JOINABLE: &str = "-c:v libx264 -preset ultrafast -bf 0 -g 60 -pix_fmt yuv420p";
const MPEG4_B: &str = "-c:v mpeg4 -b:v 2M -g 50 -bf 2";
const FIVE_ONE: &str = ",pan=5.1|c0=0.5*c0|c1=0.5*c0|c2=c0|c3=0*c0|c4=0.3*c0|c5=0.3*c0";

corpus! {
    h264_closed_gop_in_matroska: PLAIN;
    h264_open_gop: Clip { video: OPEN_GOP, ..PLAIN };
    h264_b_frames_in_mp4: Clip { extension: "mp4", video: B_FRAMES, ..PLAIN };
    h264_b_frames_in_ts: Clip { extension: "ts", video: B_FRAMES, ..PLAIN };
    hevc_in_mp4: Clip { extension: "mp4", video: HEVC, ..PLAIN };
    hevc_in_matroska_with_ac3: Clip { video: HEVC, audio: "-c:a ac3", sound_filters: FIVE_ONE, ..PLAIN };
    hevc_10_bit: Clip { video: HEVC_10, ..PLAIN };
    hevc_in_ts: Clip { extension: "ts", video: HEVC, ..PLAIN };
    vp9_with_opus_in_webm: Clip { extension: "webm", video: VP9, audio: "-c:a libopus", ..PLAIN };
    av1_with_opus: Clip { video: AV1, audio: "-c:a libopus", ..PLAIN };
    av1_in_mp4: Clip { extension: "mp4", video: AV1, ..PLAIN };
    mpeg2_in_ts_with_mp2: Clip { extension: "ts", video: MPEG2, audio: "-c:a mp2", ..PLAIN };
    mpeg4_in_avi_with_mp3: Clip { extension: "avi", video: MPEG4, audio: "-c:a libmp3lame", ..PLAIN };
    mpeg4_b_frames_in_avi: Clip { extension: "avi", video: MPEG4_B, audio: "-c:a libmp3lame", n_partial: 1, lag: Some(0.0), ..PLAIN };
    h264_in_avi: Clip { extension: "avi", audio: "-c:a ac3", ..PLAIN };
    h264_b_frames_in_avi: Clip { extension: "avi", video: B_FRAMES, audio: "-c:a ac3", n_partial: 2, lag: Some(0.0), ..PLAIN };
    mpeg_program_stream: Clip { extension: "mpg", video: MPEG2, audio: "-c:a mp2", slack: 0.05, ..PLAIN };
    ts_with_a_clock_that_jumps: Clip { extension: "ts", video: JOINABLE, slack: 0.6, after: Some(("a jump", jumped)), ..PLAIN };
    ts_with_a_clock_that_goes_back: Clip { extension: "ts", video: JOINABLE, slack: 0.6, after: Some(("a jump back", jumped_back)), ..PLAIN };
    ts_with_a_clock_that_wraps: Clip { extension: "ts", muxer: "-output_ts_offset 95437", ..PLAIN };
    interlaced_h264: Clip {
        rate: "50",
        filters: ",interlace=scan=tff",
        video: "-c:v libx264 -preset veryfast -flags +ilme+ildct -x264-params tff=1 -g 50",
        ..PLAIN
    };
    interlaced_mpeg2: Clip {
        extension: "ts",
        rate: "50",
        filters: ",interlace=scan=tff",
        video: "-c:v mpeg2video -b:v 3M -g 12 -flags +ilme+ildct",
        audio: "-c:a ac3",
        ..PLAIN
    };
    variable_rate_in_matroska: Clip { filters: VARIABLE, muxer: "-vsync vfr", ..PLAIN };
    variable_rate_in_mp4: Clip { extension: "mp4", filters: VARIABLE, video: B_FRAMES, muxer: "-vsync vfr", ..PLAIN };
    edit_list_into_a_group: Clip { extension: "mp4", video: B_FRAMES, n_partial: 1, after: Some(("trimmed", trimmed)), ..PLAIN };
    negative_start: Clip { muxer: "-output_ts_offset -0.6 -avoid_negative_ts disabled", extension: "mp4", ..PLAIN };
    late_start: Clip { muxer: "-output_ts_offset 5", ..PLAIN };
    rotated_phone_video: Clip { extension: "mp4", video: B_FRAMES, after: Some(("turned", turned)), ..PLAIN };
    rate_23_976: Clip { rate: "24000/1001", video: B_FRAMES, ..PLAIN };
    rate_29_97_in_mp4: Clip { extension: "mp4", rate: "30000/1001", ..PLAIN };
    rate_50: Clip { rate: "50", extension: "mp4", ..PLAIN };
    rate_59_94: Clip { rate: "60000/1001", ..PLAIN };
    odd_height: Clip { extension: "webm", size: "319x179", video: VP9, audio: "-c:a libopus", ..PLAIN };
    not_a_multiple_of_sixteen: Clip { size: "322x182", ..PLAIN };
    wide_pixels: Clip { size: "240x180", filters: ",setsar=4/3", ..PLAIN };
    narrow_pixels: Clip { extension: "mp4", size: "352x288", filters: ",setsar=8/9", video: MPEG4, ..PLAIN };
    matroska_without_cues: Clip { video: B_FRAMES, after: Some(("piped", piped)), ..PLAIN };
    mp4_with_its_index_in_front: Clip { extension: "mp4", muxer: "-movflags +faststart", ..PLAIN };
    fragmented_mp4: Clip { extension: "mp4", muxer: "-movflags +frag_keyframe+empty_moov", ..PLAIN };
    sound_eac3: Clip { audio: "-c:a eac3", ..PLAIN };
    sound_ac3_in_mp4: Clip { extension: "mp4", audio: "-c:a ac3", ..PLAIN };
    sound_dts: Clip { audio: "-c:a dca -strict -2", sound_filters: FIVE_ONE, ..PLAIN };
    sound_vorbis: Clip { audio: "-c:a libvorbis", ..PLAIN };
    sound_flac_44_1: Clip { audio: "-c:a flac", sample_rate: 44_100, ..PLAIN };
    sound_mp3: Clip { audio: "-c:a libmp3lame", sample_rate: 44_100, ..PLAIN };
    sound_pcm_in_mov: Clip { extension: "mov", audio: "-c:a pcm_s16le", ..PLAIN };
    sound_aac_five_one: Clip { sound_filters: FIVE_ONE, ..PLAIN };
    sound_aac_44_1_mono: Clip { extension: "mp4", sample_rate: 44_100, sound_filters: "", ..PLAIN };
    sound_starts_late: Clip { sound_filters: ",aformat=channel_layouts=stereo,atrim=start=3.4", ..PLAIN };
    sound_ends_early: Clip { extension: "mp4", sound_filters: ",aformat=channel_layouts=stereo,atrim=end=7.3", ..PLAIN };
    no_sound: Clip { audio: "", extension: "mp4", ..PLAIN };
    no_picture_aac: Clip { video: "", extension: "m4a", ..PLAIN };
    no_picture_mp3: Clip { video: "", extension: "mp3", audio: "-c:a libmp3lame", ..PLAIN };
    no_picture_flac: Clip { video: "", extension: "flac", audio: "-c:a flac", ..PLAIN };
    no_picture_opus: Clip { video: "", extension: "ogg", audio: "-c:a libopus", ..PLAIN };
    several_sounds_and_subtitles: Clip { after: Some(("more streams", with_more_streams)), ..PLAIN };
}

const VARIABLE: &str = r",select=not(eq(mod(n\,5)\,1))*not(between(n\,160\,168))";

fn copy(source: &Path, arguments: &[&str], target: &Path) {
    ffmpeg(&[&["-i", source.to_str().unwrap(), "-c", "copy"], arguments].concat(), target);
}

/// Begins between two keyframes: the edit list leaves out what only had to be decoded.
fn trimmed(source: &Path, target: &Path) {
    let source = source.to_str().unwrap();
    ffmpeg(&["-ss", "1.3", "-i", source, "-c", "copy"], target);
}

fn jumped(source: &Path, target: &Path) {
    joined(source, target, ["0", "1000"]);
}

fn jumped_back(source: &Path, target: &Path) {
    joined(source, target, ["1000", "0"]);
}

/// Cut in two at a keyframe far from a beep, and joined with clocks of their own.
fn joined(source: &Path, target: &Path, offsets: [&str; 2]) {
    let source = source.to_str().unwrap();
    let parts = [("first", &["-i", source, "-t", "7.2"][..]), ("second", &["-ss", "7.2", "-i", source][..])];
    let mut bytes = Vec::new();
    for ((name, part), offset) in parts.into_iter().zip(offsets) {
        let file = target.with_extension(format!("{name}.ts"));
        ffmpeg(&[part, &["-c", "copy", "-output_ts_offset", offset]].concat(), &file);
        bytes.extend(std::fs::read(&file).unwrap());
        std::fs::remove_file(file).unwrap();
    }
    std::fs::write(target, bytes).unwrap();
}

fn turned(source: &Path, target: &Path) {
    copy(source, &["-metadata:s:v:0", "rotate=90"], target);
}

/// A muxer that cannot go back leaves out cues, lengths and the duration.
fn piped(source: &Path, target: &Path) {
    let pipe = format!("ffmpeg -nostdin -v error -i {} -c copy -f matroska - > {}", source.display(), target.display());
    let status = std::process::Command::new("sh").args(["-c", &pipe]).status().unwrap();
    assert!(status.success());
}

fn with_more_streams(source: &Path, target: &Path) {
    let text = target.with_extension("srt");
    std::fs::write(&text, "1\n00:00:01,000 --> 00:00:02,500\nOne\n\n2\n00:00:09,000 --> 00:00:10,000\nTwo\n").unwrap();
    let (film, text_file) = (source.to_str().unwrap(), text.to_str().unwrap());
    let maps = "-map 0:v -map 0:a -map 0:a -map 0:a -map 1 -map 1 -c:v copy -c:a:0 copy -c:a:1 ac3 -c:a:2 libopus -c:s srt \
        -metadata:s:a:0 language=eng -metadata:s:a:1 language=deu -metadata:s:a:2 language=deu -metadata:s:s:1 language=fra";
    let maps: Vec<&str> = maps.split_whitespace().collect();
    ffmpeg(&[&["-i", film, "-i", text_file][..], &maps].concat(), target);
    std::fs::remove_file(text).unwrap();
}
