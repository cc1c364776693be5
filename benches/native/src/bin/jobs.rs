//! `jobs [enqueue|work|wake|fairness|idle]…`: the job engine's figures; all of them without an argument.

use revenge_benches::stage::Stage;
use revenge_benches::{enqueue, fairness, idle, plain, wake, work};

#[tokio::main]
async fn main() {
    let mut chosen: Vec<String> = std::env::args().skip(1).collect();
    if chosen.is_empty() {
        chosen = ["enqueue", "work", "wake", "fairness", "idle"].map(str::to_owned).to_vec();
    }
    let stage = Stage::new().await;
    plain::prepare(&stage).await;
    for name in &chosen {
        match name.as_str() {
            "enqueue" => enqueue::run(&stage).await,
            "work" => work::run(&stage).await,
            "wake" => wake::run(&stage).await,
            "fairness" => fairness::run(&stage).await,
            "idle" => idle::run(&stage).await,
            other => panic!("there is no measure {other}"),
        }
    }
    stage.stop().await;
}
