//! How a job ends and what people see of it.

use std::time::{Duration, Instant};

use revenge::base::{ErrorKind, now};
use revenge::platform::events::{Audience, Topic};
use revenge::platform::jobs::{EnqueueOptions, JobState};

use super::stage::{Act, Hasty, Play, SOON, Stage, play};
use crate::harness::eventually;

#[tokio::test]
async fn a_job_waits_for_its_transaction_and_runs_at_once_after_it() {
    let stage = Stage::new().await;
    let node = stage.node("a");
    let mut client = stage.test.client().await;
    let transaction = client.transaction().await.unwrap();
    let gone = stage.jobs.enqueue(&transaction, &play(Act::Finish), EnqueueOptions::default()).await.unwrap();
    drop(transaction);
    let transaction = client.transaction().await.unwrap();
    let kept = stage.jobs.enqueue(&transaction, &play(Act::Finish), EnqueueOptions::default()).await.unwrap();
    assert_eq!(stage.jobs.get(kept).await.unwrap_err().kind(), ErrorKind::NotFound);
    transaction.commit().await.unwrap();
    let job = stage.reaches(kept, JobState::Completed).await;
    assert_eq!(job.result, Some(serde_json::json!({"attempt": 1})));
    assert_eq!((job.attempt, job.error), (1, None));
    assert!(job.started_at.unwrap() >= job.created_at && job.finished_at.unwrap() >= job.started_at.unwrap());
    assert_eq!(stage.jobs.get(gone).await.unwrap_err().kind(), ErrorKind::NotFound);
    assert_eq!(stage.n_started(), 1);
    node.stop().await;
}

#[tokio::test]
async fn a_passing_error_is_tried_again_later() {
    let stage = Stage::new().await;
    let node = stage.node("a");
    let id = stage.enqueue(&play(Act::FailUntil(2))).await;
    let job = stage.reaches(id, JobState::Retryable).await;
    assert_eq!(job.error.as_deref(), Some("the disk coughs"));
    assert!(job.scheduled_at > now());
    let job = stage.reaches(id, JobState::Completed).await;
    assert_eq!(job.attempt, 2);
    node.stop().await;
}

#[tokio::test]
async fn a_panic_is_a_failed_attempt_and_the_last_one_discards() {
    let stage = Stage::new().await;
    let node = stage.node("a");
    let id = stage.enqueue(&play(Act::Panic)).await;
    for attempt in 1..=2 {
        let job = stage.reaches(id, JobState::Retryable).await;
        assert_eq!(job.attempt, attempt);
        assert_eq!(job.error.as_deref(), Some("the handler panicked: the handler trips"));
        // An administrator need not wait for the back-off.
        stage.jobs.retry(id).await.unwrap();
        stage.a_start().await;
        if attempt == 1 {
            eventually("the second failure", SOON, || async {
                stage.jobs.get(id).await.ok().filter(|job| job.attempt == 2 && job.state == JobState::Retryable)
            })
            .await;
        }
    }
    let job = stage.reaches(id, JobState::Discarded).await;
    assert_eq!(job.attempt, 3);
    node.stop().await;
}

#[tokio::test]
async fn what_cannot_work_is_discarded_at_once() {
    let stage = Stage::new().await;
    let node = stage.node("a");
    for act in [Act::Fail, Act::NotFound] {
        let id = stage.enqueue(&play(act)).await;
        let job = stage.reaches(id, JobState::Discarded).await;
        assert_eq!(job.attempt, 1);
        assert!(job.error.is_some());
    }
    node.stop().await;
}

#[tokio::test]
async fn a_handler_says_when_to_try_again() {
    let stage = Stage::new().await;
    let node = stage.node("a");
    let id = stage.enqueue(&play(Act::RetryAfter(700))).await;
    let job = stage.reaches(id, JobState::Retryable).await;
    assert_eq!((job.attempt, job.error.as_deref()), (1, Some("not yet")));
    let wait = job.scheduled_at - job.started_at.unwrap();
    assert!(wait >= Duration::from_millis(700) && wait < Duration::from_secs(3), "{wait}");
    assert_eq!(stage.reaches(id, JobState::Completed).await.attempt, 2);
    node.stop().await;
}

#[tokio::test]
async fn the_pause_between_attempts_has_a_cap_of_its_kind() {
    let stage = Stage::new().await;
    let node = stage.node("a");
    let client = stage.test.client().await;
    let id = stage.jobs.enqueue(&client, &Hasty {}, EnqueueOptions::default()).await.unwrap();
    // Without it, the eighth attempt would come after two minutes.
    let job = stage.reaches(id, JobState::Discarded).await;
    assert_eq!(job.attempt, 8);
    node.stop().await;
}

#[tokio::test]
async fn snooze_counts_no_attempt() {
    let stage = Stage::new().await;
    let node = stage.node("a");
    let id = stage.enqueue(&play(Act::Snooze(300))).await;
    let job = stage.reaches(id, JobState::Scheduled).await;
    assert_eq!(job.attempt, 0);
    let job = stage.reaches(id, JobState::Completed).await;
    assert_eq!((job.attempt, stage.n_started()), (1, 2));
    node.stop().await;
}

