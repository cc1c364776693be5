//! How the server is reached at home: the certificate it shows, the addresses it has, the name it is found by.
//!
//! Used by `http::server`, which speaks TLS with what is here, and by `app`, which announces the server. Invariant: nothing
//! here wakes an idle process more than twice a minute.

mod addresses;
mod announcement;
mod certificate;
mod identity;

pub use announcement::{Announcement, Lan, Presence, check_name};
pub use certificate::{CertificateFiles, Facts};
pub use identity::{Identity, Stream};
