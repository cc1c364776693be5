//! HLS as a player meets it: over HTTP, by a token, from rows in the database.

use std::path::{Path, PathBuf};

use revenge::base::new_id;
use revenge::domain::governor::Heat;
use revenge::domain::hls::RenditionId;
use revenge::domain::playback::Limits;
use revenge::domain::playback::{Choice, Device, Method};
use revenge::domain::viewer::{Role, Viewer};
use revenge::platform::board::Strength;
use revenge::platform::events::Events;
use revenge::services::playback::engine::{Engine, EngineConfig};
use revenge::services::playback::{Config, NewSession, Outcome, Playback};
use uuid::Uuid;

use crate::engine::clips::{film, media, probe};
use crate::harness::media::{ffmpeg, ledger, made, tool};
use crate::harness::server::{TestClient, TestServer};

/// A server with one film and somebody signed in.
pub struct Cinema {
    pub server: TestServer,
    pub client: TestClient,
    pub viewer: Viewer,
    pub item_id: Uuid,
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, b| text + &format!("{b:02x}"))
}

impl Cinema {
    pub async fn with(path: &Path) -> Self {
        Self::on(TestServer::start().await, path).await
    }

    pub async fn on(server: TestServer, path: &Path) -> Self {
        let client = server.setup_admin().await;
        let media = media(path);
        let [library, root, file, item] = [(); 4].map(|()| new_id());
        let (folder, name) = (path.parent().unwrap().to_str().unwrap(), path.file_name().unwrap().to_str().unwrap());
        let (json, packed) = (serde_json::to_string(&media.info).unwrap(), hex(&media.index.pack()));
        let sql = format!(
            "set search_path = media;
             insert into libraries (id, name, kind, created_at) values ('{library}', 'films', 'movies', now());
             insert into roots (id, library_id, position, path) values ('{root}', '{library}', 0, '{folder}');
             insert into files (id, library_id, root_id, rel_path, size_bytes, mtime_ns, ctime_ns, state, media, added_at)
                values ('{file}', '{library}', '{root}', '{name}', 1, 0, 0, 'present', $json${json}$json$, now());
             insert into keyframe_indexes (file_id, library_id, packed) values ('{file}', '{library}', '\\x{packed}');
             insert into items (id, library_id, kind, match_key, title, sort_title, search_text, added_at, updated_at)
                values ('{item}', '{library}', 'movie', 'film', 'Film', 'film', 'film', now(), now());
             insert into item_files (item_id, file_id, library_id) values ('{item}', '{file}', '{library}');"
        );
        let owner = server.db.owner().await;
        owner.batch_execute(&sql).await.unwrap();
        let row = owner.query_one("select user_id, id from core.sessions", &[]).await.unwrap();
        let viewer = Viewer {
            user_id: row.get(0),
            user_name: "anna".into(),
            role: Role::Admin,
            session_id: row.get(1),
            libraries: vec![library],
        };
        Self { server, client, viewer, item_id: item }
    }

    /// A session by this method: the path of its streams.
    async fn play(&self, method: Method) -> (Uuid, String) {
        let choice = Choice { method: Some(method), ..Choice::default() };
        let device = Device { audio_codecs: vec!["aac".into()], ..Device::default() };
        let new = NewSession {
            item_id: self.item_id,
            file_id: None,
            device,
            choice,
            subtitle_by_rules: false,
            replaces: None,
        };
        match self.server.state.playback.create(&self.viewer, new).await.unwrap() {
            Outcome::Created(created) => (created.id, format!("/stream/{}", created.token.expose())),
            Outcome::Refused(refused) => panic!("{refused:?}"),
        }
    }
}

