//! An external PostgreSQL over TCP: encryption and identity as `sslmode` says.

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use revenge::base::ErrorKind;
use revenge::platform::db::{Db, Managed, ManagedConfig, PoolConfig, migrate};

/// A loopback address that nothing else on the machine listens on.
const ADDRESS: &str = "127.83.18.7";

/// A certificate authority of the test and a certificate for `ADDRESS`.
fn certificates(dir: &Path) {
    let run = |args: &str| {
        let output = Command::new("openssl").args(args.split(' ')).current_dir(dir).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    for ca in ["ca", "other"] {
        run(&format!("req -x509 -newkey rsa:2048 -nodes -keyout {ca}.key -out {ca}.pem -days 2 -subj /CN={ca}"));
    }
    run("req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj /CN=database");
    fs::write(dir.join("names"), format!("subjectAltName=IP:{ADDRESS}")).unwrap();
    run("x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out server.pem -days 2 -extfile names");
}

/// A server that takes only encrypted connections over TCP.
async fn server(dir: &Path) -> Managed {
    certificates(dir);
    fs::write(dir.join("hba"), "local all all peer map=revenge\nhostssl all all samehost trust\n").unwrap();
    fs::set_permissions(dir.join("server.key"), fs::Permissions::from_mode(0o600)).unwrap();
    if nix::unistd::geteuid().is_root() {
        let nobody = nix::unistd::User::from_name("revenge").unwrap();
        let user = nobody.or(nix::unistd::User::from_name("nobody").unwrap()).unwrap();
        chown(dir.join("server.key"), Some(user.uid.as_raw()), Some(user.gid.as_raw())).unwrap();
    }
    let mut config = ManagedConfig::new(dir.to_path_buf());
    let file = |name: &str| dir.join(name).to_str().unwrap().to_owned();
    for (name, value) in [
        ("fsync", "off".to_owned()),
        ("listen_addresses", ADDRESS.to_owned()),
        ("ssl", "on".to_owned()),
        ("ssl_cert_file", file("server.pem")),
        ("ssl_key_file", file("server.key")),
        ("hba_file", file("hba")),
    ] {
        config.settings.push((name.to_owned(), value));
    }
    Managed::start(config).await.unwrap()
}

/// The server takes nothing but encrypted connections.
async fn connects(url: &str) -> revenge::base::Result<()> {
    let db = Db::connect(&PoolConfig { url: url.to_owned(), max_size: 1 })?;
    db.client().await.map(drop)
}

#[tokio::test]
async fn sslmode_is_honoured() {
    let dir = tempfile::Builder::new().prefix("revenge-tls-").tempdir().unwrap();
    fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let managed = server(dir.path()).await;
    migrate(&managed.url()).await.unwrap();
    let ca = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let base = format!("postgresql://revenge@{ADDRESS}/revenge");
    for query in ["", "?sslmode=prefer", "?sslmode=require"] {
        connects(&format!("{base}{query}")).await.unwrap_or_else(|e| panic!("{query}: {e}"));
    }
    let verified = format!("{base}?sslmode=verify-full&sslrootcert={}", ca("ca.pem"));
    connects(&verified).await.unwrap();
    let pairs =
        format!("host={ADDRESS} user=revenge dbname=revenge sslmode=verify-full sslrootcert='{}'", ca("ca.pem"));
    connects(&pairs).await.unwrap();
    // The whole way of an external server: migrations too.
    assert_eq!(migrate(&verified).await.unwrap().n_applied, 0);

    for (query, what) in [
        ("?sslmode=disable".to_owned(), "plain text on a server that wants encryption"),
        (format!("?sslmode=verify-full&sslrootcert={}", ca("other.pem")), "another authority"),
        (format!("?sslmode=require&sslrootcert={}", ca("other.pem")), "another authority, required"),
        ("?sslmode=verify-full".to_owned(), "an authority that the system does not know"),
    ] {
        assert!(connects(&format!("{base}{query}")).await.is_err(), "{what}");
    }
    let wrong = connects(&format!("{base}?sslmode=verify-ful")).await.unwrap_err();
    assert_eq!(wrong.kind(), ErrorKind::Invalid);
    tokio::time::timeout(Duration::from_secs(10), managed.stop()).await.unwrap();
}
