//! How one connection is opened: address, TLS, time limits, role and search path.
//!
//! Every session of the application is opened here, so none can forget its role or its search path: both travel as
//! start-up options, not as a statement after the login. Migrations use the same address without the role.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio_postgres::config::Host;
use tokio_postgres::{Config, Error as PgError, NoTls};

use super::address::Address;
use super::listen::{Board, drive};
use super::tls::Tls;
use crate::base::Result;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
/// What one statement may take on the server; batches of a scan on an SD card need some of it.
const STATEMENT_TIMEOUT_MS: u32 = 60_000;
/// What a transaction may be left lying about: a process that is frozen in the middle of one holds its rows, and nobody
/// could take over its jobs. Well below the lease of a node.
const IDLE_IN_TRANSACTION_MS: u32 = 10_000;
const KEEPALIVE_IDLE: Duration = Duration::from_mins(1);
const TCP_USER_TIMEOUT: Duration = Duration::from_secs(15);

/// The group role that a session acts as after its login, and with it the one content schema that it sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContentRole {
    /// Ordinary libraries.
    Media,
    /// Restricted libraries; the ordinary role has no rights on their schema.
    Restricted,
}

impl ContentRole {
    pub fn name(self) -> &'static str {
        match self {
            Self::Media => "revenge_media",
            Self::Restricted => "revenge_restricted",
        }
    }

    pub fn schema(self) -> &'static str {
        match self {
            Self::Media => "media",
            Self::Restricted => "restricted",
        }
    }
}

/// Opens connections to one address; cheap to clone.
#[derive(Clone)]
pub(super) struct Connector {
    inner: Arc<Inner>,
}

struct Inner {
    config: Config,
    tls: Tls,
}

impl Connector {
    /// Sessions of the application: they act as `role` and see exactly its schema.
    pub(super) fn application(url: &str, role: ContentRole) -> Result<Self> {
        let limits = format!(
            "-c statement_timeout={STATEMENT_TIMEOUT_MS} -c idle_in_transaction_session_timeout={IDLE_IN_TRANSACTION_MS}"
        );
        Self::new(url, &format!("-c role={} -c search_path={} {limits}", role.name(), role.schema()))
    }

    /// The login itself: migrations, which own the schemas. An index over a large table takes as long as it takes.
    pub(super) fn owner(url: &str) -> Result<Self> {
        Self::new(url, "-c statement_timeout=0")
    }

    fn new(url: &str, options: &str) -> Result<Self> {
        let address = Address::parse(url)?;
        let mut config = address.config;
        let given = config.get_options().unwrap_or_default();
        let options = format!("{given} {options} -c client_min_messages=warning");
        let connect_timeout = *config.get_connect_timeout().unwrap_or(&CONNECT_TIMEOUT);
        config
            .options(options)
            .connect_timeout(connect_timeout)
            .keepalives_idle(KEEPALIVE_IDLE)
            .tcp_user_timeout(TCP_USER_TIMEOUT);
        if config.get_application_name().is_none() {
            config.application_name("revenge");
        }
        let tls = Tls::new(address.security, address.ca_file.as_deref())?;
        Ok(Self { inner: Arc::new(Inner { config, tls }) })
    }

    /// One connection outside the pool, driven by a task that ends with it.
    pub(super) async fn connect(&self) -> Result<tokio_postgres::Client, PgError> {
        match &self.inner.tls {
            Tls::Off => {
                let (client, connection) = self.inner.config.connect(NoTls).await?;
                tokio::spawn(connection);
                Ok(client)
            }
            Tls::On(tls) => {
                let (client, connection) = self.inner.config.connect(tls.clone()).await?;
                tokio::spawn(connection);
                Ok(client)
            }
        }
    }

    /// The same for one that listens: what is said on it goes to `board`. The task ends with the connection.
    pub(super) async fn connect_listening(
        &self,
        board: &Arc<Board>,
    ) -> Result<(tokio_postgres::Client, JoinHandle<()>), PgError> {
        match &self.inner.tls {
            Tls::Off => {
                let (client, connection) = self.inner.config.connect(NoTls).await?;
                Ok((client, drive(connection, Arc::clone(board))))
            }
            Tls::On(tls) => {
                let (client, connection) = self.inner.config.connect(tls.clone()).await?;
                Ok((client, drive(connection, Arc::clone(board))))
            }
        }
    }

    pub(super) fn manager(&self, config: deadpool_postgres::ManagerConfig) -> deadpool_postgres::Manager {
        let pg = self.inner.config.clone();
        match &self.inner.tls {
            Tls::Off => deadpool_postgres::Manager::from_config(pg, NoTls, config),
            Tls::On(tls) => deadpool_postgres::Manager::from_config(pg, tls.clone(), config),
        }
    }

    /// Who logs in, for messages to the administrator.
    pub(super) fn user(&self) -> &str {
        self.inner.config.get_user().unwrap_or("the configured user")
    }

    /// Where, for messages to the administrator: hosts without credentials.
    pub(super) fn place(&self) -> String {
        let hosts = self.inner.config.get_hosts().iter().map(|host| match host {
            Host::Tcp(name) => name.clone(),
            Host::Unix(path) => path.display().to_string(),
        });
        hosts.collect::<Vec<_>>().join(",")
    }
}
