//! What an inspection says about files of every kind, and that bad ones cost an error and nothing else.

use std::path::Path;
use std::time::{Duration, Instant};

use revenge::domain::media::StreamKind;
use revenge::platform::fs::{MediaFile, OpenError};
use revenge::platform::gst::{self, InspectErrorKind, Inspection, Warning};

use crate::harness::media::{AAC, H264, PICTURE, SOUND, access, ffmpeg, film, fixture, made, opened, recipe, tool};

const DEADLINE: Duration = Duration::from_secs(20);

fn inspect(path: &Path) -> Inspection {
    gst::inspect(&opened(path), DEADLINE).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

#[test]
fn streams_of_a_film_are_described_in_every_container() {
    for container in ["mp4", "mkv", "ts", "mov", "flv"] {
        let seen = inspect(&film(container));
        assert_eq!(seen.info.container, container);
        let video = seen.info.video().unwrap();
        assert_eq!((video.codec.as_str(), video.width, video.height), ("h264", Some(320), Some(180)), "{container}");
        assert_eq!((video.bit_depth, video.interlaced, video.pixel_aspect), (Some(8), false, Some((1, 1))));
        assert!(video.codec_string.as_deref().unwrap().starts_with("avc1.64000"), "{:?}", video.codec_string);
        let audio = seen.info.audio().next().unwrap();
        assert_eq!((audio.codec.as_str(), audio.channels, audio.sample_rate), ("aac", Some(2), Some(48000)));
        assert_eq!(audio.codec_string.as_deref(), Some("mp4a.40.2"));
        assert!((9_900..10_150).contains(&seen.info.duration_ms), "{container}: {} ms", seen.info.duration_ms);
        assert!(seen.warnings.is_empty(), "{container}: {:?}", seen.warnings);
        assert_eq!(seen.fingerprint.len(), 32);
    }
}

#[test]
fn keyframes_and_frames_are_counted_on_one_timeline() {
    for container in ["mp4", "mkv", "ts", "mov"] {
        let index = inspect(&film(container)).index;
        // Cues do not count frames.
        assert_eq!(index.n_frames, if container == "mkv" { 0 } else { 240 }, "{container}");
        assert_eq!(index.keyframes_ns.len(), 5, "{container}: {:?}", index.keyframes_ns);
        assert!(index.keyframes_ns[0].abs() < 60_000_000, "{container}: {:?}", index.keyframes_ns);
        for pair in index.keyframes_ns.windows(2) {
            assert!((1_990_000_000..2_010_000_000).contains(&(pair[1] - pair[0])), "{container}: {pair:?}");
        }
        assert!((9_900_000_000..10_150_000_000).contains(&index.end_ns), "{container}: {}", index.end_ns);
    }
}

/// Bytes of the picture in each group of pictures, by ffprobe.
fn groups_by_ffprobe(path: &Path) -> Vec<u64> {
    let args = ["-v", "error", "-select_streams", "v:0", "-show_entries", "packet=size,flags", "-of", "csv=p=0"];
    let output = tool("ffprobe").args(args).arg(path).output().unwrap();
    let mut groups = Vec::new();
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        let Some((size, flags)) = line.split_once(',') else { continue };
        if flags.starts_with('K') {
            groups.push(0);
        }
        *groups.last_mut().unwrap() += size.parse::<u64>().unwrap();
    }
    groups
}

