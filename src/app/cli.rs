//! The command line: what the user may type, and which command runs for it.
//!
//! Usage errors are one line on stderr and exit code 2. Flags are the last layer of the configuration, so every command
//! that needs a configuration takes the same ones.

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Args, Parser, Subcommand};

use super::config::{self, Loaded, Sources};
use super::{Exit, Failure, commands, lifecycle, worker};

#[derive(Parser)]
#[command(name = "revenge", version, about = "A media server that behaves like appliance firmware")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the server
    Serve(Flags),
    /// Take jobs of a server's queue on another machine; needs the server's external database
    Worker(Flags),
    /// Print the detected board and the limits in force, each with its source
    Board {
        #[command(flatten)]
        flags: Flags,
        /// Print as JSON
        #[arg(long)]
        json: bool,
    },
    /// Check configuration, storage, database, GStreamer and devices; a remedy per failed check
    Doctor {
        #[command(flatten)]
        flags: Flags,
        /// Try the video hardware instead: every back-end's trial, and conversions by each, as a report to paste
        #[arg(long)]
        transcode: bool,
        /// Convert this film instead of ones that are made
        #[arg(long, value_name = "FILE", requires = "transcode")]
        film: Option<PathBuf>,
        /// Print as JSON
        #[arg(long)]
        json: bool,
    },
    /// Bring the database's schema up to this version
    Migrate(Flags),
    /// Write the whole database into a file, beside a running server
    Backup {
        file: PathBuf,
        #[command(flatten)]
        flags: Flags,
    },
    /// Put a backup in the place of the database; what was there is kept in a backup of its own
    Restore {
        file: PathBuf,
        #[command(flatten)]
        flags: Flags,
    },
    /// Undo an upgrade: the database becomes what it was before, for the release that was there before
    Rollback(Flags),
    /// Say what the names of files mean to a scan; paths as they are below a library's folder
    Name {
        /// What the library holds; without it, what has numbers of an episode is one
        #[arg(long, value_enum)]
        kind: Option<commands::name::Kind>,
        /// One JSON object a line
        #[arg(long)]
        json: bool,
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
    /// Add a user or set a new password without HTTP
    User {
        #[command(subcommand)]
        command: commands::user::Command,
    },
    /// Print the configuration, each value with the layer that it came from
    Config {
        #[command(subcommand)]
        command: ConfigCommand,
    },
    /// Print the API's OpenAPI document
    Openapi,
    /// The child's side of a back-end's trial: what it is, as JSON, and from which element on
    #[command(hide = true)]
    TryBackend {
        spec: String,
        #[arg(long, default_value_t = 0)]
        from: usize,
    },
    /// The child's side of work on one media file, which is its standard input
    #[command(hide = true)]
    ProbeFile {
        task: commands::probe_file::Task,
        #[command(flatten)]
        moments: commands::probe_file::Moments,
    },
}

#[derive(Subcommand)]
enum ConfigCommand {
    /// Print each value with the layer that it came from; secrets as ***
    Show(Flags),
    /// Print docs/reference/configuration.md
    #[command(hide = true)]
    Reference,
}

/// Flags that every command with a configuration takes.
#[derive(Args, Default)]
pub struct Flags {
    /// Configuration file [default: /etc/revenge/config.toml, if it exists]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Where the server keeps everything of its own
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// Address and port to listen on; port 0 picks a free one
    #[arg(long, value_name = "ADDR")]
    listen: Option<String>,
    /// Board profile to use instead of the detected one
    #[arg(long, value_name = "NAME")]
    board: Option<String>,
    /// Detect the board under this directory instead of /
    #[arg(long, value_name = "DIR")]
    board_root: Option<PathBuf>,
}

impl Flags {
    pub fn load(&self) -> Result<Loaded, Failure> {
        let text = |path: &PathBuf| path.to_string_lossy().into_owned();
        let mut sources = Sources::from_environment();
        sources.config_file = self.config.clone().or(sources.config_file);
        sources.flags = [
            ("data_dir", "--data-dir", self.data_dir.as_ref().map(text)),
            ("http.listen", "--listen", self.listen.clone()),
            ("board.profile", "--board", self.board.clone()),
            ("board.root", "--board-root", self.board_root.as_ref().map(text)),
        ]
        .into_iter()
        .filter_map(|(key, flag, value)| Some((key, flag, value?)))
        .collect();
        config::load(&sources).map_err(|e| Failure::usage(format!("configuration: {e}")))
    }
}

/// The whole program.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let result = match Cli::try_parse_from(args) {
        Ok(cli) => dispatch(cli.command),
        Err(error) => usage(&error),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // Nobody is left to tell when stderr is closed.
            drop(writeln!(std::io::stderr(), "revenge: {failure}"));
            failure.exit.into()
        }
    }
}

fn dispatch(command: Command) -> Result<(), Failure> {
    match command {
        Command::Serve(flags) => lifecycle::serve(&flags.load()?),
        Command::Worker(flags) => worker::run(&flags.load()?),
        Command::Board { flags, json } => commands::board::show(&flags.load()?, json),
        Command::Doctor { flags, transcode: true, film, json } => {
            commands::doctor::transcode(&flags.load()?, film.as_deref(), json)
        }
        Command::Doctor { flags, json, .. } => commands::doctor::run(flags.load(), json),
        Command::Migrate(flags) => commands::migrate::run(&flags.load()?),
        Command::Backup { file, flags } => commands::backup::backup(&flags.load()?, &file),
        Command::Restore { file, flags } => commands::backup::restore(&flags.load()?, &file),
        Command::Rollback(flags) => commands::backup::rollback(&flags.load()?),
        Command::Name { kind, json, paths } => commands::name::run(kind, &paths, json),
        Command::User { command } => commands::user::run(&command),
        Command::TryBackend { spec, from } => commands::board::try_backend(&spec, from),
        Command::ProbeFile { task, moments } => commands::probe_file::run(task, &moments),
        Command::Config { command: ConfigCommand::Show(flags) } => commands::config::show(&flags.load()?),
        Command::Openapi => commands::openapi::show(),
        Command::Config { command: ConfigCommand::Reference } => commands::print(&config::reference()),
    }
}

/// Help and version are answers; everything else clap reports is a usage error, shortened to its first line.
fn usage(error: &clap::Error) -> Result<(), Failure> {
    let text = error.to_string();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => commands::print(&text),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            Err(Failure::usage("which command? `revenge --help` lists them"))
        }
        _ => {
            // clap names what is missing on indented lines below the first; the usage text follows an empty line.
            let first = text.split("\n\n").next().unwrap_or_default();
            Err(Failure::new(Exit::Usage, first.strip_prefix("error: ").unwrap_or(first)))
        }
    }
}
