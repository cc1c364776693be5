//! The playback decision: a table of films and devices, and what must hold for all of them.

use proptest::prelude::*;
use revenge::domain::governor::Overload;
use revenge::domain::media::{MediaInfo, Stream, StreamKind};
use revenge::domain::playback::{
    AudioTarget, Choice, Device, Facts, Hdr, Limits, Method, Plan, ReasonCode, VideoAbility, VideoTarget, decide,
    encode_target,
};

const FACTS: Facts = Facts { has_index: true };
const LIMITS: Limits = Limits { can_encode: true, max_encode_height: 2160, overload: None };

fn stream(index: u32, kind: StreamKind, codec: &str) -> Stream {
    serde_json::from_value(serde_json::json!({"index": index, "kind": kind, "codec": codec})).unwrap()
}

fn video(codec: &str, width: u32, height: u32) -> Stream {
    Stream {
        width: Some(width),
        height: Some(height),
        bit_depth: Some(8),
        frame_rate: Some((24, 1)),
        ..stream(0, StreamKind::Video, codec)
    }
}

fn audio(index: u32, codec: &str, channels: u32) -> Stream {
    Stream { channels: Some(channels), ..stream(index, StreamKind::Audio, codec) }
}

fn film(container: &str, streams: Vec<Stream>) -> MediaInfo {
    MediaInfo {
        container: container.into(),
        duration_ms: 60_000,
        bit_rate: Some(4_000_000),
        streams,
        chapters: Vec::new(),
        clock_jumps: false,
        loudness: None,
        tags: None,
        exact: None,
    }
}

fn browser() -> Device {
    Device {
        containers: vec!["mp4".into()],
        video_codecs: vec![VideoAbility {
            codec: "h264".into(),
            max_width: Some(1920),
            max_height: Some(1080),
            ..VideoAbility::default()
        }],
        audio_codecs: vec!["aac".into()],
        max_channels: Some(2),
        ..Device::default()
    }
}

fn plan(media: &MediaInfo, device: &Device) -> Plan {
    decide(media, FACTS, device, LIMITS, &Choice::default()).unwrap()
}

fn check(media: &MediaInfo, device: &Device, method: Method, codes: &[ReasonCode]) {
    let plan = plan(media, device);
    let found: Vec<_> = plan.reasons.iter().map(|r| r.code).collect();
    assert_eq!((plan.method, found.as_slice()), (method, codes), "{media:?}");
}

#[test]
fn the_cheapest_playable_method_is_chosen() {
    use ReasonCode::{
        AudioChannels, AudioCodecNotSupported, BitDepth, BitRateLimit, Container, Hdr as HdrReason,
        VideoCodecNotSupported, VideoSize,
    };
    let h264 = || video("h264", 1920, 1080);
    let aac = || audio(1, "aac", 2);
    check(&film("mp4", vec![h264(), aac()]), &browser(), Method::Direct, &[]);
    check(&film("mkv", vec![h264(), aac()]), &browser(), Method::Remux, &[Container]);
    // AVI has no times of presentation to cut at.
    check(&film("avi", vec![h264(), aac()]), &browser(), Method::Transcode, &[Container, Container]);
    check(
        &film("mp4", vec![h264(), audio(1, "ac3", 6)]),
        &browser(),
        Method::Remux,
        &[AudioCodecNotSupported, AudioChannels],
    );
    check(
        &film("mp4", vec![video("hevc", 1920, 1080), aac()]),
        &browser(),
        Method::Transcode,
        &[VideoCodecNotSupported],
    );
    check(&film("mp4", vec![video("h264", 3840, 2160), aac()]), &browser(), Method::Transcode, &[VideoSize]);
    let deep = Stream { bit_depth: Some(10), ..h264() };
    check(&film("mp4", vec![deep, aac()]), &browser(), Method::Transcode, &[BitDepth]);
    let hdr = Stream { hdr: Some("hdr10".into()), ..h264() };
    check(&film("mp4", vec![hdr.clone(), aac()]), &browser(), Method::Transcode, &[HdrReason]);
    let slow = Device { max_bit_rate: Some(1_000_000), ..browser() };
    check(&film("mp4", vec![h264(), aac()]), &slow, Method::Transcode, &[BitRateLimit]);

    let mut bright = browser();
    bright.video_codecs[0].hdr = Some(Hdr::Formats(vec!["hdr10".into()]));
    check(&film("mp4", vec![hdr, aac()]), &bright, Method::Direct, &[]);
}