#[test]
fn groups_of_pictures_are_weighed_in_every_container() {
    for container in ["mp4", "mkv", "ts", "mov", "flv"] {
        let path = film(container);
        let seen = inspect(&path);
        let theirs = groups_by_ffprobe(&path);
        assert_eq!(seen.index.group_kib.len(), theirs.len(), "{container}");
        for (ours, theirs) in seen.index.group_kib.iter().zip(&theirs) {
            let (ours, theirs) = (f64::from(*ours) * 1024.0, *theirs as f64);
            // Matroska's index weighs everything between two keyframes; what the sound weighs is an estimate.
            let slack = if container == "mkv" { theirs * 0.05 + 3000.0 } else { 1500.0 };
            assert!((ours - theirs).abs() < slack, "{container}: {ours} and {theirs}");
        }
        let rate = |bytes: u64| bytes as f64 * 8.0 / 10.0;
        let video = seen.info.video().unwrap().bit_rate.unwrap() as f64;
        assert!((video / rate(theirs.iter().sum()) - 1.0).abs() < 0.05, "{container}: {video}");
        let audio = seen.info.audio().next().unwrap().bit_rate.unwrap();
        assert!((80_000..120_000).contains(&audio), "{container}: {audio}");
    }
}

#[test]
fn a_damaged_or_foreign_file_is_an_error_with_a_remedy() {
    let dir = tempfile::tempdir().unwrap();
    let mp4 = std::fs::read(film("mp4")).unwrap();
    let cases: [(&str, Vec<u8>, &[InspectErrorKind]); 5] = [
        ("cut.mp4", mp4[..mp4.len() / 2].to_vec(), &[InspectErrorKind::Truncated]),
        ("empty.mkv", Vec::new(), &[InspectErrorKind::Empty]),
        ("text.mp4", b"This is a text, whatever its name.\n".repeat(50), &[InspectErrorKind::NotMedia]),
        ("zeros.mkv", vec![0; 200_000], &[InspectErrorKind::NotMedia]),
        ("page.avi", b"<!DOCTYPE html><html></html>".to_vec(), &[InspectErrorKind::NotMedia]),
    ];
    for (name, bytes, expected) in cases {
        let path = dir.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let started = Instant::now();
        let error = gst::inspect(&opened(&path), DEADLINE).unwrap_err();
        assert!(expected.contains(&error.kind), "{name}: {error}");
        assert!(!error.remedy().is_empty() && !error.message().is_empty());
        assert!(started.elapsed() < Duration::from_secs(5), "{name} took {:?}", started.elapsed());
    }
}

#[test]
fn a_cut_matroska_file_plays_to_where_it_ends_and_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("cut.mkv");
    let whole = std::fs::read(film("mkv")).unwrap();
    std::fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    let seen = inspect(&path);
    assert_eq!(seen.warnings, [Warning::EndsEarly]);
    assert!((2_000..8_000).contains(&seen.info.duration_ms), "{}", seen.info.duration_ms);
}

#[test]
fn a_wrong_extension_does_not_matter() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("film.avi");
    std::fs::copy(film("mkv"), &path).unwrap();
    assert_eq!(inspect(&path).info.container, "mkv");
}

#[test]
fn only_regular_files_beneath_the_root_are_opened() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("library");
    std::fs::create_dir_all(root.join("folder")).unwrap();
    std::fs::write(dir.path().join("secret"), b"x").unwrap();
    std::os::unix::fs::symlink("/etc/passwd", root.join("link.mkv")).unwrap();
    std::os::unix::fs::symlink("..", root.join("up")).unwrap();
    std::os::unix::fs::symlink("loop.mkv", root.join("loop.mkv")).unwrap();
    let fifo = root.join("fifo.mkv");
    nix::unistd::mkfifo(&fifo, nix::sys::stat::Mode::S_IRWXU).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(root.join("socket.mkv")).unwrap();
    let check = |rel: &str, expected: fn(&OpenError) -> bool| {
        let error = MediaFile::open(&root, Path::new(rel), &access()).unwrap_err();
        assert!(expected(&error), "{rel}: {error:?}");
    };
    for link in ["link.mkv", "up/secret", "loop.mkv"] {
        check(link, |e| matches!(e, OpenError::Symlink));
    }
    for odd in ["fifo.mkv", "socket.mkv", "folder"] {
        check(odd, |e| matches!(e, OpenError::NotRegular(_)));
    }
    for outside in ["../secret", "/etc/passwd", "folder/../../secret", ""] {
        check(outside, |e| matches!(e, OpenError::OutsideRoot));
    }
    check("absent.mkv", |e| matches!(e, OpenError::NotFound));
    let device = MediaFile::open(Path::new("/dev"), Path::new("null"), &access());
    assert!(matches!(device, Err(OpenError::NotRegular("device"))));
}

