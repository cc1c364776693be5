//! Which account PostgreSQL runs under: it refuses root, so a server that was started as root gives it another one.

use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use nix::unistd::{Gid, Uid, User, geteuid};

use crate::base::{Error, ErrorKind, Result, ResultExt};

/// The account of the PostgreSQL processes.
#[derive(Clone, Debug)]
pub(super) struct Account {
    pub name: String,
    pub uid: Uid,
    pub gid: Gid,
    /// True when we are root and PostgreSQL must become somebody else.
    pub is_other: bool,
}

/// Accounts that a server running as root may use, best first.
const CANDIDATES: [&str; 2] = ["revenge", "nobody"];

impl Account {
    pub(super) fn choose() -> Result<Self> {
        if !geteuid().is_root() {
            let user = lookup(User::from_uid(geteuid()))?.ok_or_else(|| {
                Error::invalid(format!(
                    "user id {} has no entry in the passwd file, which PostgreSQL needs: add one, or set database.url",
                    geteuid()
                ))
            })?;
            return Ok(Self { name: user.name, uid: user.uid, gid: user.gid, is_other: false });
        }
        for name in CANDIDATES {
            if let Some(user) = lookup(User::from_name(name))? {
                return Ok(Self { name: user.name, uid: user.uid, gid: user.gid, is_other: true });
            }
        }
        Err(Error::invalid("PostgreSQL does not run as root and there is no user revenge or nobody: create one"))
    }

    /// Name of the account of this process: what PostgreSQL sees at the other end of the socket.
    pub(super) fn own_name() -> Result<String> {
        let user = lookup(User::from_uid(geteuid()))?;
        Ok(user.map_or_else(|| geteuid().to_string(), |user| user.name))
    }

    pub(super) fn become_in(&self, command: &mut Command) {
        if self.is_other {
            command.uid(self.uid.as_raw()).gid(self.gid.as_raw());
        }
    }

    pub(super) fn give(&self, path: &Path, mode: u32) -> Result<()> {
        let what = || format!("give {} to user {}", path.display(), self.name);
        std::fs::set_permissions(path, PermissionsExt::from_mode(mode)).context(ErrorKind::Source, what())?;
        if self.is_other {
            std::os::unix::fs::lchown(path, Some(self.uid.as_raw()), Some(self.gid.as_raw()))
                .context(ErrorKind::Source, what())?;
        }
        Ok(())
    }

    /// An error that names the first folder on the way to `path` that the account cannot pass.
    pub(super) fn check_way_to(&self, path: &Path) -> Result<()> {
        for folder in path.ancestors().skip(1).filter(|p| !p.as_os_str().is_empty()) {
            let Ok(meta) = folder.metadata() else { continue };
            let shift = match () {
                () if meta.uid() == self.uid.as_raw() => 6,
                () if meta.gid() == self.gid.as_raw() => 3,
                () => 0,
            };
            if self.is_other && meta.mode() >> shift & 1 == 0 {
                return Err(Error::invalid(format!(
                    "PostgreSQL runs as user {}, who cannot enter {}: choose a data directory that it can reach, such \
                     as /var/lib/revenge",
                    self.name,
                    folder.display()
                )));
            }
        }
        Ok(())
    }
}

fn lookup(found: nix::Result<Option<User>>) -> Result<Option<User>> {
    found.context(ErrorKind::Internal, "look up a user")
}
