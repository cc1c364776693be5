//! What tests stand on. One PostgreSQL per test process, one database per test, no sleeps.
//!
//! `TestDb::new().await` is a migrated database of one's own, gone when it is dropped. `eventually` waits for a level.

pub mod disk;
pub mod ear;
pub mod former;
pub mod frozen;
pub mod home;
pub mod media;
pub mod postgres;
pub mod process;
pub mod receiver;
pub mod redis;
pub mod server;
mod test_db;
mod wait;

pub use process::Process;
pub use server::TestServer;
pub use test_db::TestDb;
pub use wait::eventually;
