//! High dynamic range on a screen without: grey by what the standards say, colours by what zimg makes of them.

use std::path::{Path, PathBuf};

use reqwest::StatusCode;
use revenge::domain::media::{Stream, StreamKind};
use revenge::domain::playback::{Choice, Device, Facts, Limits, Method, decide};
use revenge::domain::tone::{Rows, RowsOut, ToneMap, Transfer};
use serde_json::json;

use crate::engine::clips::media;
use crate::harness::media::{ffmpeg, made, tool};
use crate::hls::Cinema;

/// Brightness in 8 bit of a grey, from a share of the whole signal.
fn grey(map: &ToneMap, signal: f64) -> u8 {
    let code = (64.0 + 876.0 * signal).round() as u16;
    let (luma, colour) = ([code; 2], [512; 1]);
    let (mut upper, mut lower, mut cb, mut cr) = ([0; 2], [0; 2], [0; 1], [0; 1]);
    let mut out = RowsOut { luma: [&mut upper, &mut lower], cb: &mut cb, cr: &mut cr };
    map.map(&Rows { luma: [&luma, &luma], cb: &colour, cr: &colour }, &mut out);
    assert!(upper == lower && cb[0].abs_diff(128) <= 1 && cr[0].abs_diff(128) <= 1, "{upper:?} {cb:?} {cr:?}");
    upper[0]
}

#[test]
fn grey_stays_grey_and_is_as_bright_as_it_was_meant() {
    let (pq, hlg) = (ToneMap::new(Transfer::Pq), ToneMap::new(Transfer::Hlg));
    // PQ: cd/m² and the level on a screen of gamma 2.2 whose white is 203, bent above about 90.
    for (signal, level) in [(0.0, 16), (0.3024, 73), (0.5081, 174), (0.5806, 211), (0.7518, 235), (1.0, 235)] {
        assert!(grey(&pq, signal).abs_diff(level) <= 2, "{signal}: {} and not {level}", grey(&pq, signal));
    }
    // HLG: three quarters are the same white, all of it 1,000 cd/m².
    for (of_hlg, of_pq) in [(0.0, 0.0), (0.75, 0.5806), (1.0, 0.7518)] {
        assert!(grey(&hlg, of_hlg).abs_diff(grey(&pq, of_pq)) <= 1, "{of_hlg}");
    }
    let rising: Vec<u8> = (0..=100).map(|n| grey(&pq, f64::from(n) / 100.0)).collect();
    assert!(rising.is_sorted(), "{rising:?}");
}

/// Bars in PQ of at most 80 cd/m², so that nothing is bent.
fn bars() -> PathBuf {
    let shape = "smptebars=s=320x180:r=25:d=8,format=yuv420p10le,\
        lutyuv=y='64+(val-64)*0.45':u='512+(val-512)*0.25':v='512+(val-512)*0.25',\
        setparams=color_primaries=bt2020:color_trc=smpte2084:colorspace=bt2020nc:range=tv";
    made("bars in PQ, dark", "mkv", |target| {
        let params = "lossless=1:log-level=error:keyint=50:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc";
        ffmpeg(
            &["-f", "lavfi", "-i", shape, "-c:v", "libx265", "-preset", "ultrafast", "-x265-params", params],
            target,
        );
    })
}

/// Planes of the first picture.
fn first_picture(path: &Path, filter: &str) -> Vec<u8> {
    let filter = format!("{filter}format=yuv420p");
    let args = ["-v", "error", "-i", path.to_str().unwrap(), "-vf", &filter, "-frames:v", "1", "-f", "rawvideo", "-"];
    let output = tool("ffmpeg").args(args).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

#[tokio::test(flavor = "multi_thread")]
async fn colours_are_those_that_zimg_makes() {
    let source = bars();
    let cinema = Cinema::with(&source).await;
    let device = json!({ "containers": ["mkv"], "video_codecs": [{ "codec": "h264" }, { "codec": "hevc", "max_bit_depth": 10 }] });
    let wish = json!({ "item_id": cinema.item_id, "device": device });
    let session = cinema.client.post("/api/v1/playback/sessions", &wish).await;
    assert_eq!(session.status, StatusCode::CREATED, "{}", session.json);
    assert_eq!(session.json["verdict"]["method"], "transcode", "{}", session.json);
    let base = session.json["hls_url"].as_str().unwrap().trim_end_matches("/master.m3u8");
    let mut coded = Vec::new();
    for part in ["init.mp4", "0.m4s"] {
        let answer = cinema.client.request(reqwest::Method::GET, &format!("{base}/video/{part}")).send().await.unwrap();
        coded.extend(answer.bytes().await.unwrap());
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.mp4");
    std::fs::write(&path, coded).unwrap();
    // Gamma 2.2 is called bt470m there; 203 cd/m² are white.
    let linear = "zscale=tin=smpte2084:pin=bt2020:min=bt2020nc:rin=tv:t=linear:npl=203:p=bt709,format=gbrpf32le,";
    let expected = first_picture(&source, &format!("{linear}zscale=t=bt470m:m=bt709:r=tv,"));
    let found = first_picture(&path, "");
    assert_eq!(found.len(), expected.len());
    let off: Vec<u32> = found.iter().zip(&expected).map(|(a, b)| u32::from(a.abs_diff(*b))).collect();
    let mean = f64::from(off.iter().sum::<u32>()) / off.len() as f64;
    // Edges between bars are coarser in colour than in brightness; everything else is within the encoder's grain.
    let n_far = off.iter().filter(|off| **off > 4).count();
    assert!(mean < 1.5 && n_far * 50 < off.len(), "off by {mean} on average, {n_far} of {} by more than 4", off.len());
}

#[test]
fn dolby_vision_is_shown_by_its_base_or_refused() {
    let mut info = media(&bars()).info;
    let device: Device = serde_json::from_value(json!({ "video_codecs": [{ "codec": "h264" }] })).unwrap();
    let judged = |info: &_| {
        let limits = Limits { can_encode: true, max_encode_height: 1080, overload: None };
        decide(info, Facts { has_index: true }, &device, limits, &Choice::default())
    };
    let is_video = |stream: &&mut Stream| stream.kind == StreamKind::Video;
    let video = info.streams.iter_mut().find(is_video).unwrap();
    assert_eq!(video.hdr.as_deref(), Some("hdr10"));
    (video.hdr, video.hdr_base) = (Some("dolby_vision".to_owned()), Some("hdr10".to_owned()));
    assert_eq!(judged(&info).unwrap().method, Method::Transcode);
    info.streams.iter_mut().find(is_video).unwrap().hdr_base = None;
    let refusal = judged(&info).unwrap_err();
    assert!(refusal.why.contains("Dolby Vision"), "{refusal:?}");
}