#[test]
fn hostile_names_are_bytes_like_any_others() {
    use std::os::unix::ffi::OsStrExt;
    let dir = tempfile::tempdir().unwrap();
    let long = [b"x".repeat(251).as_slice(), b".mkv"].concat();
    let names: [&[u8]; 7] = [
        b"a\nb.mkv",
        b"invalid \xff\xfe utf-8.mkv",
        b"quote\"'`$(touch x).mkv",
        b"-leading dash.mkv",
        b"! fakesink location=x ! filesink.mkv",
        "right \u{202e}to left | pipe.mkv".as_bytes(),
        &long,
    ];
    for name in names {
        let path = dir.path().join(std::ffi::OsStr::from_bytes(name));
        std::fs::copy(film("mkv"), &path).unwrap();
        assert_eq!(inspect(&path).index.keyframes_ns.len(), 5, "{name:?}");
    }
}

#[test]
fn two_hundred_inspections_leave_no_descriptor_and_no_thread() {
    let path = fixture(&recipe(&[PICTURE, SOUND, H264, AAC], 1), "mkv");
    let broken = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(broken.path(), b"not a film at all, really not").unwrap();
    inspect(&path);
    let counts = || (entries("/proc/self/fd"), own_threads());
    let (descriptors, threads) = counts();
    for _ in 0..100 {
        inspect(&path);
        gst::inspect(&opened(broken.path()), DEADLINE).unwrap_err();
    }
    let deadline = Instant::now() + Duration::from_secs(10);
    while Instant::now() < deadline && counts().1 > threads {
        std::thread::yield_now();
    }
    let after = counts();
    // Other tests run in the same process: a leak would be 200 of either.
    assert!(after.0 < descriptors + 50, "{descriptors} descriptors before, {} after", after.0);
    assert!(after.1 < threads + 20, "{threads} threads before, {} after", after.1);
}

fn entries(dir: &str) -> usize {
    std::fs::read_dir(dir).unwrap().count()
}

fn own_threads() -> usize {
    entries("/proc/self/task")
}

#[test]
fn the_fingerprint_follows_the_content_not_the_name() {
    let dir = tempfile::tempdir().unwrap();
    let (one, two, other) = (dir.path().join("one.mkv"), dir.path().join("two.mkv"), dir.path().join("other.mkv"));
    let bytes = std::fs::read(film("mkv")).unwrap();
    std::fs::write(&one, &bytes).unwrap();
    std::fs::write(&two, &bytes).unwrap();
    let mut changed = bytes;
    let last = changed.len() - 1;
    changed[last] ^= 1;
    std::fs::write(&other, &changed).unwrap();
    let of = |path: &Path| opened(path).fingerprint().unwrap();
    assert_eq!(of(&one), of(&two));
    assert_ne!(of(&one), of(&other));
}