#[test]
fn sound_passes_where_the_device_takes_it_and_keeps_its_channels_where_there_are_speakers() {
    let device = |codecs: &[&str], max_channels| Device {
        audio_codecs: codecs.iter().map(|&codec| codec.to_owned()).collect(),
        max_channels,
        containers: Vec::new(),
        ..browser()
    };
    let target = |stream: Stream, device: &Device| {
        plan(&film("mkv", vec![video("h264", 1280, 720), stream]), device).audio[0].target.clone()
    };
    let (home, bare) = (device(&["aac", "ac3", "eac3", "opus", "flac", "mp3"], Some(6)), device(&["aac"], None));
    let stereo = AudioTarget::Aac { channels: 2, bit_rate: 160_000 };
    let surround = AudioTarget::Aac { channels: 6, bit_rate: 384_000 };
    for codec in ["aac", "ac3", "eac3", "opus", "flac", "mp3"] {
        assert_eq!(target(audio(1, codec, 2), &home), AudioTarget::Copy, "{codec}");
        let expected = if codec == "aac" { AudioTarget::Copy } else { stereo.clone() };
        assert_eq!(target(audio(1, codec, 2), &bare), expected, "{codec}");
    }
    for codec in ["dts", "truehd", "vorbis"] {
        assert_eq!(target(audio(1, codec, 6), &home), surround, "{codec}");
        assert_eq!(target(audio(1, codec, 8), &home), surround, "{codec}");
        assert_eq!(target(audio(1, codec, 6), &bare), stereo, "{codec}");
        assert_eq!(target(audio(1, codec, 6), &device(&["aac"], Some(2))), stereo, "{codec}");
    }
    // Beyond 5.1 packets have companions; silence can be put into AAC only; the lower rates are another standard.
    assert_eq!(target(audio(1, "eac3", 8), &device(&["eac3"], Some(8))), surround);
    let late = |codec| Stream { is_partial: true, ..audio(1, codec, 2) };
    assert_eq!(target(late("ac3"), &home), stereo);
    assert_eq!(target(late("aac"), &home), AudioTarget::Copy);
    assert_eq!(target(Stream { sample_rate: Some(22_050), ..audio(1, "mp3", 2) }, &home), stereo);
}

#[test]
fn a_chosen_audio_stream_needs_renditions() {
    let media = film("mp4", vec![video("h264", 1280, 720), audio(1, "aac", 2), audio(2, "aac", 2)]);
    let choice = Choice { audio_stream: Some(2), ..Choice::default() };
    let plan = decide(&media, FACTS, &browser(), LIMITS, &choice).unwrap();
    assert_eq!(
        (plan.method, plan.audio_stream, plan.reasons[0].code),
        (Method::Remux, Some(2), ReasonCode::AudioChoice)
    );
    assert!(plan.audio.iter().all(|a| a.target == AudioTarget::Copy));
}

#[test]
fn an_order_is_carried_out_or_refused_with_the_reason() {
    let media = film("mkv", vec![video("mpeg4", 640, 480), audio(1, "mp3", 2)]);
    let order = |method| Choice { method: Some(method), ..Choice::default() };
    let ordered = |method, limits| decide(&media, FACTS, &browser(), limits, &order(method));
    assert_eq!(ordered(Method::Direct, LIMITS).unwrap().method, Method::Direct);
    assert!(ordered(Method::Remux, LIMITS).unwrap_err().why.contains("mpeg4"));
    assert_eq!(ordered(Method::Transcode, LIMITS).unwrap().method, Method::Transcode);
    let weak = Limits { can_encode: false, ..LIMITS };
    assert!(ordered(Method::Transcode, weak).unwrap_err().why.contains("does not convert"));
}

