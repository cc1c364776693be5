//! The PostgreSQL of this test process: started by our own managed code at the first use, shared by all tests.
//!
//! It ends with the process, however that ends (parent-death signal). Its directory is removed by a small shell that
//! waits for the process's end of a pipe to close, so that even `kill -9` leaves nothing behind.

use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;

use revenge::platform::db::{Managed, ManagedConfig, migrate};
use tokio::sync::{mpsc, oneshot};

use super::TestDb;

/// The migrated database that all others are copies of.
const TEMPLATE: &str = "revenge_template";

/// Statements of the superuser, answered one after the other.
struct Order {
    sql: String,
    done: oneshot::Sender<Result<(), String>>,
}

pub struct Server {
    orders: mpsc::UnboundedSender<Order>,
    socket_dir: String,
}

impl Server {
    /// The shared server; the first caller waits until it runs.
    pub fn get() -> &'static Self {
        static SERVER: OnceLock<Server> = OnceLock::new();
        // Starting it takes a runtime of its own, so the waiting blocks a test thread, never a runtime that others use.
        SERVER.get_or_init(|| thread::spawn(start).join().expect("PostgreSQL for the tests starts"))
    }

    /// Address of a database of this server.
    pub fn url(&self, database: &str) -> String {
        format!("host={} user=revenge dbname={database}", self.socket_dir)
    }

    /// A copy of the migrated template.
    pub async fn create(&self, name: &str) {
        self.run(&format!("create database {name} template {TEMPLATE} owner revenge strategy file_copy"))
            .await
            .unwrap();
    }

    /// An empty database.
    pub async fn create_empty(&self, name: &str) {
        self.run(&format!("create database {name} owner revenge")).await.unwrap();
    }

    /// Ends its connections too. Does not wait.
    pub fn drop_later(&self, name: &str) {
        let (done, _) = oneshot::channel();
        let sql = format!("drop database if exists {name} with (force)");
        drop(self.orders.send(Order { sql, done }));
    }

    /// One statement as the superuser.
    pub async fn run(&self, sql: &str) -> Result<(), String> {
        let (done, answer) = oneshot::channel();
        self.orders.send(Order { sql: sql.to_owned(), done }).map_err(|e| e.to_string())?;
        answer.await.map_err(|e| e.to_string())?
    }
}

impl Server {
    /// One statement as the superuser inside a test's own database.
    pub async fn run_in(&self, test: &TestDb, sql: &str) {
        let url = test.url().replace("user=revenge", "user=postgres");
        connect(&url).await.batch_execute(sql).await.unwrap();
    }
}

fn start() -> Server {
    let dir = tempfile::Builder::new().prefix("revenge-it-").tempdir().unwrap().keep();
    remove_when_we_are_gone(&dir);
    // PostgreSQL runs as another user when the tests run as root.
    std::fs::set_permissions(&dir, std::os::unix::fs::PermissionsExt::from_mode(0o711)).unwrap();
    let mut config = ManagedConfig::new(dir);
    config.max_connections = 300;
    let unsafe_but_fast = ["fsync", "synchronous_commit", "full_page_writes", "autovacuum"];
    config.settings = unsafe_but_fast.iter().map(|name| ((*name).to_owned(), "off".to_owned())).collect();

    let (orders, received) = mpsc::unbounded_channel();
    let (ready, started) = std::sync::mpsc::channel();
    // Lives as long as the process and holds the handle of the server.
    thread::Builder::new()
        .name("it-postgres".into())
        .spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(serve(config, received, &ready));
        })
        .unwrap();
    let socket_dir = started.recv().expect("PostgreSQL for the tests starts");
    Server { orders, socket_dir }
}

async fn serve(
    config: ManagedConfig,
    mut orders: mpsc::UnboundedReceiver<Order>,
    ready: &std::sync::mpsc::Sender<String>,
) {
    let managed = Managed::start(config).await.unwrap();
    let superuser = connect(&managed.superuser_url()).await;
    superuser.batch_execute(&format!("create database {TEMPLATE} owner revenge")).await.unwrap();
    migrate(&managed.url().replace("dbname=revenge", &format!("dbname={TEMPLATE}"))).await.unwrap();
    let url = managed.url();
    let socket_dir = url.split('\'').nth(1).expect("the address names its socket").to_owned();
    ready.send(socket_dir).unwrap();
    while let Some(order) = orders.recv().await {
        let result = superuser.batch_execute(&order.sql).await;
        let answer = result.map_err(|e| e.as_db_error().map_or_else(|| e.to_string(), |e| e.message().to_owned()));
        // Nobody waits for a dropped database.
        drop(order.done.send(answer));
    }
}

/// A bare connection for what the pool's role may not do.
pub async fn connect(url: &str) -> tokio_postgres::Client {
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

fn remove_when_we_are_gone(dir: &Path) {
    // Holds the writing end of the pipe; the kernel closes it with this process.
    static SHELL: Mutex<Option<Child>> = Mutex::new(None);
    let script = r#"cat; while [ -e "$1/postgresql/data/postmaster.pid" ]; do sleep 0.05; done; rm -rf "$1""#;
    let mut shell = Command::new("/bin/sh");
    shell.args(["-c", script, "sh"]).arg(dir).process_group(0);
    let child = shell.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    *SHELL.lock().unwrap_or_else(PoisonError::into_inner) = Some(child);
}