#[tokio::test]
async fn a_planned_job_starts_when_its_time_has_come() {
    let stage = Stage::new().await;
    let node = stage.node("a");
    let run_at = now() + Duration::from_millis(400);
    let options = EnqueueOptions { run_at: Some(run_at), ..EnqueueOptions::default() };
    let id = stage.enqueue_with(&play(Act::Finish), options).await;
    assert_eq!(stage.jobs.get(id).await.unwrap().state, JobState::Scheduled);
    let job = stage.reaches(id, JobState::Completed).await;
    let late = job.started_at.unwrap() - run_at;
    assert!(late >= Duration::ZERO && late < Duration::from_secs(2), "{late}");
    node.stop().await;
}

#[tokio::test]
async fn a_result_that_cannot_be_stored_ends_the_job_all_the_same() {
    let stage = Stage::new().await;
    let node = stage.node("a");
    let bad = stage.enqueue(&play(Act::BadResult)).await;
    let good = stage.enqueue(&play(Act::Finish)).await;
    let job = stage.reaches(bad, JobState::Completed).await;
    assert_eq!(job.error.as_deref(), Some("its result could not be stored"));
    stage.reaches(good, JobState::Completed).await;
    node.stop().await;
}

#[tokio::test]
async fn a_unique_job_is_one_job_until_it_has_ended() {
    let stage = Stage::new().await;
    let node = stage.node("a");
    let job = Play { act: Act::Wait, key: Some("library".into()) };
    let first = stage.enqueue(&job).await;
    stage.reaches(first, JobState::Running).await;
    assert_eq!(stage.enqueue(&job).await, first);
    stage.gate.add_permits(2);
    stage.reaches(first, JobState::Completed).await;
    let second = stage.enqueue(&job).await;
    assert_ne!(second, first);
    stage.reaches(second, JobState::Completed).await;
    assert_eq!(stage.n_started(), 2);
    node.stop().await;
}

#[tokio::test]
async fn waiting_and_running_jobs_can_be_cancelled() {
    let stage = Stage::new().await;
    let waiting = stage.enqueue(&play(Act::Finish)).await;
    assert_eq!(stage.jobs.cancel(waiting).await.unwrap().state, JobState::Cancelled);
    let node = stage.node("a");
    let running = stage.enqueue(&play(Act::Obey)).await;
    stage.reaches(running, JobState::Running).await;
    stage.jobs.cancel(running).await.unwrap();
    stage.reaches(running, JobState::Cancelled).await;
    // Twice is no error, a job that is done is.
    stage.jobs.cancel(running).await.unwrap();
    let done = stage.enqueue(&play(Act::Finish)).await;
    stage.reaches(done, JobState::Completed).await;
    assert_eq!(stage.jobs.cancel(done).await.unwrap_err().kind(), ErrorKind::Conflict);
    assert_eq!(stage.n_started(), 2);
    node.stop().await;
}

#[tokio::test]
async fn a_finished_job_can_be_tried_again() {
    let stage = Stage::new().await;
    let node = stage.node("a");
    let id = stage.enqueue(&play(Act::Fail)).await;
    stage.reaches(id, JobState::Discarded).await;
    stage.a_start().await;
    stage.jobs.retry(id).await.unwrap();
    stage.a_start().await;
    let job = stage.reaches(id, JobState::Discarded).await;
    assert_eq!(job.attempt, 2);
    node.stop().await;
}

#[tokio::test]
async fn progress_is_written_at_most_four_times_per_second_and_its_end_is_kept() {
    let stage = Stage::new().await;
    let mut live = stage.events.subscribe().live;
    let node = stage.node("a");
    let began = Instant::now();
    let id = stage.enqueue(&play(Act::Report(20_000))).await;
    let job = stage.reaches(id, JobState::Completed).await;
    assert_eq!((job.progress.done, job.progress.total, job.progress.message.as_str()), (20_000, 20_000, "step 20000"));
    let mut running = 0;
    while let Ok(event) = live.try_recv() {
        running += u32::from(event.data["id"] == id.to_string() && event.data["state"] == "running");
    }
    let allowed = 2 + began.elapsed().as_millis() / 250;
    assert!(u128::from(running) <= allowed, "{running} events, {allowed} allowed");
    node.stop().await;
}

#[tokio::test]
async fn state_changes_are_told_to_administrators_in_the_shape_of_the_api() {
    let stage = Stage::new().await;
    let node = stage.node("a");
    let id = stage.enqueue(&play(Act::Finish)).await;
    let job = stage.reaches(id, JobState::Completed).await;
    let shown = serde_json::to_value(&job).unwrap();
    let event = eventually("the event of the end", SOON, || async {
        let events = stage.events.resume(0).await.missed;
        events.into_iter().find(|e| e.data["id"] == id.to_string() && e.data["state"] == "completed")
    })
    .await;
    assert_eq!((event.topic, event.audience), (Topic::Job, Audience::Admins));
    assert_eq!(event.data, shown);
    let keys: Vec<_> = shown.as_object().unwrap().keys().map(String::as_str).collect();
    let mut expected = [
        "id",
        "kind",
        "title",
        "library_id",
        "item_id",
        "queue",
        "priority",
        "state",
        "progress",
        "attempt",
        "max_attempts",
        "error",
        "created_at",
        "scheduled_at",
        "started_at",
        "finished_at",
        "result",
    ];
    expected.sort_unstable();
    assert_eq!(keys, expected);
    node.stop().await;
}
