//! Jobs as people read them: titles, errors of attempts, time lines.

use std::collections::BTreeSet;

use revenge::app::workers;
use revenge::domain::job::{ExtractStill, Job, ScanLibrary};
use revenge::domain::job_title::{KINDS, Names, Subject, subjects, title};
use revenge::platform::jobs::{EnqueueOptions, JobEventKind, JobState};
use serde_json::json;

use super::stage::{Act, SOON, Stage, play};
use crate::harness::{TestServer, eventually};

#[tokio::test]
async fn every_kind_has_a_handler_and_a_title_of_its_own() {
    let server = TestServer::start().await;
    let workers = workers::workers(&server.state);
    let named: BTreeSet<_> = KINDS.iter().map(|kind| kind.name).collect();
    assert_eq!(named.len(), KINDS.len());
    assert_eq!(workers.kinds().collect::<BTreeSet<_>>(), named);
}

#[test]
fn a_title_names_what_is_known_and_nothing_else() {
    let library_id = uuid::Uuid::from_u128(7);
    let scan = serde_json::to_string(&ScanLibrary { library_id }).unwrap();
    assert_eq!(subjects("scan_library", &scan), [Subject::Library(library_id)]);
    let mut names = Names::default();
    assert_eq!(title("scan_library", &scan, &names), "Scanning a library");
    names.insert(Subject::Library(library_id), "Films".to_owned());
    assert_eq!(title("scan_library", &scan, &names), "Scanning Films");
    // Arguments of another release, and a kind of another release.
    assert_eq!(title("scan_library", "{}", &names), "Scan library");
    assert_eq!(title("fold_laundry", "7", &names), "Fold laundry");
    assert_eq!(subjects("fold_laundry", "7"), []);
}

#[tokio::test]
async fn titles_name_the_subject_in_answers_and_events_and_follow_a_new_name() {
    let server = TestServer::start().await;
    let admin = server.setup_admin().await;
    let films = tempfile::tempdir().unwrap();
    let body = json!({"name": "Films", "kind": "movies", "paths": [films.path()]});
    let library = admin.post("/api/v1/libraries", &body).await.json["id"].as_str().unwrap().to_owned();
    let title = async || admin.get("/api/v1/jobs?kind=scan_library").await.json["items"][0].clone();
    let job = title().await;
    assert_eq!(job["title"], "Scanning Films");
    admin.patch(&format!("/api/v1/libraries/{library}"), &json!({"name": "Movies"})).await;
    assert_eq!(title().await["title"], "Scanning Movies");

    let id = job["id"].as_str().unwrap().to_owned();
    admin.post(&format!("/api/v1/jobs/{id}/cancel"), &json!({})).await;
    let event = eventually("the event of the end", SOON, || async {
        let events = server.state.events.resume(0).await.missed;
        events.into_iter().find(|e| e.data["id"] == id && e.data["state"] == "cancelled")
    })
    .await;
    assert_eq!(event.data["title"], "Scanning Movies");

    // What is gone is not named any more.
    let client = server.state.db.client().await.unwrap();
    let nobody = uuid::Uuid::nil();
    let still = ExtractStill { library_id: nobody, item_id: nobody, file_id: nobody };
    let id = server.state.jobs.enqueue(&client, &still, EnqueueOptions::default()).await.unwrap();
    assert_eq!(server.state.jobs.get(id).await.unwrap().title, "Taking a picture of a video");
    assert_eq!(ExtractStill::KIND, "extract_still");
}

#[tokio::test]
async fn a_job_tells_the_error_of_each_attempt_and_when_everything_happened() {
    let stage = Stage::new().await;
    let node = stage.node("a");
    let id = stage.enqueue(&play(Act::FailUntil(3))).await;
    for attempt in [2, 3] {
        stage.reaches(id, JobState::Retryable).await;
        stage.jobs.retry(id).await.unwrap();
        eventually("the next attempt", SOON, || async {
            stage.jobs.get(id).await.ok().filter(|job| job.attempt >= attempt && job.state != JobState::Running)
        })
        .await;
    }
    stage.reaches(id, JobState::Completed).await;
    let detail = stage.jobs.get_detail(id).await.unwrap();
    let errors: Vec<_> = detail.errors.iter().map(|e| (e.attempt, e.error.as_str())).collect();
    assert_eq!(errors, [(1, "the disk coughs"), (2, "the disk coughs")]);
    // Each retry by hand set a time; it is before the start that followed.
    let events = detail.events.iter().map(|e| (e.event, e.attempt)).filter(|e| e.0 != JobEventKind::Scheduled);
    let expected = [
        (JobEventKind::Created, None),
        (JobEventKind::Started, Some(1)),
        (JobEventKind::Failed, Some(1)),
        (JobEventKind::Started, Some(2)),
        (JobEventKind::Failed, Some(2)),
        (JobEventKind::Started, Some(3)),
        (JobEventKind::Completed, None),
    ];
    assert_eq!(events.collect::<Vec<_>>(), expected);
    assert!(detail.events.is_sorted_by_key(|event| event.at));
    // The detail is the job and more: the shape of the list is not another one.
    let (job, detail) = (serde_json::to_value(&detail.job).unwrap(), serde_json::to_value(&detail).unwrap());
    assert!(job.as_object().unwrap().iter().all(|(key, value)| detail[key] == *value));
    node.stop().await;
}
