//! The decision: the cheapest method that the device can play, or the ordered one.
//!
//! Invariants, held by property tests: more ability never makes the method dearer; anything but direct play has a reason.

use super::device::Device;
use super::plan::{AudioPlan, AudioTarget, Cost, Method, Plan, Reason, ReasonCode, VideoPlan, VideoTarget};
use super::{fit, gapless, target};
use crate::domain::governor::Overload;
use crate::domain::media::{MediaInfo, Stream};
use crate::domain::subtitles::PictureKind;

/// Tallest picture that begins to be encoded on a machine that can hardly go on.
const OVERLOADED_HEIGHT: u32 = 720;
/// Codecs that fMP4 carries and HLS players take.
const COPYABLE_VIDEO: [&str; 4] = ["h264", "hevc", "vp9", "av1"];
const STEREO_RATE: u64 = 160_000;
/// Channels of 5.1, and their bits per second.
const SURROUND: u32 = 6;
const SURROUND_RATE: u64 = 384_000;

/// What the viewer asked for.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// An order: carried out whatever the device says.
    pub method: Option<Method>,
    pub audio_stream: Option<u32>,
    pub subtitle_stream: Option<u32>,
    pub start_ms: i64,
    /// Tallest picture that is wanted.
    pub max_height: Option<u32>,
    /// Lighter pictures shall be offered in the same session.
    pub wants_ladder: bool,
    /// Music shall join what is before and behind it. Of no meaning where there are pictures.
    pub wants_gapless: bool,
}

/// What is known of the file beside its streams.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// There are keyframe times to cut at.
    pub has_index: bool,
}

/// What this machine does.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// False where video is never encoded.
    pub can_encode: bool,
    /// Tallest picture that is encoded.
    pub max_encode_height: u32,
    /// It is at the end of its strength: what begins now is lighter, so that what plays can go on.
    pub overload: Option<Overload>,
}

impl Limits {
    /// Tallest picture that is encoded now.
    pub fn height_now(self) -> u32 {
        self.max_encode_height.min(if self.overload.is_some() { OVERLOADED_HEIGHT } else { u32::MAX })
    }
}

/// The ordered or needed method cannot be carried out at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub method: Method,
    pub reasons: Vec<Reason>,
    pub why: String,
}

pub fn decide(
    media: &MediaInfo,
    facts: Facts,
    device: &Device,
    limits: Limits,
    choice: &Choice,
) -> Result<Plan, Refusal> {
    let video = media.video();
    let audio = chosen_audio(media, choice);
    let joins = choice.wants_gapless && video.is_none();
    let burn_in = video.and_then(|_| burn_in(media, device, choice));
    let against_direct = with_burn_in(against_direct(media, device, audio, choice), burn_in);
    let against_remux = with_burn_in(against_remux(media, facts, device, video, choice), burn_in);
    let (method, mut reasons) = match choice.method {
        Some(ordered) => (ordered, Vec::new()),
        None if against_direct.is_empty() => (Method::Direct, Vec::new()),
        None if against_remux.is_empty() => (Method::Remux, against_direct),
        None => (Method::Transcode, merged(against_direct, against_remux)),
    };
    let burn_in = burn_in.filter(|_| method == Method::Transcode);
    if choice.method.is_some() && method != Method::Direct {
        let detail = format!("{} was ordered", method.as_str());
        reasons.push(Reason { code: ReasonCode::MethodOrdered, stream: None, detail });
        reasons = with_burn_in(reasons, burn_in);
    }
    if let Some(why) = impossible(method, (media, facts), limits, video, audio) {
        return Err(Refusal { method, reasons, why });
    }
    reasons.extend(video.and_then(|stream| against_strength(method, device, limits, stream, choice)));
    let video = video.map(|stream| VideoPlan {
        stream: stream.index,
        target: video_target(method, device, limits, stream, choice),
        burn_in: burn_in.map(|subtitle| subtitle.index),
    });
    Ok(Plan {
        cost: cost(media, video.as_ref()),
        method,
        video,
        ladder: Vec::new(),
        audio: media.audio().map(|stream| audio_plan(device, stream, joins)).collect(),
        audio_stream: audio.map(|stream| stream.index),
        subtitle_stream: choice.subtitle_stream,
        start_ms: choice.start_ms.clamp(0, media.duration_ms.max(0)),
        reasons,
    })
}

