//! Periodic jobs: when they are due, that they fire once, and what an administrator sets.

use std::time::Duration;

use jiff::tz::TimeZone;
use reqwest::StatusCode;
use revenge::domain::job::PruneJobs;
use revenge::domain::schedule::{Cron, CronFault};
use revenge::platform::jobs::{CronPatch, Declared, JobState, SchedulePatch, Schedules, Zone};
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::stage::{SOON, Stage};
use crate::harness::{TestServer, eventually};

fn time(text: &str) -> OffsetDateTime {
    OffsetDateTime::parse(text, &Rfc3339).unwrap()
}

#[test]
fn the_next_time_is_the_first_that_fits_in_the_zone() {
    let check = |cron: &str, zone: &str, after: &str, expected: &str| {
        let zone = TimeZone::get(zone).unwrap();
        let next = Cron::parse(cron).unwrap().next_after(time(after), &zone).unwrap();
        assert_eq!(next, time(expected), "{cron} after {after}");
    };
    check("30 3 * * *", "UTC", "2026-07-01T03:29:59Z", "2026-07-01T03:30:00Z");
    check("30 3 * * *", "UTC", "2026-07-01T03:30:00Z", "2026-07-02T03:30:00Z");
    check("30 3 * * *", "Europe/Berlin", "2026-07-01T00:00:00Z", "2026-07-01T01:30:00Z");
    check("30 3 * * *", "Europe/Berlin", "2026-12-01T00:00:00Z", "2026-12-01T02:30:00Z");
    check("30 3 * * *", "Asia/Kathmandu", "2026-12-01T00:00:00Z", "2026-12-01T21:45:00Z");
    check("0 0 29 2 *", "UTC", "2026-01-01T00:00:00Z", "2028-02-29T00:00:00Z");
    // Half past two does not exist in the night of the change: it is run right after the gap, not left out.
    check("30 2 * * *", "Europe/Berlin", "2027-03-27T12:00:00Z", "2027-03-28T01:00:00Z");
    // It exists twice in the other night: once is enough.
    check("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z");
    check("30 2 * * *", "Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
}

#[test]
fn expressions_are_shown_in_words() {
    let check = |cron: &str, expected: &str| assert_eq!(Cron::parse(cron).unwrap().in_words(), expected, "{cron}");
    check("30 3 * * *", "every day at 03:30");
    check(" 5  4 * * *", "every day at 04:05");
    check("0 4 * * 0", "every Sunday at 04:00");
    check("0 4 * * mon", "every Monday at 04:00");
    check("17 * * * *", "every hour, 17 minutes past");
    check("0 * * * *", "every hour");
    check("* * * * *", "every minute");
    check("*/15 * * * *", "every 15 minutes");
    check("0 9 1 * *", "at 09:00, on day 1");
}

#[test]
fn what_is_no_expression_is_refused_with_its_reason() {
    for wrong in ["", "30 3 * *", "61 * * * *", "0 0 3 * * *", "every day", &"1,".repeat(200)] {
        assert!(matches!(Cron::parse(wrong), Err(CronFault::Unreadable(_))), "{wrong}");
    }
    assert_eq!(Cron::parse("0 0 31 2 *").unwrap_err(), CronFault::NeverDue);
}

fn nightly(stage: &Stage) -> Schedules {
    let declared = Declared::new("nightly", "Clean at night", "30 3 * * *", &PruneJobs {}).unwrap();
    Schedules::new(stage.jobs.clone(), Zone::named("Europe/Berlin").unwrap(), vec![declared])
}

/// As if the time had come `ago`.
async fn is_due(stage: &Stage, ago: &str) {
    let sql = format!("update core.schedules set next_run_at = now() - interval '{ago}'");
    assert_eq!(stage.test.owner().await.execute(&sql, &[]).await.unwrap(), 1);
}

async fn n_jobs(stage: &Stage) -> i64 {
    let sql = "select (select count(*) from core.jobs) + (select count(*) from core.job_history)";
    stage.test.owner().await.query_one(sql, &[]).await.unwrap().get(0)
}

#[tokio::test]
async fn what_was_missed_while_nothing_ran_fires_once_at_the_start_on_one_node() {
    let stage = Stage::new().await;
    let schedules = nightly(&stage);
    schedules.list().await.unwrap();
    // Three nights long nothing ran. Then several nodes start at once.
    is_due(&stage, "3 days").await;
    let nodes = ["a", "b", "c"].map(|name| stage.node_scheduled(name, schedules.clone()));
    let info = eventually("it has fired", SOON, || async {
        schedules.list().await.unwrap().into_iter().find(|schedule| schedule.last_job_id.is_some())
    })
    .await;
    stage.reaches(info.last_job_id.unwrap(), JobState::Completed).await;
    let next = info.next_run_at.unwrap() - OffsetDateTime::now_utc();
    assert!(next > time::Duration::ZERO && next <= time::Duration::hours(25), "{next}");
    for node in nodes {
        node.stop().await;
    }
    assert_eq!(n_jobs(&stage).await, 1, "each night that was missed, or each node, has fired");
}

#[tokio::test]
async fn many_nodes_that_look_at_the_same_time_fire_once() {
    let stage = Stage::new().await;
    let schedules = nightly(&stage);
    schedules.list().await.unwrap();
    for round in 1..=10 {
        is_due(&stage, "1 second").await;
        let looks = (0..4).map(|_| schedules.look());
        for look in futures_util::future::join_all(looks).await {
            look.unwrap();
        }
        // Ended at once, so that the unique key is not what keeps the second one away.
        let job = schedules.list().await.unwrap()[0].last_job_id.unwrap();
        stage.jobs.cancel(job).await.unwrap();
        assert_eq!(n_jobs(&stage).await, round);
    }
}

#[tokio::test]
async fn a_schedule_fires_when_its_time_comes_and_not_before() {
    let stage = Stage::new().await;
    let schedules = nightly(&stage);
    let node = stage.node_scheduled("a", schedules.clone());
    eventually("it is planned", SOON, || async {
        let sql = "select from core.schedules where next_run_at is not null";
        stage.test.owner().await.query_opt(sql, &[]).await.unwrap()
    })
    .await;
    assert_eq!(n_jobs(&stage).await, 0);
    // The node sleeps until the night; only its own timer can wake it, after word of a change.
    let owner = stage.test.owner().await;
    owner.execute("update core.schedules set next_run_at = now() + interval '700 milliseconds'", &[]).await.unwrap();
    owner.batch_execute("notify revenge_jobs, 'schedules'").await.unwrap();
    let sql = "select extract(epoch from s.last_run_at - h.created_at)::float8 from core.schedules s \
               join core.job_history h on h.id = s.last_job_id and h.state = 'completed'";
    eventually("it fires", SOON, || async { owner.query_opt(sql, &[]).await.unwrap() }).await;
    node.stop().await;
}

#[tokio::test]
async fn a_clock_that_was_set_back_makes_no_schedule_wait_for_ever() {
    let stage = Stage::new().await;
    let schedules = nightly(&stage);
    let before = schedules.list().await.unwrap()[0].next_run_at;
    schedules.look().await.unwrap();
    // As a board without a clock leaves it that first believed it was two years later.
    let owner = stage.test.owner().await;
    owner.execute("update core.schedules set next_run_at = now() + interval '2 years'", &[]).await.unwrap();
    let wait = schedules.look().await.unwrap().unwrap();
    assert!(wait <= Duration::from_hours(25), "{wait:?}");
    assert_eq!(schedules.list().await.unwrap()[0].next_run_at, before);
    assert_eq!(n_jobs(&stage).await, 0);
}

#[tokio::test]
async fn another_expression_or_zone_of_a_new_release_is_planned_anew() {
    let stage = Stage::new().await;
    nightly(&stage).look().await.unwrap();
    let later = Declared::new("nightly", "Clean at night", "0 5 * * *", &PruneJobs {}).unwrap();
    for zone in ["Europe/Berlin", "Asia/Tokyo"] {
        let zone = Zone::named(zone).unwrap();
        let schedules = Schedules::new(stage.jobs.clone(), zone.clone(), vec![later.clone()]);
        schedules.look().await.unwrap();
        let next = schedules.list().await.unwrap()[0].next_run_at.unwrap();
        let rules = TimeZone::get(zone.name()).unwrap();
        assert_eq!(Some(next), Cron::parse("0 5 * * *").unwrap().next_after(OffsetDateTime::now_utc(), &rules));
    }
}

#[tokio::test]
async fn a_schedule_that_is_switched_off_starts_nothing_by_itself() {
    let stage = Stage::new().await;
    let schedules = nightly(&stage);
    let off = SchedulePatch { enabled: Some(false), ..SchedulePatch::default() };
    assert_eq!(schedules.patch("nightly", off).await.unwrap().next_run_at, None);
    is_due(&stage, "1 hour").await;
    assert_eq!(schedules.look().await.unwrap(), None);
    assert_eq!(n_jobs(&stage).await, 0);
    let on = SchedulePatch { enabled: Some(true), cron: CronPatch::Keep };
    assert!(schedules.patch("nightly", on).await.unwrap().next_run_at.unwrap() > OffsetDateTime::now_utc());
}

#[tokio::test]
async fn administrators_see_change_and_start_schedules() {
    let server = TestServer::start_with(&[("jobs.time_zone", "Europe/Berlin")]).await;
    let admin = server.setup_admin().await;
    let listed = admin.get("/api/v1/schedules").await.json;
    let names: Vec<_> = listed["items"].as_array().unwrap().iter().map(|s| s["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["prune_jobs", "prune_playback", "prune_previews", "prune_sign_ins", "scan_libraries"]);
    let scan = &listed["items"][4];
    let fields =
        ["title", "kind", "cron", "default_cron", "description", "enabled", "time_zone"].map(|f| scan[f].clone());
    let expected = json!([
        "Scan all libraries",
        "scan_libraries",
        "30 3 * * *",
        "30 3 * * *",
        "every day at 03:30",
        true,
        "Europe/Berlin"
    ]);
    assert_eq!(Value::from(fields.to_vec()), expected);
    assert!(scan["last_run_at"].is_null() && scan["last_job_id"].is_null() && scan["next_run_at"].is_string());

    let path = "/api/v1/schedules/scan_libraries";
    let changed = admin.patch(path, &json!({"cron": "0 5 * * 0"})).await.json;
    assert_eq!((&changed["cron"], &changed["description"]), (&json!("0 5 * * 0"), &json!("every Sunday at 05:00")));
    // What is not named stays; null goes back.
    let off = admin.patch(path, &json!({"enabled": false})).await.json;
    assert_eq!((&off["cron"], &off["next_run_at"]), (&json!("0 5 * * 0"), &Value::Null));
    assert_eq!(admin.patch(path, &json!({"cron": null, "enabled": true})).await.json["cron"], "30 3 * * *");

    let run = admin.post(&format!("{path}/run"), &json!({})).await;
    assert_eq!(run.status, StatusCode::ACCEPTED);
    assert_eq!(run.header("location"), format!("/api/v1/jobs/{}", run.json["id"].as_str().unwrap()));
    assert_eq!(run.json["kind"], "scan_libraries");
    let again = admin.post(&format!("{path}/run"), &json!({})).await;
    assert_eq!(again.json["id"], run.json["id"], "one at a time");
    assert_eq!(admin.get("/api/v1/schedules").await.json["items"][4]["last_job_id"], run.json["id"]);
}

#[tokio::test]
async fn a_bad_expression_is_refused_with_an_example() {
    let server = TestServer::start().await;
    let admin = server.setup_admin().await;
    for wrong in ["tomorrow", "0 0 31 2 *", "* * * * * *"] {
        let answer = admin.patch("/api/v1/schedules/prune_jobs", &json!({"cron": wrong})).await;
        assert_eq!((answer.status, answer.pointers()), (StatusCode::UNPROCESSABLE_ENTITY, vec!["/cron"]), "{wrong}");
        assert!(answer.json["errors"][0]["detail"].as_str().unwrap().contains("30 3 * * *"), "{answer:?}");
    }
    let wrong = admin.patch("/api/v1/schedules/prune_jobs", &json!({"corn": "* * * * *"})).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(admin.patch("/api/v1/schedules/none", &json!({})).await.status, StatusCode::NOT_FOUND);
    assert_eq!(admin.post("/api/v1/schedules/none/run", &json!({})).await.status, StatusCode::NOT_FOUND);
    let user = server.add_user("bert").await;
    assert_eq!(user.get("/api/v1/schedules").await.status, StatusCode::FORBIDDEN);
    assert_eq!(user.patch("/api/v1/schedules/prune_jobs", &json!({})).await.status, StatusCode::FORBIDDEN);
    assert_eq!(user.post("/api/v1/schedules/prune_jobs/run", &json!({})).await.status, StatusCode::FORBIDDEN);
}
