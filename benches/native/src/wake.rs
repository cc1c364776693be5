//! From enqueue to the start of the handler on an idle queue, against the round trip of a bare NOTIFY, which waits for no
//! disk, and of one that stores a row as well, which waits once. Ours waits twice: the job is stored, and so is its claim.

use std::future::poll_fn;
use std::time::{Duration, Instant};

use revenge::platform::jobs::EnqueueOptions;
use tokio::sync::mpsc;
use tokio_postgres::{AsyncMessage, NoTls};

use crate::report::{compare, quantile};
use crate::stage::{Stage, Urgent};

const ROUNDS: usize = 200;

pub async fn run(stage: &Stage) {
    let node = stage.engine();
    let mut heard = listen(stage).await;
    let owner = stage.owner().await;
    let notify = owner.prepare("select pg_notify('bench', 'x')").await.expect("a statement");
    owner
        .batch_execute("create table if not exists plain.words (at timestamptz default now())")
        .await
        .expect("a table");
    let stored = "with s as (insert into plain.words default values) select pg_notify('bench', 'x')";
    let stored = owner.prepare(stored).await.expect("a statement");
    let (mut ours, mut theirs, mut theirs_stored) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        // The engine has stored the end of the job before.
        tokio::time::sleep(Duration::from_millis(10)).await;
        let client = stage.db.client().await.expect("a connection");
        let began = Instant::now();
        stage.jobs.enqueue(&client, &Urgent {}, EnqueueOptions::default()).await.expect("a job is stored");
        node.seen.urgent.notified().await;
        ours.push(began.elapsed().as_secs_f64() * 1000.0);
        drop(client);

        for (statement, taken) in [(&notify, &mut theirs), (&stored, &mut theirs_stored)] {
            tokio::time::sleep(Duration::from_millis(10)).await;
            let began = Instant::now();
            owner.query_one(statement, &[]).await.expect("a word");
            heard.recv().await.expect("the word arrives");
            taken.push(began.elapsed().as_secs_f64() * 1000.0);
        }
    }
    node.stop().await;
    let (p99, their_p99) = (quantile(&mut ours, 0.99), quantile(&mut theirs, 0.99));
    compare("jobs_claim_to_start", &mut ours, "ms", "LISTEN/NOTIFY round trip", &mut theirs);
    compare("jobs_claim_to_start_stored", &mut ours, "ms", "INSERT and NOTIFY round trip", &mut theirs_stored);
    crate::report::figure("jobs_claim_to_start_p99", p99, "ms", &format!("LISTEN/NOTIFY {their_p99:.2} ms"));
}

async fn listen(stage: &Stage) -> mpsc::Receiver<()> {
    let (client, mut connection) = tokio_postgres::connect(&stage.url, NoTls).await.expect("a connection");
    let (sender, receiver) = mpsc::channel(16);
    tokio::spawn(async move {
        while let Some(Ok(message)) = poll_fn(|cx| connection.poll_message(cx)).await {
            if matches!(message, AsyncMessage::Notification(_)) && sender.send(()).await.is_err() {
                return;
            }
        }
    });
    client.batch_execute("listen bench").await.expect("listening");
    // Lives as long as the program.
    tokio::spawn(async move {
        let _client = client;
        std::future::pending::<()>().await;
    });
    receiver
}