#[test]
fn subtitles_and_languages_are_listed() {
    let dir = tempfile::tempdir().unwrap();
    let srt = dir.path().join("s.srt");
    std::fs::write(&srt, "1\n00:00:01,000 --> 00:00:02,000\nHello\n").unwrap();
    let path = dir.path().join("film.mkv");
    let film = film("mkv");
    let arguments = [
        "-i",
        film.to_str().unwrap(),
        "-i",
        srt.to_str().unwrap(),
        "-map",
        "0",
        "-map",
        "1",
        "-c",
        "copy",
        "-metadata:s:a:0",
        "language=ger",
        "-metadata:s:a:0",
        "title=Kommentar",
        "-metadata:s:s:0",
        "language=fre",
        "-disposition:a:0",
        "default",
        "-disposition:s:0",
        "forced",
    ];
    ffmpeg(&arguments, &path);
    let seen = inspect(&path);
    let audio = seen.info.audio().next().unwrap();
    assert_eq!((audio.language.as_deref(), audio.title.as_deref()), (Some("de"), Some("Kommentar")));
    let subtitle = seen.info.subtitles().next().unwrap();
    assert_eq!((subtitle.codec.as_str(), subtitle.language.as_deref()), ("srt", Some("fr")));
    assert_eq!(subtitle.kind, StreamKind::Subtitle);
    assert_eq!((subtitle.forced, audio.forced, audio.default), (true, false, true));
}

/// Keyframes of the first video stream by ffprobe, in nanoseconds: an independent reading of the same file.
fn keyframes_by_ffprobe(path: &Path) -> Vec<i64> {
    let output = tool("ffprobe")
        .args(["-v", "error", "-select_streams", "v:0", "-show_entries", "packet=pts_time,flags", "-of", "csv=p=0"])
        .arg(path)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let key = |line: &str| {
        let (time, flags) = line.split_once(',')?;
        flags.starts_with('K').then(|| (time.parse::<f64>().unwrap() * 1e9) as i64)
    };
    let mut times: Vec<i64> = text.lines().filter_map(key).collect();
    times.sort_unstable();
    times
}

#[test]
fn the_index_agrees_with_an_independent_reading() {
    let frames = "-bf 3 -b_strategy 0";
    let plain = recipe(&[PICTURE, SOUND, H264, frames, AAC], 10);
    let late_sound = recipe(&[PICTURE, "-itsoffset 1.5", SOUND, H264, frames, AAC], 10);
    let late_picture = recipe(&["-itsoffset 1.5", PICTURE, SOUND, H264, frames, AAC], 10);
    let vp9 = recipe(&[PICTURE, SOUND, "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -g 48 -c:a libopus"], 4);
    let cases = [
        (plain.clone(), "mp4"),
        (format!("{plain} -movflags +faststart"), "mp4"),
        (format!("{plain} -movflags +negative_cts_offsets"), "mp4"),
        (format!("{plain} -movflags +frag_keyframe+empty_moov"), "mp4"),
        (format!("{plain} -use_editlist 0"), "mp4"),
        (format!("{plain} -video_track_timescale 24"), "mov"),
        (late_sound.clone(), "mp4"),
        (late_picture.clone(), "mp4"),
        (plain.clone(), "mkv"),
        (format!("{plain} -cues_to_front 1 -reserve_index_space 4096"), "mkv"),
        (format!("{plain} -live 1"), "mkv"),
        (late_sound, "mkv"),
        (late_picture, "mkv"),
        (vp9, "webm"),
    ];
    for (recipe, extension) in cases {
        let path = fixture(&recipe, extension);
        let index = inspect(&path).index;
        let ours: Vec<i64> = index.keyframes_ns.iter().map(|k| k + index.origin_ns).collect();
        let theirs = keyframes_by_ffprobe(&path);
        let agree = ours.len() == theirs.len() && ours.iter().zip(&theirs).all(|(a, b)| (a - b).abs() < 2_000);
        assert!(agree, "{extension} of {recipe}:\n{ours:?}\n{theirs:?}");
    }
}

#[test]
fn ten_bits_and_high_dynamic_range_are_told() {
    let pq = "-pix_fmt yuv420p10le -color_trc smpte2084 -color_primaries bt2020 -colorspace bt2020nc -c:v libx265 -x265-params \
              log-level=none:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc";
    for extension in ["mkv", "mp4"] {
        let path = fixture(&recipe(&[PICTURE, pq, "-tag:v hvc1"], 1), extension);
        let info = inspect(&path).info;
        let video = info.video().unwrap();
        assert_eq!((video.codec.as_str(), video.profile.as_deref()), ("hevc", Some("main-10")), "{extension}");
        assert_eq!((video.bit_depth, video.hdr.as_deref()), (Some(10), Some("hdr10")), "{extension}");
        assert_eq!(video.codec_string.as_deref(), Some("hvc1.2.4.L60.90"), "{extension}");
    }
}