/// The audio stream that plays: the chosen one, else the default, else the first.
fn chosen_audio<'a>(media: &'a MediaInfo, choice: &Choice) -> Option<&'a Stream> {
    let by_choice = choice.audio_stream.and_then(|index| media.audio().find(|s| s.index == index));
    by_choice.or_else(|| media.default_audio())
}

fn against_direct(media: &MediaInfo, device: &Device, audio: Option<&Stream>, choice: &Choice) -> Vec<Reason> {
    let abilities = device.files();
    let mut reasons: Vec<Reason> = fit::container(device.file_containers(), media).into_iter().collect();
    reasons.extend(media.video().map(|stream| fit::video(abilities, stream)).unwrap_or_default());
    reasons.extend(audio.map(|stream| fit::audio(abilities, stream)).unwrap_or_default());
    reasons.extend(fit::bit_rate(abilities, media));
    reasons.extend(against_height(media, choice));
    let plays_by_itself = media.default_audio().map(|s| s.index);
    if let Some(stream) = audio.filter(|s| choice.audio_stream.is_some() && Some(s.index) != plays_by_itself) {
        let detail = "another audio stream than the file's own was chosen".to_owned();
        reasons.push(Reason { code: ReasonCode::AudioChoice, stream: Some(stream.index), detail });
    }
    if choice.wants_gapless && media.video().is_none() {
        let detail = "the track joins the next one without a gap".to_owned();
        reasons.push(Reason { code: ReasonCode::Gapless, stream: None, detail });
    }
    reasons
}

/// Reasons against copying the video; audio is converted by need and never stands in the way.
fn against_remux(
    media: &MediaInfo,
    facts: Facts,
    device: &Device,
    video: Option<&Stream>,
    choice: &Choice,
) -> Vec<Reason> {
    let Some(stream) = video else { return Vec::new() };
    let mut reasons = fit::video(device.streams(), stream);
    if reasons.is_empty() && !COPYABLE_VIDEO.contains(&stream.codec.as_str()) {
        let detail = format!("{} video cannot be sent as segments", stream.codec);
        reasons.push(Reason { code: ReasonCode::VideoCodecNotSupported, stream: Some(stream.index), detail });
    }
    if !says_when_shown(media) {
        let detail = format!("{} files do not say when a picture is shown", media.container);
        reasons.push(Reason { code: ReasonCode::Container, stream: Some(stream.index), detail });
    }
    reasons.extend(fit::bit_rate(device.streams(), media));
    reasons.extend(against_height(media, choice));
    if !facts.has_index {
        let detail = "the file has no keyframes to cut at".to_owned();
        reasons.push(Reason { code: ReasonCode::NoIndex, stream: Some(stream.index), detail });
    }
    reasons
}

/// The chosen subtitle, where it is of pictures that the device cannot draw.
fn burn_in<'a>(media: &'a MediaInfo, device: &Device, choice: &Choice) -> Option<&'a Stream> {
    let subtitle = media.subtitles().find(|s| Some(s.index) == choice.subtitle_stream)?;
    PictureKind::of_codec(&subtitle.codec)?;
    (!device.subtitles.contains(&subtitle.codec)).then_some(subtitle)
}

fn with_burn_in(mut reasons: Vec<Reason>, burn_in: Option<&Stream>) -> Vec<Reason> {
    reasons.extend(burn_in.map(|subtitle| {
        let detail = format!("the device does not draw {} subtitles: they are drawn into the picture", subtitle.codec);
        Reason { code: ReasonCode::SubtitleBurnIn, stream: Some(subtitle.index), detail }
    }));
    reasons
}