#[test]
fn the_encoder_target_keeps_the_shape() {
    let check = |stream: &Stream, height, expected| {
        let (width, height, _) = encode_target(stream, None, height, None);
        assert_eq!((width, height), expected);
    };
    check(&video("hevc", 3840, 1606), Some(1080), (2582, 1080));
    check(&video("hevc", 1280, 720), Some(1080), (1280, 720));
    check(&video("hevc", 853, 479), None, (854, 480));
    check(&Stream { rotation: 90, ..video("h264", 1920, 1080) }, Some(720), (406, 720));
    check(&Stream { pixel_aspect: Some((64, 45)), ..video("mpeg2video", 720, 576) }, None, (1024, 576));
    let slow = encode_target(&video("hevc", 1920, 1080), None, None, Some(500_000));
    assert!(slow.1 < 720 && slow.2 <= 500_000, "{slow:?}");
}

fn any_device() -> impl Strategy<Value = Device> {
    let codecs = prop::sample::subsequence(vec!["h264", "hevc", "av1", "mpeg4"], 0..4);
    let audio = prop::sample::subsequence(vec!["aac", "ac3", "opus"], 0..3);
    let containers = prop::sample::subsequence(vec!["mp4", "mkv"], 0..2);
    (codecs, audio, containers, prop::option::of(480_u32..2200), prop::option::of(1_u32..8)).prop_map(
        |(codecs, audio, containers, height, channels)| Device {
            video_codecs: codecs
                .iter()
                .map(|c| VideoAbility { codec: (*c).into(), max_height: height, ..VideoAbility::default() })
                .collect(),
            audio_codecs: audio.into_iter().map(Into::into).collect(),
            containers: containers.into_iter().map(Into::into).collect(),
            max_channels: channels,
            ..Device::default()
        },
    )
}

fn any_film() -> impl Strategy<Value = MediaInfo> {
    let codec = prop::sample::select(vec!["h264", "hevc", "av1", "mpeg4"]);
    let sound = prop::sample::select(vec!["aac", "ac3", "opus", "dts"]);
    let container = prop::sample::select(vec!["mp4", "mkv", "avi"]);
    (codec, sound, container, 2_u32..4000, 2_u32..2300, 1_u32..9)
        .prop_map(|(codec, sound, container, w, h, n)| film(container, vec![video(codec, w, h), audio(1, sound, n)]))
}

proptest! {
    #[test]
    fn more_ability_never_makes_the_method_dearer(media in any_film(), device in any_device()) {
        let mut better = device.clone();
        better.containers.push("mkv".into());
        better.audio_codecs.extend(["dts".into(), "aac".into()]);
        better.video_codecs.push(VideoAbility { codec: "hevc".into(), ..VideoAbility::default() });
        better.max_channels = None;
        prop_assert!(plan(&media, &better).method <= plan(&media, &device).method);
    }

    #[test]
    fn whatever_is_not_direct_has_a_reason(media in any_film(), device in any_device()) {
        let plan = plan(&media, &device);
        prop_assert_eq!(plan.method == Method::Direct, plan.reasons.is_empty());
        let Some(VideoTarget::Encode { width, height, bit_rate }) = plan.video.map(|v| v.target) else { return Ok(()) };
        prop_assert!(width % 2 == 0 && height % 2 == 0 && width > 0 && height > 0 && bit_rate >= 200_000);
    }
}

#[test]
fn a_machine_at_the_end_of_its_strength_begins_with_a_smaller_picture_and_says_so() {
    let media = film("matroska", vec![video("hevc", 1920, 1080), audio(1, "aac", 2)]);
    let device = browser();
    let rested = decide(&media, FACTS, &device, LIMITS, &Choice::default()).unwrap();
    for (overload, said) in [(Overload::Heat, "too warm"), (Overload::Memory, "short of memory")] {
        let tired = Limits { overload: Some(overload), ..LIMITS };
        let plan = decide(&media, FACTS, &device, tired, &Choice::default()).unwrap();
        assert_eq!((plan.method, rested.method), (Method::Transcode, Method::Transcode));
        let reason = plan.reasons.iter().find(|reason| reason.code == ReasonCode::MachineOverloaded).unwrap();
        assert!(reason.detail.contains(said) && reason.detail.contains("1280x720 instead of 1920x1080"), "{reason:?}");
        assert!(plan.cost.work() < rested.cost.work());
        // What is smaller anyway needs no excuse.
        let small = Choice { max_height: Some(480), ..Choice::default() };
        let plan = decide(&media, FACTS, &device, tired, &small).unwrap();
        assert!(plan.reasons.iter().all(|reason| reason.code != ReasonCode::MachineOverloaded), "{:?}", plan.reasons);
    }
}