#[test]
fn shape_of_the_picture_is_told() {
    let turned = made("inspected film turned by 90 degrees", "mp4", |target| {
        ffmpeg(&["-i", film("mp4").to_str().unwrap(), "-c", "copy", "-metadata:s:v:0", "rotate=90"], target);
    });
    let video = inspect(&turned).info.video().unwrap().clone();
    // ffmpeg counts against the clock, we with it.
    assert_eq!((video.rotation, video.width, video.height), (270, Some(320), Some(180)));
    let wide = fixture(&recipe(&[PICTURE, "-vf setsar=4/3", H264], 1), "mkv");
    assert_eq!(inspect(&wide).info.video().unwrap().pixel_aspect, Some((4, 3)));
    let interlaced = "-vf setfield=tff -c:v mpeg2video -flags +ildct+ilme -top 1";
    let tv = inspect(&fixture(&recipe(&[PICTURE, SOUND, interlaced, "-c:a mp2"], 2), "ts")).info;
    let video = tv.video().unwrap();
    assert_eq!((video.codec.as_str(), video.interlaced, tv.container.as_str()), ("mpeg2video", true, "ts"));
    assert_eq!(video.frame_rate, Some((24, 1)));
}

#[test]
fn sound_files_have_no_keyframes_but_a_duration() {
    let cases = [
        ("mp3", "-c:a libmp3lame", "mp3", "mp3"),
        ("flac", "-c:a flac", "flac", "flac"),
        ("ogg", "-c:a libvorbis", "ogg", "vorbis"),
        ("opus", "-c:a libopus", "ogg", "opus"),
        ("wav", "-c:a pcm_s16le", "wav", "pcm"),
        ("m4a", "-c:a aac", "mp4", "aac"),
        ("mka", "-c:a ac3 -ac 6", "mkv", "ac3"),
    ];
    for (extension, encoder, container, codec) in cases {
        let seen = inspect(&fixture(&recipe(&[SOUND, encoder], 4), extension));
        let audio = seen.info.audio().next().unwrap();
        assert_eq!((seen.info.container.as_str(), audio.codec.as_str()), (container, codec), "{extension}");
        assert!((3_950..4_100).contains(&seen.info.duration_ms), "{extension}: {} ms", seen.info.duration_ms);
        assert!(seen.index.keyframes_ns.is_empty() && seen.info.video().is_none(), "{extension}");
        assert_eq!(
            audio.channels,
            Some(if codec == "ac3" {
                6
            } else if codec == "pcm" {
                1
            } else {
                audio.channels.unwrap()
            })
        );
    }
}

#[test]
fn a_cover_picture_is_not_a_film() {
    let cover = made("cover of a song", "jpg", |target| {
        ffmpeg(&["-f", "lavfi", "-i", "testsrc2=size=64x64", "-frames:v", "1"], target);
    });
    for extension in ["m4a", "mp3", "mka", "flac"] {
        let path = made("song with a cover", extension, |target| {
            let sound = "sine=frequency=440:duration=2";
            let attach = extension == "mka";
            let cover = cover.to_str().unwrap();
            if attach {
                let art = ["-f", "lavfi", "-i", sound, "-attach", cover, "-metadata:s:t", "mimetype=image/jpeg"];
                ffmpeg(&art, target);
            } else {
                let art = ["-f", "lavfi", "-i", sound, "-i", cover, "-map", "0", "-map", "1", "-c:v", "copy"];
                ffmpeg(&[art.as_slice(), &["-disposition:v", "attached_pic"]].concat(), target);
            }
        });
        let seen = inspect(&path);
        assert!(seen.info.video().is_none(), "{extension}: {:?}", seen.info.streams);
        assert_eq!(seen.info.audio().count(), 1, "{extension}");
    }
}

