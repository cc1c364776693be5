//! `fill DATA_DIR LIBRARY FROM TO`: films FROM to TO into a library of the server that runs on this data directory.

use revenge::platform::db::running_url;
use revenge_benches::stage::connect;
use uuid::Uuid;

const FILL: &str = include_str!("../fill.sql");

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [data_dir, library, from, to] = arguments.as_slice() else { panic!("fill DATA_DIR LIBRARY FROM TO") };
    let library: Uuid = library.parse().expect("a library's id");
    let (from, to): (i64, i64) = (from.parse().expect("a number"), to.parse().expect("a number"));
    let client = connect(&running_url(data_dir.as_ref()).expect("a running server")).await;
    client.execute(FILL, &[&library, &from, &to]).await.expect("films");
    client.batch_execute("analyze media.items, media.files, media.item_files, media.images").await.expect("statistics");
}
