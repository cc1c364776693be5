//! Who gets a connection when they are short.

use futures_util::FutureExt;

use crate::harness::TestDb;

#[tokio::test]
async fn background_work_leaves_connections_to_requests() {
    let test = TestDb::new().await;
    let background = test.db.in_background();
    // Three of the five are the larger half.
    let mut held = Vec::new();
    for _ in 0..3 {
        held.push(background.client().await.unwrap());
    }
    assert!(background.client().now_or_never().is_none(), "a fourth one waits");
    let requests = [test.db.client().await.unwrap(), test.db.client().await.unwrap()];
    assert_eq!(test.db.in_use(), 5);
    held.pop();
    held.push(background.client().await.unwrap());
    drop(requests);
}
