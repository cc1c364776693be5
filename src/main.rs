//! Entry point: everything happens in `app`.

use std::process::ExitCode;

fn main() -> ExitCode {
    revenge::app::run(std::env::args_os())
}