/// A lighter picture was asked for than the file has. A wide picture counts by the frame that holds it.
fn against_height(media: &MediaInfo, choice: &Choice) -> Option<Reason> {
    let (stream, most) = media.video().zip(choice.max_height)?;
    let (width, height) = target::display_size(stream);
    let detail = || format!("{most}p was chosen, the file has {width}x{height}");
    let is_taller = height > most || width > target::widest(most);
    is_taller.then(|| Reason { code: ReasonCode::QualityChosen, stream: Some(stream.index), detail: detail() })
}

/// The picture is smaller than it would be on another day.
fn against_strength(
    method: Method,
    device: &Device,
    limits: Limits,
    stream: &Stream,
    choice: &Choice,
) -> Option<Reason> {
    let what = match limits.overload? {
        Overload::Heat => "too warm",
        Overload::Memory => "short of memory",
    };
    let rested = Limits { overload: None, ..limits };
    let [now, then] = [limits, rested].map(|limits| match video_target(method, device, limits, stream, choice) {
        VideoTarget::Encode { width, height, .. } => Some((width, height)),
        VideoTarget::Copy => None,
    });
    let ((width, height), (full_width, full_height)) = now.filter(|now| Some(*now) != then).zip(then)?;
    let detail = format!("the machine is {what}: {width}x{height} instead of {full_width}x{full_height}");
    Some(Reason { code: ReasonCode::MachineOverloaded, stream: Some(stream.index), detail })
}

/// AVI has times of decoding only. A decoder puts pictures in order; what is copied would be shown in the wrong one.
fn says_when_shown(media: &MediaInfo) -> bool {
    media.container != "avi"
}

fn merged(mut reasons: Vec<Reason>, more: Vec<Reason>) -> Vec<Reason> {
    for reason in more {
        if !reasons.iter().any(|r| r.code == reason.code && r.stream == reason.stream) {
            reasons.push(reason);
        }
    }
    reasons
}

fn impossible(
    method: Method,
    (media, facts): (&MediaInfo, Facts),
    limits: Limits,
    video: Option<&Stream>,
    audio: Option<&Stream>,
) -> Option<String> {
    if method == Method::Direct {
        return None;
    }
    let Some(stream) = video else {
        return audio.is_none().then(|| "the file has neither video nor audio".to_owned());
    };
    match method {
        Method::Remux if !COPYABLE_VIDEO.contains(&stream.codec.as_str()) => {
            Some(format!("{} video cannot be copied into segments", stream.codec))
        }
        Method::Remux if !says_when_shown(media) => {
            Some(format!("{} files do not say when a picture is shown: it can only be converted", media.container))
        }
        Method::Remux if !facts.has_index => Some("the file has no keyframes to cut at".to_owned()),
        Method::Transcode if !limits.can_encode => Some("this machine does not convert video".to_owned()),
        // Its colours are a code of their own (profile 5): decoded by the rules of others they are green and purple.
        Method::Transcode if stream.hdr.as_deref() == Some("dolby_vision") && stream.hdr_base.is_none() => Some(
            "this Dolby Vision has no picture for other screens, and only a screen that knows it can decode it"
                .to_owned(),
        ),
        Method::Transcode if stream.codec.starts_with("unknown") => Some("no decoder knows this video".to_owned()),
        _ => None,
    }
}

