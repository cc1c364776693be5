//! The server at home: found by name, and spoken to in TLS.

mod found;
mod tls;

use std::path::Path;
use std::process::Command;

/// An authority `ca.pem`, and `NAME.pem` with `NAME.key` by it for these names (`DNS:revenge.local,IP:127.0.0.1`).
fn certificate(dir: &Path, name: &str, names: &str) {
    let run = |args: &str| {
        let output = Command::new("openssl").args(args.split(' ')).current_dir(dir).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    let key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";
    if !dir.join("ca.pem").exists() {
        run(&format!("req -x509 {key} -keyout ca.key -out ca.pem -days 2 -subj /CN=home"));
    }
    run(&format!("req {key} -keyout {name}.key -out {name}.csr -subj /CN={name}"));
    std::fs::write(dir.join("names"), format!("subjectAltName={names}")).unwrap();
    run(&format!(
        "x509 -req -in {name}.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out {name}.pem -days 2 -extfile names"
    ));
}
