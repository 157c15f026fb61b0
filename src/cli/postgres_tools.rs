//! PostgreSQL's own tools, `pg_dump` and `pg_restore`, which copy a database and put it back.

use anyhow::{Context, bail, ensure};
use percent_encoding::percent_decode_str;
use sqlx::postgres::PgConnectOptions;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::str::FromStr;
use url::Url;

/// What every file in `pg_dump`'s custom format begins with.
const MAGIC: &[u8; 5] = b"PGDMP";

/// The tools, and the database on which they work.
pub struct Tools {
    /// Its name.
    pub database: String,
    /// Where the database is and who asks, for libpq. In the environment, because everybody on the
    /// machine can read the arguments of a program.
    environment: Vec<(&'static str, String)>,
}

impl Tools {
    /// The tools for the database of a `postgres:` URL.
    ///
    /// # Errors
    /// The URL is unusable.
    pub fn of(url: &str) -> anyhow::Result<Self> {
        let options = PgConnectOptions::from_str(url).context("reading database-url")?;
        let user = options.get_username();
        let database = options.get_database().unwrap_or(user).to_owned();
        let host = options.get_socket().map_or_else(|| options.get_host().into(), |socket| socket.display().to_string());
        let mut environment = vec![
            ("PGHOST", host),
            ("PGPORT", options.get_port().to_string()),
            ("PGUSER", user.to_owned()),
            ("PGDATABASE", database.clone()),
        ];
        environment.extend(options.get_options().map(|options| ("PGOPTIONS", options.to_owned())));
        // What the options do not tell again; libpq reads the rest from where they came from.
        let url = Url::parse(url).context("reading database-url")?;
        let password = url.password().map(|password| percent_decode_str(password).decode_utf8_lossy().into_owned());
        environment.extend(password.map(|password| ("PGPASSWORD", password)));
        for (name, value) in url.query_pairs() {
            let name = match &*name {
                "password" => "PGPASSWORD",
                "sslmode" | "ssl-mode" => "PGSSLMODE",
                "sslrootcert" | "ssl-root-cert" | "ssl-ca" => "PGSSLROOTCERT",
                "sslcert" | "ssl-cert" => "PGSSLCERT",
                "sslkey" | "ssl-key" => "PGSSLKEY",
                _ => continue,
            };
            environment.push((name, value.into_owned()));
        }
        Ok(Self { database, environment })
    }

    /// Writes the whole database, as a transaction sees it that has exported its snapshot, into a file.
    ///
    /// # Errors
    /// There is no `pg_dump`, or it fails.
    pub fn dump(&self, snapshot: &str, file: &Path) -> anyhow::Result<()> {
        let snapshot = format!("--snapshot={snapshot}");
        self.run(Command::new("pg_dump").args(["--format=custom", &snapshot, "--file"]).arg(file)).map(drop)
    }

    /// Puts everything that is in a file into an empty database, or nothing. The file goes through this process: where
    /// that is killed, the tool finds no end and takes back what it did.
    ///
    /// # Errors
    /// There is no `pg_restore`, or it fails; the database is empty then.
    pub fn restore(&self, file: &Path) -> anyhow::Result<()> {
        let database = format!("--dbname={}", conninfo(&self.database));
        // A comment on an extension is its owner's to make, who may be an administrator.
        let how = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--no-comments", &database];
        self.run_over(Command::new("pg_restore").args(how), file)
    }

    /// The versions of the schema that the database in a file went through, after reading it to its end.
    ///
    /// # Errors
    /// It was not written by `pg_dump --format=custom`, is damaged, or there is no `pg_restore`.
    pub fn examine(&self, file: &Path) -> anyhow::Result<Vec<i64>> {
        let mut start = [0; MAGIC.len()];
        let whole = File::open(file).and_then(|mut opened| opened.read_exact(&mut start));
        ensure!(whole.is_ok() && start == *MAGIC, "it is no copy of a PostgreSQL database");
        self.run(Command::new("pg_restore").args(["--file", "/dev/null"]).arg(file)).context("it is damaged")?;
        let how = ["--data-only", "--table=_sqlx_migrations", "--file=-"];
        Ok(versions(&self.run(Command::new("pg_restore").args(how).arg(file))?))
    }

    fn run(&self, command: &mut Command) -> anyhow::Result<String> {
        said(self.start(command.stdin(Stdio::null()))?.wait_with_output()?)
    }

    /// Runs a tool that reads a file from its standard input.
    fn run_over(&self, command: &mut Command, file: &Path) -> anyhow::Result<()> {
        let mut from = File::open(file)?;
        let mut child = self.start(command.stdin(Stdio::piped()))?;
        let mut to = child.stdin.take().context("it takes no input")?;
        // A tool that fails stops reading, and then says why.
        let fed = std::thread::spawn(move || std::io::copy(&mut from, &mut to));
        said(child.wait_with_output()?)?;
        fed.join().map_err(|_| anyhow::anyhow!("reading {} broke off", file.display()))?.context("feeding it")?;
        Ok(())
    }

    fn start(&self, command: &mut Command) -> anyhow::Result<Child> {
        let name = command.get_program().to_string_lossy().into_owned();
        command.envs(self.environment.iter().map(|(name, value)| (name, value))).stdout(Stdio::piped()).stderr(Stdio::piped());
        match command.spawn() {
            Err(error) if error.kind() == ErrorKind::NotFound => bail!(
                "{name} is not installed; it comes with PostgreSQL's client, of the server's version or newer \
                 (Debian: apt install postgresql-client)"
            ),
            started => started.with_context(|| format!("running {name}")),
        }
    }
}

fn said(ended: Output) -> anyhow::Result<String> {
    ensure!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr).trim());
    Ok(String::from_utf8_lossy(&ended.stdout).into_owned())
}

/// The name of a database as libpq reads it where an address could stand as well.
fn conninfo(database: &str) -> String {
    format!("dbname='{}'", database.replace('\\', r"\\").replace('\'', r"\'"))
}

/// The first column of the rows between `COPY …;` and `\.`.
fn versions(sql: &str) -> Vec<i64> {
    let rows = sql.lines().skip_while(|line| !line.starts_with("COPY ")).skip(1).take_while(|line| *line != r"\.");
    rows.filter_map(|row| row.split('\t').next()?.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_becomes_an_environment() {
        let tools =
            Tools::of("postgres://ann:p%40ss%2F1@db.example:5433/por%20tico?sslmode=verify-full&sslrootcert=/ca.pem").unwrap();
        let value = |name: &str| tools.environment.iter().find(|(one, _)| *one == name).map(|(_, value)| value.as_str());
        assert_eq!((value("PGHOST"), value("PGPORT")), (Some("db.example"), Some("5433")));
        assert_eq!((value("PGUSER"), value("PGPASSWORD")), (Some("ann"), Some("p@ss/1")));
        assert_eq!((value("PGDATABASE"), value("PGSSLMODE")), (Some("por tico"), Some("verify-full")));
        assert_eq!(value("PGSSLROOTCERT"), Some("/ca.pem"));
        let local = Tools::of("postgres://ann@%2Frun%2Fpostgresql/portico").unwrap();
        assert!(local.environment.contains(&("PGHOST", "/run/postgresql".to_owned())));
    }

    #[test]
    fn versions_stand_in_the_first_column() {
        let sql = "SET x;\nCOPY public._sqlx_migrations (version, description) FROM stdin;\n1\tfirst\n2\tsecond\n\\.\n\n3\tx\n";
        assert_eq!(versions(sql), [1, 2]);
        assert_eq!(versions("SET x;\n"), [0; 0]);
    }
}
