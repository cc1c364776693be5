//! What each back-end of each board builds, as text that a human reads when it changes.

use std::fmt::Write;
use std::path::Path;

use revenge::app::backends::spec;
use revenge::domain::hls::H264Level;
use revenge::domain::media::{Stream, StreamKind};
use revenge::domain::subtitles::PictureKind;
use revenge::platform::board::{Board, Config};
use revenge::platform::gst::backend::{Backend, BackendSpec, BurnIn, Job, Limits, VideoTarget};

fn stream(codec: &str, (width, height): (u32, u32)) -> Stream {
    let mut stream = Stream::new(0, StreamKind::Video, codec.to_owned());
    (stream.width, stream.height, stream.frame_rate) = (Some(width), Some(height), Some((24000, 1001)));
    stream.bit_depth = Some(8);
    stream
}

pub fn target((width, height): (u32, u32), kbit_per_s: u32) -> VideoTarget {
    let level = H264Level::for_picture(width, height, Some((24, 1)), kbit_per_s);
    VideoTarget { width, height, kbit_per_s, level, n_threads: 2, burn_in: None }
}

/// What films are like, by a name for people.
fn films() -> Vec<(&'static str, Stream, VideoTarget)> {
    let mut ten_bit = stream("hevc", (3840, 2160));
    ten_bit.bit_depth = Some(10);
    let bright = Stream { hdr: Some("hdr10".to_owned()), ..ten_bit.clone() };
    let mut interlaced = stream("mpeg2video", (720, 576));
    interlaced.interlaced = true;
    let mut turned = stream("h264", (1920, 1080));
    turned.rotation = 90;
    let burn_in = Some(BurnIn { ordinal: 0, kind: PictureKind::Pgs });
    let with_subtitle = VideoTarget { burn_in, ..target((1280, 720), 3000) };
    vec![
        ("H.264 1080p to 720p", stream("h264", (1920, 1080)), target((1280, 720), 3000)),
        ("HEVC 10 bit 2160p to 1080p", ten_bit, target((1920, 1080), 5000)),
        ("HEVC 1080p to 720p", stream("hevc", (1920, 1080)), target((1280, 720), 3000)),
        ("AV1 1080p as large", stream("av1", (1920, 1080)), target((1920, 1080), 5000)),
        ("MPEG-2 interlaced", interlaced, target((720, 576), 1500)),
        ("H.264 turned", turned, target((404, 720), 1500)),
        ("H.264 with a subtitle drawn into it", stream("h264", (1920, 1080)), with_subtitle),
        ("HEVC HDR10 2160p to 1080p", bright, target((1920, 1080), 5000)),
        ("MPEG-4, which no device takes", stream("mpeg4", (640, 480)), target((640, 480), 1000)),
    ]
}

fn board(profile: &str) -> Board {
    let (root, data_dir) = ("/".into(), "/var/lib/revenge".into());
    Board::detect(&Config { root, profile: Some(profile.to_owned()), profiles: None, data_dir }).unwrap()
}

#[test]
fn every_board_builds_what_it_was_reviewed_for() {
    let profiles = Path::new(env!("CARGO_MANIFEST_DIR")).join("board-profiles");
    let names = std::fs::read_dir(profiles).unwrap().map(|entry| entry.unwrap().path());
    for name in names.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()) {
        let mut text = String::new();
        for profile in &board(&name).profile.backends {
            let backend = Backend::new(spec(profile)).unwrap();
            for (film, stream, target) in films() {
                let job = Job { stream: &stream, target: &target };
                writeln!(text, "== {}: {film}", backend.name()).unwrap();
                if backend.fits(&job) {
                    writeln!(text, "{}", backend.plan(&job)).unwrap();
                } else {
                    writeln!(text, "does not fit its limits\n").unwrap();
                }
            }
        }
        insta::assert_snapshot!(format!("pipelines_{name}"), text);
    }
}

#[test]
fn pictures_stay_on_the_device_from_decoder_to_encoder() {
    for (name, encoder, decoder, needs) in [
        ("va", "vah264enc", "vah264dec", "vapostproc"),
        ("va-lp", "vah264lpenc", "vah264dec", "memory:VAMemory"),
        ("v4l2", "v4l2h264enc", "v4l2h264dec", "v4l2convert"),
        ("rkmpp", "mpph264enc", "mppvideodec", "width=1280"),
    ] {
        let (stream, target) = (stream("h264", (1920, 1080)), target((1280, 720), 3000));
        let plan = backend(name, encoder, &[decoder], Limits::NONE).plan(&Job { stream: &stream, target: &target });
        let text = plan.to_string();
        assert!(plan.is_on_device && text.contains(needs), "{name}: {text}");
        assert!(!text.contains("videoconvert") && !text.contains("software"), "{name}: {text}");
    }
}

pub fn backend(name: &str, encoder: &str, decoders: &[&str], limits: Limits) -> Backend {
    let decoders = decoders.iter().map(|decoder| (*decoder).to_owned()).collect();
    Backend::new(BackendSpec { name: name.to_owned(), encoder: encoder.to_owned(), decoders, limits }).unwrap()
}

#[test]
fn limits_are_the_tighter_ones_of_profile_and_family() {
    let check = |backend: &Backend, codec: &str, size: (u32, u32), expected: bool| {
        let (stream, target) = (stream(codec, size), target(size, 3000));
        assert_eq!(backend.fits(&Job { stream: &stream, target: &target }), expected, "{backend:?} {codec} {size:?}");
    };
    let v4l2 = |limits: Limits| backend("v4l2", "v4l2h264enc", &[], limits);
    check(&v4l2(Limits::NONE), "h264", (1920, 1080), true);
    check(&v4l2(Limits::NONE), "h264", (3840, 2160), false);
    check(&v4l2(Limits { max_height: Some(720), ..Limits::NONE }), "h264", (1920, 1080), false);
    check(&v4l2(Limits { max_frames_per_second: Some(23), ..Limits::NONE }), "h264", (640, 360), false);
    check(&backend("rkmpp", "mpph264enc", &[], Limits::NONE), "h264", (64, 48), false);
    // A decoder alone is worth something only for what it decodes.
    let stateless = backend("v4l2-stateless", "x264enc", &["v4l2slh265dec"], Limits::NONE);
    check(&stateless, "hevc", (1920, 1080), true);
    check(&stateless, "h264", (1920, 1080), false);
    check(&Backend::software(), "anything", (7680, 4320), true);
}

#[test]
fn a_back_end_of_an_unknown_kind_is_refused_by_name() {
    let spec = BackendSpec { name: "vaporware".into(), encoder: "x".into(), decoders: vec![], limits: Limits::NONE };
    let error = Backend::new(spec).unwrap_err().to_string();
    assert!(error.contains("vaporware") && error.contains("rkmpp"), "{error}");
}
