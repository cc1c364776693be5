//! A list of jobs with a filter reads what it shows, however many others there are.

use serde_json::Value;
use uuid::Uuid;

use super::stage::Stage;
use crate::db::statements::statements;

const MANY: &str = "insert into core.jobs (id, kind, queue, state, args, max_attempts, created_at, scheduled_at) \
    select uuidv7(), case when n % 20000 = 0 then 'rare' else 'extract_still' end, \
        case when n % 20000 = 0 then 'high' else 'bulk' end, case when n % 30000 = 7 then 'retryable' else 'available' end, \
        '{\"library_id\": \"00000000-0000-0000-0000-000000000007\"}', 3, now(), now() \
    from generate_series(1, 100000) n";

/// 8 kB each; all 100,000 rows have several thousand.
const PAGES: u64 = 300;

#[tokio::test]
async fn a_filter_finds_few_among_a_hundred_thousand_without_reading_them_all() {
    let stage = Stage::new().await;
    let owner = stage.test.owner().await;
    owner.batch_execute(MANY).await.unwrap();
    let (_, sql) = statements().into_iter().find(|(name, _)| name == "find_jobs").unwrap();
    let explain = format!("explain (analyze, buffers, format json) {}", sql.trim().trim_end_matches(';'));
    let states = |states: &[&str]| Some(states.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>());
    let filters = [
        (states(&["retryable"]), None, None, 4),
        (states(&["running", "discarded"]), None, None, 0),
        (None, Some("rare"), None, 5),
        (None, Some("none"), None, 0),
        (None, None, Some("high"), 5),
        (states(&["available"]), Some("extract_still"), Some("bulk"), 51),
        (states(&["available", "retryable"]), None, None, 51),
    ];
    // With what the planner knows of a table that has just grown, and with what it knows after a look at it.
    for analyze in ["", "analyze core.jobs"] {
        owner.batch_execute(analyze).await.unwrap();
        for (states, kind, queue, n) in &filters {
            let before = Uuid::max();
            let plan: Value = owner.query_one(&explain, &[&before, &51_i64, states, kind, queue]).await.unwrap().get(0);
            let plan = &plan[0]["Plan"];
            let pages = plan["Shared Hit Blocks"].as_u64().unwrap() + plan["Shared Read Blocks"].as_u64().unwrap();
            assert_eq!(plan["Actual Rows"].as_f64().unwrap() as i64, *n, "{states:?} {kind:?} {queue:?}");
            assert!(pages < PAGES, "{pages} pages for {states:?} {kind:?} {queue:?}");
        }
    }
}
