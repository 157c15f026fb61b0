//! A PostgreSQL server of a test's own, to be started and stopped, and a pooler in front of one.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;
use tokio::net::TcpListener;

/// A server with TLS and a socket.
pub struct Cluster {
    folder: TempDir,
    pub port: u16,
}

/// The programs of the newest PostgreSQL that is installed.
fn programs() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql").expect("PostgreSQL is installed: bin/test does it");
    let mut versions: Vec<_> = versions.map(|version| version.expect("an entry").path()).collect();
    versions.sort_by_key(|path| path.file_name().and_then(|name| name.to_str()?.parse::<u32>().ok()));
    versions.pop().expect("a version").join("bin")
}

fn is_root() -> bool {
    std::os::unix::fs::MetadataExt::uid(&std::fs::metadata("/proc/self").expect("it is there")) == 0
}

/// PostgreSQL and PgBouncer refuse to run as root.
pub fn as_nobody_special(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]).arg(program).current_dir("/");
    command
}

fn run(command: &mut Command) {
    let output = command.output().expect("it starts");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Gives what is in a folder to whoever runs the servers.
pub fn hand_over(folder: &Path) {
    std::fs::set_permissions(folder, PermissionsExt::from_mode(0o711)).expect("its mode is set");
    if is_root() {
        run(Command::new("chown").args(["-R", "postgres:"]).arg(folder));
    }
}

/// A port that nobody listens on, below those that the kernel hands out.
pub async fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").await.and_then(|free| free.local_addr()).expect("a free port").port()
}

impl Cluster {
    /// A cluster that is not started yet.
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let cluster = Self { folder, port: free_port().await };
        cluster.make_certificates();
        hand_over(cluster.folder.path());
        let data = cluster.path("data");
        run(as_nobody_special(&programs().join("initdb")).arg("--pgdata").arg(&data).args([
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ]));
        cluster
    }

    /// An authority, and a server that it vouches for.
    fn make_certificates(&self) {
        let openssl = |words: &str| run(Command::new("openssl").args(words.split(' ')).current_dir(self.folder.path()));
        let key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";
        openssl(&format!(
            "req -x509 {key} -keyout ca.key -out ca.crt -days 2 -subj /CN=test -addext keyUsage=critical,keyCertSign"
        ));
        openssl(&format!("req {key} -keyout server.key -out server.csr -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1"));
        openssl(
            "x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -copy_extensions copy -out server.crt",
        );
        std::fs::set_permissions(self.path("server.key"), PermissionsExt::from_mode(0o600)).expect("its mode is set");
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The folder of its socket.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn start(&self) {
        let folder = self.folder.path().display();
        let options = format!(
            "-p {} -c listen_addresses=127.0.0.1 -c unix_socket_directories='{folder}' -c fsync=off -c ssl=on \
             -c ssl_cert_file='{folder}/server.crt' -c ssl_key_file='{folder}/server.key'",
            self.port
        );
        run(self
            .control()
            .arg("start")
            .args(["--wait", "--timeout=30", "--options", &options])
            .arg("--log")
            .arg(self.path("log")));
    }

    /// Ends it as a crash does.
    pub fn stop(&self) {
        run(self.control().args(["stop", "--mode=immediate"]));
    }

    fn control(&self) -> Command {
        let mut control = as_nobody_special(&programs().join("pg_ctl"));
        control.arg("--pgdata").arg(self.path("data")).stdout(std::process::Stdio::null());
        control
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let _ = self.control().args(["stop", "--mode=immediate"]).output();
    }
}