/// A film with subtitles inside.
fn subtitled(codec: &str, extension: &str) -> PathBuf {
    let plain = film("mkv", (14, "25"), "-c:v libx264 -g 50 -c:a aac");
    made(&format!("subtitled {codec}"), extension, |target| {
        let text = target.with_extension("srt");
        std::fs::write(
            &text,
            "1\n00:00:01,000 --> 00:00:02,500\nTom <i>&</i> Jerry\n\n2\n00:00:09,000 --> 00:00:10,000\nThe end\n",
        )
        .unwrap();
        let (plain, text) = (plain.to_str().unwrap(), text.to_str().unwrap());
        ffmpeg(&["-i", plain, "-i", text, "-map", "0", "-map", "1", "-c", "copy", "-c:s", codec], target);
        std::fs::remove_file(text).unwrap();
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn ffprobe_reads_both_methods_over_http_from_start_to_end() {
    let cinema =
        Cinema::with(&film("mkv", (20, "24000/1001"), "-c:v libx265 -x265-params log-level=error -c:a ac3 -ac 6"))
            .await;
    for method in [Method::Remux, Method::Transcode] {
        let (_, path) = cinema.play(method).await;
        let url = format!("{}{path}/master.m3u8", cinema.server.url);
        let json = tokio::task::spawn_blocking(move || {
            probe(Path::new(&url), &["-show_format", "-count_packets", "-show_streams"])
        });
        let json = json.await.unwrap();
        let length: f64 = json["format"]["duration"].as_str().unwrap().parse().unwrap();
        assert!((length - 20.02).abs() < 0.05, "{method:?}: {length}");
        let streams = json["streams"].as_array().unwrap();
        let video = streams.iter().find(|s| s["codec_type"] == "video").unwrap();
        assert_eq!(video["nb_read_packets"], "480", "{method:?}");
        assert_eq!(video["codec_name"], if method == Method::Remux { "hevc" } else { "h264" });
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_below_a_token_is_not_found() {
    let cinema = Cinema::with(&film("mkv", (14, "25"), "-c:v libx264 -g 50 -c:a aac")).await;
    let (id, path) = cinema.play(Method::Remux).await;
    let nonsense = [
        "video/99.m4s",
        "video/-1.m4s",
        "video/01.m4s",
        "video/4294967296.m4s",
        "video/0.mp4",
        "video/..%2f..%2fetc%2fpasswd",
        "video/index.m3u",
        "audio-7/index.m3u8",
        "audio-/index.m3u8",
        "audio-1/0.vtt",
        "audio/0.m4s",
        "subtitles-0/index.m3u8",
        "subtitles/0.vtt",
        "subtitles/x.vtt",
        "video/",
        "nothing",
    ];
    for part in nonsense {
        let answer = cinema.client.get(&format!("{path}/{part}")).await;
        assert_eq!(answer.status, 404, "{part}");
    }
    assert_eq!(cinema.client.get(&format!("/stream/{}/master.m3u8", "0".repeat(64))).await.status, 404);
    let segment = cinema.client.get(&format!("{path}/video/0.m4s")).await;
    assert_eq!((segment.status.as_u16(), segment.headers["content-type"].as_bytes()), (200, &b"video/mp4"[..]));
    assert_eq!(segment.headers["cache-control"], "no-store");
    cinema.server.state.playback.end(&cinema.viewer, id, None).await.unwrap();
    assert_eq!(cinema.client.get(&format!("{path}/video/0.m4s")).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn stream_goes_on_in_the_next_server() {
    let cinema = Cinema::with(&film("mkv", (20, "25"), "-c:v libx264 -g 50 -c:a aac")).await;
    let (_, path) = cinema.play(Method::Remux).await;
    let token = path.strip_prefix("/stream/").unwrap();
    let this = &cinema.server.state.playback;
    let config = Config {
        why_no_encoding: String::new(),
        limits: Limits { can_encode: true, max_encode_height: 1080, overload: None },
        strength: Strength { root: "/nowhere".into(), heat: Heat { soft_celsius: 80.0, hard_celsius: 90.0 } },
        session_lifetime: time::Duration::HOUR,
        sessions_per_user: 10,
        conversions_per_user: 0,
        ledger: ledger(),
    };
    let next =
        Playback::new(cinema.server.db.db.clone(), Events::new(16), Engine::new(EngineConfig::default()), config);
    let mut answers = Vec::new();
    for playback in [this, &next] {
        let session = playback.open(token).await.unwrap();
        let hls = playback.hls(&session).await.unwrap();
        answers.push((hls.master_playlist(), hls.segment(RenditionId::Video, 1).await.unwrap()));
    }
    assert!(answers[0] == answers[1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn subtitles_inside_a_film_come_as_webvtt() {
    for (codec, extension) in [("srt", "mkv"), ("ass", "mkv"), ("mov_text", "mp4")] {
        let cinema = Cinema::with(&subtitled(codec, extension)).await;
        let (_, path) = cinema.play(Method::Remux).await;
        let master = cinema.client.get(&format!("{path}/master.m3u8")).await.text;
        assert!(master.contains("TYPE=SUBTITLES") && master.contains("subtitles-2/index.m3u8"), "{codec}: {master}");
        let playlist = cinema.client.get(&format!("{path}/subtitles-2/index.m3u8")).await.text;
        assert!(playlist.contains("0.vtt") && playlist.contains("#EXT-X-ENDLIST"), "{codec}: {playlist}");
        let segment = cinema.client.get(&format!("{path}/subtitles-2/0.vtt")).await.text;
        assert!(segment.contains("X-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000"), "{codec}: {segment}");
        assert!(
            segment.contains("Tom ") && segment.contains("&amp;") && segment.contains("The end"),
            "{codec}: {segment}"
        );
        assert!(segment.contains("00:00:01.0") && segment.contains("--> 00:00:02.5"), "{codec}: {segment}");
        let whole = cinema.client.get(&format!("{path}/subtitles/2.vtt")).await;
        assert!(whole.text.starts_with("WEBVTT") && whole.text.contains("The end"), "{codec}: {}", whole.text);
        assert_eq!(whole.headers["content-type"], "text/vtt; charset=utf-8");
    }
}

/// Chromium and hls.js read what ffmpeg reads; this is the decoder's word that no picture is missing or broken.
#[tokio::test(flavor = "multi_thread")]
async fn ffmpeg_decodes_the_stream_without_a_complaint() {
    let cinema = Cinema::with(&film("mp4", (14, "30"), "-c:v libx264 -bf 3 -g 60 -c:a aac")).await;
    for method in [Method::Remux, Method::Transcode] {
        let (_, path) = cinema.play(method).await;
        let url = format!("{}{path}/master.m3u8", cinema.server.url);
        let args = ["-v", "error", "-xerror", "-i", &url, "-f", "null", "-"].map(str::to_owned);
        let decoded = tokio::task::spawn_blocking(move || {
            let output = tool("ffmpeg").args(&args).output().unwrap();
            String::from_utf8_lossy(&output.stderr).into_owned()
        });
        assert_eq!(decoded.await.unwrap(), "", "{method:?}");
    }
}