fn video_target(method: Method, device: &Device, limits: Limits, stream: &Stream, choice: &Choice) -> VideoTarget {
    if method != Method::Transcode {
        return VideoTarget::Copy;
    }
    let (max_width, max_height) = device.h264_limit();
    let chosen = choice.max_height.unwrap_or(u32::MAX);
    let max_width = choice.max_height.map(target::widest).into_iter().chain(max_width).min();
    let max_height = Some(max_height.unwrap_or(u32::MAX).min(limits.height_now()).min(chosen));
    let rate_limit = device.max_bit_rate.map(|rate| rate.saturating_sub(STEREO_RATE));
    let (width, height, bit_rate) = target::encode_target(stream, max_width, max_height, rate_limit);
    VideoTarget::Encode { width, height, bit_rate }
}

/// What segments can carry passes where the device takes it, with its channels; everything else becomes AAC, in 5.1 where
/// the device says that it has the speakers, else in stereo.
fn audio_plan(device: &Device, stream: &Stream, joins: bool) -> AudioPlan {
    let copies = can_pass(stream) && fit::audio(device.streams(), stream).is_empty();
    let channels = match stream.channels.unwrap_or(2) {
        5.. if device.max_channels.is_some_and(|most| most >= SURROUND) => SURROUND,
        few => few.clamp(1, 2),
    };
    if let Some(target) = joins.then(|| gapless::target(device, stream, channels)).flatten() {
        return AudioPlan { stream: stream.index, target };
    }
    let bit_rate = if channels == SURROUND { SURROUND_RATE } else { STEREO_RATE / 2 * u64::from(channels) };
    let converted = AudioTarget::Aac { channels, bit_rate };
    AudioPlan { stream: stream.index, target: if copies { AudioTarget::Copy } else { converted } }
}

/// Only in AAC can silence be put where a sound has not begun or has ended; players stop where there is nothing.
fn can_pass(stream: &Stream) -> bool {
    let is_lc = || stream.profile.as_deref().is_none_or(|p| p.eq_ignore_ascii_case("lc"));
    match stream.codec.as_str() {
        "aac" => is_lc(),
        "ac3" | "opus" | "flac" => !stream.is_partial,
        // More channels than 5.1 come as packets beside the packets.
        "eac3" => !stream.is_partial && stream.channels.unwrap_or(2) <= SURROUND,
        // Half the rates are another standard, which has another name.
        "mp3" => !stream.is_partial && stream.sample_rate.unwrap_or(48_000) >= 32_000,
        _ => false,
    }
}

fn cost(media: &MediaInfo, video: Option<&VideoPlan>) -> Cost {
    let Some(VideoPlan { stream, target: VideoTarget::Encode { width, height, .. }, .. }) = video else {
        return Cost::default();
    };
    let Some(source) = media.stream(*stream) else { return Cost::default() };
    encode_cost(source, (*width, *height))
}

/// Pictures that a conversion holds at once: of the film what the decoder refers to and what is on its way, of the new
/// one what the encoder looks ahead. And what it takes whatever the size.
const DECODED_PICTURES: u64 = 32;
const ENCODED_PICTURES: u64 = 40;
const CONVERSION_BYTES: u64 = 24 << 20;

/// What it takes to make a picture of this size out of a stream.
pub fn encode_cost(source: &Stream, (width, height): (u32, u32)) -> Cost {
    let fps = target::frames_per_second(source);
    let rate = |w: u32, h: u32| (f64::from(w) * f64::from(h) * fps) as u64;
    let (source_width, source_height) = (source.width.unwrap_or(0), source.height.unwrap_or(0));
    // A pixel of 8 bit takes one byte and a half, one of more bits twice that.
    let picture_bytes = |w: u32, h: u32, depth: u64| u64::from(w) * u64::from(h) * 3 / 2 * depth;
    let depth = if source.bit_depth.unwrap_or(8) > 8 { 2 } else { 1 };
    Cost {
        decode_pixels_per_second: rate(source_width, source_height),
        encode_pixels_per_second: rate(width, height),
        memory_bytes: CONVERSION_BYTES
            + DECODED_PICTURES * picture_bytes(source_width, source_height, depth)
            + ENCODED_PICTURES * picture_bytes(width, height, 1),
    }
}
