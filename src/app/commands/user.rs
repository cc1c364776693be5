//! `revenge user`: rescue for an administrator who cannot sign in. Works beside a running server and without one.
//!
//! The password comes from a prompt without echo or from standard input, never from the command line, which every other
//! user of the machine can read.

use std::io::{BufRead, IsTerminal, Write, stderr, stdin};

use clap::{Subcommand, ValueEnum};
use nix::sys::termios::{LocalFlags, SetArg, Termios, tcgetattr, tcsetattr};

use super::{print, runtime};
use crate::app::cli::Flags;
use crate::app::database::Database;
use crate::app::{Exit, Failure};
use crate::base::Secret;
use crate::domain::viewer::Role;
use crate::platform::cache::{CacheConfig, Caches};
use crate::services::accounts::Accounts;

#[derive(Subcommand)]
pub enum Command {
    /// Add a user; the password is asked for, or read from standard input
    Add {
        name: String,
        #[arg(long, value_enum, default_value = "admin")]
        role: RoleName,
        #[command(flatten)]
        flags: Flags,
    },
    /// Set a new password and end all sign-ins of the user
    ResetPassword {
        name: String,
        #[command(flatten)]
        flags: Flags,
    },
}

#[derive(Clone, Copy, ValueEnum)]
pub enum RoleName {
    Admin,
    User,
}

pub fn run(command: &Command) -> Result<(), Failure> {
    let (Command::Add { flags, .. } | Command::ResetPassword { flags, .. }) = command;
    let loaded = flags.load()?;
    let password = read_password()?;
    let said = runtime()?.block_on(async {
        let database = Database::reach(&loaded.config).await?;
        // Running servers hear of ended sign-ins from the database.
        let caches = Caches::start(&CacheConfig { memory_bytes: 0, shared: None }, &database.db)?;
        let accounts = Accounts::new(database.db.clone(), caches);
        let result = change(&accounts, command, &password).await;
        database.stop().await;
        result
    })?;
    print(&said)
}

async fn change(accounts: &Accounts, command: &Command, password: &Secret) -> Result<String, Failure> {
    match command {
        Command::Add { name, role, .. } => {
            let role = match role {
                RoleName::Admin => Role::Admin,
                RoleName::User => Role::User,
            };
            let user = accounts.add_user(name, password, role).await?;
            Ok(format!("added {} {}", role.as_str(), user.name))
        }
        Command::ResetPassword { name, .. } => {
            accounts.reset_password(name, password).await?;
            Ok(format!("{name} has a new password and is signed out everywhere"))
        }
    }
}

fn read_password() -> Result<Secret, Failure> {
    if !stdin().is_terminal() {
        return read_line();
    }
    let _silence = Silence::start();
    let first = ask("Password: ")?;
    let second = ask("Again: ")?;
    if first == second { Ok(first) } else { Err(Failure::usage("the two passwords differ")) }
}

fn ask(question: &str) -> Result<Secret, Failure> {
    // The question is a courtesy; the answer counts.
    let _ = write!(stderr(), "{question}").and_then(|()| stderr().flush());
    let answer = read_line();
    let _ = writeln!(stderr());
    answer
}

fn read_line() -> Result<Secret, Failure> {
    let mut line = String::new();
    stdin()
        .lock()
        .read_line(&mut line)
        .map_err(|e| Failure::new(Exit::Usage, format!("read the password from standard input: {e}")))?;
    let line = line.trim_end_matches(['\n', '\r']);
    if line.is_empty() {
        return Err(Failure::usage("no password on standard input"));
    }
    Ok(Secret::new(line))
}

/// The terminal without echo; put back when dropped.
struct Silence {
    before: Option<Termios>,
}

impl Silence {
    fn start() -> Self {
        let before = tcgetattr(stdin()).ok();
        if let Some(before) = &before {
            let mut silent = before.clone();
            silent.local_flags.remove(LocalFlags::ECHO);
            // A terminal that cannot be silenced still takes a password.
            let _ = tcsetattr(stdin(), SetArg::TCSAFLUSH, &silent);
        }
        Self { before }
    }
}

impl Drop for Silence {
    fn drop(&mut self) {
        if let Some(before) = &self.before {
            let _ = tcsetattr(stdin(), SetArg::TCSANOW, before);
        }
    }
}