#[test]
fn other_films_are_described_by_the_whole_pass() {
    let avi = inspect(&fixture(&recipe(&[PICTURE, SOUND, "-c:v mpeg4 -g 24 -c:a libmp3lame"], 4), "avi"));
    let video = avi.info.video().unwrap();
    assert_eq!((avi.info.container.as_str(), video.codec.as_str()), ("avi", "mpeg4"));
    assert_eq!((avi.index.keyframes_ns.len(), avi.index.n_frames), (4, 96));
    let webm = recipe(&[PICTURE, SOUND, "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -g 48 -c:a libopus"], 4);
    let webm = inspect(&fixture(&webm, "webm"));
    let video = webm.info.video().unwrap();
    assert_eq!((webm.info.container.as_str(), video.codec.as_str(), video.bit_depth), ("webm", "vp9", Some(8)));
    assert_eq!(webm.info.audio().next().unwrap().codec_string.as_deref(), Some("opus"));
}

#[test]
fn the_deadline_holds() {
    let file = opened(&film("ts"));
    let started = Instant::now();
    let error = gst::inspect(&file, Duration::ZERO).unwrap_err();
    assert_eq!(error.kind, InspectErrorKind::TimedOut);
    assert!(error.kind.is_transient() && started.elapsed() < Duration::from_secs(3));
}

#[test]
fn how_loud_it_is_to_be_played_is_read_where_somebody_has_tagged_it() {
    let sound = |name: &str, args: &[&str], extension: &str| {
        made(name, extension, |target| {
            ffmpeg(&[&["-f", "lavfi", "-i", "sine=duration=3:sample_rate=48000"], args].concat(), target);
        })
    };
    let tags = [
        ["-metadata", "REPLAYGAIN_TRACK_GAIN=-6.20 dB", "-metadata", "REPLAYGAIN_TRACK_PEAK=0.988553"],
        ["-metadata", "REPLAYGAIN_ALBUM_GAIN=-5.10 dB", "-metadata", "REPLAYGAIN_ALBUM_PEAK=1.0"],
    ]
    .concat();
    let near = |value: Option<f64>, wanted: f64| value.is_some_and(|value| (value - wanted).abs() < 0.01);
    for (codec, extension) in [("flac", "flac"), ("libmp3lame", "mp3"), ("libvorbis", "ogg")] {
        let path = sound(&format!("loudness {codec}"), &[&["-c:a", codec], &tags[..]].concat(), extension);
        let found = inspect(&path).info.loudness.unwrap_or_else(|| panic!("{codec}"));
        assert!(near(found.track_gain_db, -6.2) && near(found.track_peak, 0.988), "{codec}: {found:?}");
        assert!(near(found.album_gain_db, -5.1) && near(found.album_peak, 1.0), "{codec}: {found:?}");
    }
    // -1234 / 256 dB to -23 LUFS is 5 dB more to -18.
    let r128 = ["-c:a", "libopus", "-metadata", "R128_TRACK_GAIN=-1234", "-metadata", "R128_ALBUM_GAIN=512"];
    let found = inspect(&sound("loudness opus", &r128, "opus")).info.loudness.unwrap();
    assert!(near(found.track_gain_db, 0.18) && near(found.album_gain_db, 7.0), "{found:?}");
    assert_eq!(inspect(&sound("loudness none", &["-c:a", "flac"], "flac")).info.loudness, None);
    let wrong = ["-c:a", "flac", "-metadata", "REPLAYGAIN_TRACK_GAIN=900 dB"];
    assert_eq!(inspect(&sound("loudness wrong", &wrong, "flac")).info.loudness, None);
}
