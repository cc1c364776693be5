//! Shapes of playback's answers: verdicts, sessions, what plays now.

use axum::http::StatusCode;
use serde::Serialize;
use serde_json::json;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::domain::playback::{Cost, Gapless, Method, Quality, Reason};
use crate::http::base_path::BasePath;
use crate::http::problem::Problem;
use crate::services::playback::engine::Fallback;
use crate::services::playback::{Created, Listed, Offer, Outlook, Prospect, Refused};

#[derive(Debug, Serialize, ToSchema)]
pub struct Verdict {
    pub method: Method,
    /// Why a cheaper method will not do; empty for direct play.
    pub reasons: Vec<Reason>,
    pub cost: Cost,
    /// Share of this machine's real-time conversion that it takes, by what was measured: above 1 it stalls. Null where
    /// nothing is converted or nothing was measured yet.
    #[schema(required)]
    pub load: Option<f64>,
    /// What would encode the picture (`software`, `va`, …); null where nothing is encoded.
    #[schema(required)]
    pub backend: Option<String>,
    pub accepted: bool,
    /// Why not, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub why: Option<String>,
    /// When it may work, where it is only that others are at work now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub retry_after_ms: Option<u64>,
}

/// What would happen on play.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlaybackOutlook {
    pub file_id: Uuid,
    pub verdict: Verdict,
    /// The sound and the subtitle that would play; null where there is none.
    #[schema(required)]
    pub audio_stream: Option<u32>,
    #[schema(required)]
    pub subtitle_stream: Option<u32>,
    /// What else this file can be had in, the source's own quality first.
    pub qualities: Vec<Quality>,
    /// What could begin now in place of a verdict that is not accepted.
    pub offers: Vec<Offer>,
    /// Other versions of the title, the best first.
    pub other_files: Vec<FileOutlook>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct FileOutlook {
    pub file_id: Uuid,
    pub verdict: Verdict,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PlaybackSession {
    pub id: Uuid,
    pub verdict: Verdict,
    /// The file's bytes; only with direct play.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub direct_url: Option<String>,
    /// The HLS master playlist; with remux and transcode.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub hls_url: Option<String>,
    /// The sound that plays first, and the subtitle that is to be shown: what was asked for, or what the viewer's rules
    /// found. Null where there is none.
    #[schema(required)]
    pub audio_stream: Option<u32>,
    #[schema(required)]
    pub subtitle_stream: Option<u32>,
    /// The quality menu, the source's own first. With `ladder`, those lighter than the planned one are variants of the
    /// master playlist (`video-720/index.m3u8`).
    pub qualities: Vec<Quality>,
    /// Which part of the sound's segments is the track, to the sample. Null where that was not asked for, or is not known.
    #[schema(required)]
    pub gapless: Option<Gapless>,
    #[serde(with = "time::serde::rfc3339")]
    pub expires_at: OffsetDateTime,
}

/// One session of "what plays now".
#[derive(Debug, Serialize, ToSchema)]
pub struct ListedPlaybackSession {
    pub id: Uuid,
    pub user_id: Uuid,
    pub user_name: String,
    pub device_name: String,
    pub item_id: Uuid,
    pub file_id: Uuid,
    /// Null where the viewer may not see the item.
    #[schema(required)]
    pub title: Option<String>,
    pub method: Method,
    pub reasons: Vec<Reason>,
    pub position_ms: i64,
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    pub last_request_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    pub expires_at: OffsetDateTime,
    /// What encodes the picture (`software`, `va`, …); null until something is encoded on this node.
    #[schema(required)]
    pub backend: Option<String>,
    /// Seconds of film encoded per second, lately; null until it is known.
    #[schema(required)]
    pub speed_ratio: Option<f64>,
    /// Back-ends that failed this session, each of which the next one went on for.
    pub fallbacks: Vec<BackendFallback>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct BackendFallback {
    pub backend: String,
    /// What it said.
    pub reason: String,
}
impl PlaybackSession {
    pub fn of(created: Created, base: &BasePath) -> Self {
        let address = |name: &str| base.address(&format!("/stream/{}/{name}", created.token.expose()));
        let plan = created.plan;
        let is_direct = plan.method == Method::Direct;
        Self {
            id: created.id,
            direct_url: is_direct.then(|| address("file")),
            hls_url: (!is_direct).then(|| address("master.m3u8")),
            expires_at: created.expires_at,
            audio_stream: plan.audio_stream,
            subtitle_stream: plan.subtitle_stream,
            qualities: created.qualities,
            gapless: created.gapless,
            verdict: Verdict {
                method: plan.method,
                reasons: plan.reasons,
                cost: plan.cost,
                load: created.load,
                backend: created.backend,
                accepted: true,
                why: None,
                retry_after_ms: None,
            },
        }
    }
}

impl From<Outlook> for PlaybackOutlook {
    fn from(outlook: Outlook) -> Self {
        let file = |(file_id, prospect): (Uuid, Prospect)| FileOutlook { file_id, verdict: prospect.into() };
        let plan = outlook.verdict.judgement.as_ref().ok();
        Self {
            file_id: outlook.file_id,
            audio_stream: plan.and_then(|plan| plan.audio_stream),
            subtitle_stream: plan.and_then(|plan| plan.subtitle_stream),
            verdict: outlook.verdict.into(),
            qualities: outlook.qualities,
            offers: outlook.offers,
            other_files: outlook.others.into_iter().map(file).collect(),
        }
    }
}

impl From<Prospect> for Verdict {
    fn from(prospect: Prospect) -> Self {
        let (load, backend, busy) = (prospect.load, prospect.backend, prospect.busy);
        match prospect.judgement {
            Ok(plan) => Self {
                method: plan.method,
                reasons: plan.reasons,
                cost: plan.cost,
                load,
                backend,
                accepted: busy.is_none(),
                retry_after_ms: busy.as_ref().and_then(|busy| Some(busy.retry_after?.as_millis() as u64)),
                why: busy.map(|busy| busy.why),
            },
            Err(refusal) => Self {
                method: refusal.method,
                reasons: refusal.reasons,
                cost: Cost::default(),
                load: None,
                backend: None,
                accepted: false,
                why: Some(refusal.why),
                retry_after_ms: None,
            },
        }
    }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        let verdict = Verdict {
            method: refused.method,
            reasons: refused.reasons,
            cost: refused.cost,
            load: refused.load,
            backend: None,
            accepted: false,
            why: Some(refused.why.clone()),
            retry_after_ms: refused.retry_after.map(|after| after.as_millis() as u64),
        };
        let problem = Self::new(StatusCode::CONFLICT, refused.why)
            .with_member("verdict", json!(verdict))
            .with_member("offers", json!(refused.offers));
        match refused.retry_after {
            Some(after) => problem.with_retry_after(after),
            None => problem,
        }
    }
}

impl From<Fallback> for BackendFallback {
    fn from(fallback: Fallback) -> Self {
        Self { backend: fallback.backend, reason: fallback.reason }
    }
}

impl From<Listed> for ListedPlaybackSession {
    fn from(listed: Listed) -> Self {
        Self {
            id: listed.id,
            user_id: listed.user_id,
            user_name: listed.user_name,
            device_name: listed.device_name,
            item_id: listed.item_id,
            file_id: listed.file_id,
            title: listed.title,
            method: listed.plan.method,
            reasons: listed.plan.reasons,
            position_ms: listed.position_ms,
            created_at: listed.created_at,
            last_request_at: listed.last_request_at,
            expires_at: listed.expires_at,
            backend: listed.encoding.backend,
            speed_ratio: listed.encoding.speed_ratio,
            fallbacks: listed.encoding.fallbacks.into_iter().map(Into::into).collect(),
        }
    }
}
