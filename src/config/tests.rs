use std::fs;
use std::os::unix::fs::PermissionsExt;

use clap::Command;
use secrecy::ExposeSecret;

use super::*;

mod bad;

type Pairs<'a> = &'a [(&'a str, &'a str)];

fn map(pairs: Pairs) -> BTreeMap<String, String> {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

fn sources(flags: Pairs, env: Pairs, file: Option<&str>) -> Sources {
    Sources {
        flags: map(flags),
        env: map(env),
        file: file.map(|text| ConfigFile { path: "portico.toml".into(), text: text.to_owned(), world_readable: false }),
        read_secret: |path| match path.to_str() {
            Some("/run/pw") => Ok(SecretString::from("hunter2-from-file")),
            _ => Err("the file cannot be read: no such file".to_owned()),
        },
        problems: Vec::new(),
    }
}

const URL: (&str, &str) = ("public-url", "https://portal.example.org");

fn flags(pairs: Pairs) -> Result<Config, Vec<Problem>> {
    load(sources(&[&[URL], pairs].concat(), &[], None))
}

fn shown(problems: &[Problem]) -> String {
    problems.iter().map(Problem::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn one_value_is_enough_and_the_rest_has_defaults() {
    let config = flags(&[]).unwrap();
    assert_eq!(config.public_url.origin(), "https://portal.example.org");
    assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.data_dir, Path::new("portico-data"));
    assert_eq!(config.database_url.expose_secret(), "sqlite:portico-data/portico.db");
    assert_eq!(config.secret_key_file, Path::new("portico-data/secret.key"));
    assert!(config.mail.is_none() && config.trusted_proxies.is_empty());
    assert_eq!((config.session_idle.as_secs(), config.session_absolute.as_secs()), (1_800, 43_200));
    assert_eq!(config.client_address_header, "x-forwarded-for");
    assert_eq!((config.log.as_str(), config.log_format), ("info", LogFormat::Text));
    assert_eq!((config.max_connections, config.hash_threads), (4096, 2));
    assert_eq!((config.stop_delay.as_secs(), flags(&[("stop-delay", "5m")]).unwrap().stop_delay.as_secs()), (0, 300));
    for bad in ["301s", "1h", "5", "-1s", ""] {
        assert!(flags(&[("stop-delay", bad)]).is_err() || bad.is_empty(), "{bad:?}");
    }
    assert_eq!(config.invitation_days, 5);
    assert_eq!(config.registration, None);
    for (said, open) in [("open", true), ("closed", false)] {
        assert_eq!(flags(&[("registration", said)]).unwrap().registration, Some(open));
    }
}

#[test]
fn flag_counts_before_variable_before_file_before_default() {
    let file = "public_url = 'https://file.example'\nhash_threads = 3\nlog_format = 'json'\ninvitation_days = 7\ntrusted_proxies = ['10.0.0.0/8', '::1']";
    let env = [("PORTICO_PUBLIC_URL", "https://env.example"), ("PORTICO_HASH_THREADS", "4"), ("PORTICO_INVITATION_DAYS", "")];
    let config = load(sources(&[("public-url", "https://flag.example")], &env, Some(file))).unwrap();
    assert_eq!(config.public_url.origin(), "https://flag.example");
    assert_eq!(config.hash_threads, 4);
    assert_eq!(config.log_format, LogFormat::Json);
    assert_eq!(config.invitation_days, 7, "an empty variable counts as not set");
    assert_eq!(config.trusted_proxies.len(), 2);
    assert_eq!(config.max_connections, 4096);
}

#[test]
fn paths_follow_the_data_folder_unless_they_are_given() {
    let config = flags(&[("data-dir", "/srv/100%?")]).unwrap();
    assert_eq!(config.database_url.expose_secret(), "sqlite:/srv/100%25%3F/portico.db");
    assert_eq!(config.secret_key_file, Path::new("/srv/100%?/secret.key"));
    let config = flags(&[("secret-key-file", "/k"), ("database-url", "postgres://db/portico")]).unwrap();
    assert_eq!(config.secret_key_file, Path::new("/k"));
    assert_eq!(config.database_url.expose_secret(), "postgres://db/portico");
}

#[test]
fn postgresql_is_found_by_its_host_or_its_socket() {
    for url in [
        "postgresql://portico@[::1]:5433/portico?sslmode=require",
        "postgres://portico@%2Frun%2Fpostgresql/portico",
        "postgres://%2frun%2fpostgresql/portico",
        "postgres:///portico?user=portico&host=/run/postgresql",
    ] {
        assert_eq!(flags(&[("database-url", url)]).unwrap().database_url.expose_secret(), url);
        let driver: sqlx::postgres::PgConnectOptions = url.parse().unwrap();
        assert_eq!(driver.get_database(), Some("portico"));
        assert_eq!(driver.get_socket().is_some(), url.contains("run"), "{url}");
    }
}

#[test]
fn public_urls_are_normalized() {
    for (given, origin) in [
        ("https://Portal.Example.org/", "https://portal.example.org"),
        ("https://portal.example.org:443", "https://portal.example.org"),
        ("https://portal.example.org:8443", "https://portal.example.org:8443"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://portal.localhost", "http://portal.localhost"),
        ("http://127.0.0.2:80/", "http://127.0.0.2"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ] {
        let config = load(sources(&[("public-url", given)], &[], None)).unwrap();
        assert_eq!(config.public_url.origin(), origin);
    }
}

#[test]
fn mail_servers_are_read_with_their_security_and_secrets() {
    let from = ("PORTICO_MAIL_FROM", "Example Hosting <portal@example.org>");
    let mail = |env: Pairs| load(sources(&[URL], &[&[from], env].concat(), None)).unwrap().mail.unwrap();
    let tls = mail(&[("PORTICO_SMTP_URL", "smtps://p%40rtico:s%3Acret@mail.example.org")]);
    assert_eq!((tls.smtp.host.as_str(), tls.smtp.port), ("mail.example.org", 465));
    assert_eq!((tls.smtp.security, tls.smtp.user.as_deref()), (SmtpSecurity::Tls, Some("p@rtico")));
    assert_eq!(tls.smtp.password.unwrap().expose_secret(), "s:cret");
    assert_eq!(tls.from.name.as_deref(), Some("Example Hosting"));
    assert_eq!(tls.from.address, "portal@example.org");
    let start = mail(&[("PORTICO_SMTP_URL", "smtp://me@mail.example.org:2525"), ("PORTICO_SMTP_PASSWORD_FILE", "/run/pw")]);
    assert_eq!((start.smtp.port, start.smtp.security), (2525, SmtpSecurity::StartTls));
    assert_eq!(start.smtp.password.unwrap().expose_secret(), "hunter2-from-file");
    let plain = mail(&[("PORTICO_SMTP_URL", "smtp+insecure://127.0.0.1")]);
    assert_eq!((plain.smtp.port, plain.smtp.security), (25, SmtpSecurity::Plain));
    assert!(plain.smtp.user.is_none());
}

#[test]
fn files_are_gathered_with_their_mode() {
    let dir = tempfile::tempdir().unwrap();
    let (toml, password) = (dir.path().join("portico.toml"), dir.path().join("pw"));
    fs::write(&toml, "public_url = 'https://a.example'\nsmtp_url = 'smtp://me@mail'\nmail_from = 'a@b.example'").unwrap();
    fs::write(&password, "line end is not part\r\n").unwrap();
    let gather = || {
        let args = ["serve", "--config", toml.to_str().unwrap(), "--smtp-password-file", password.to_str().unwrap()];
        Sources::gather(&with_keys(Command::new("serve")).try_get_matches_from(args).unwrap())
    };
    let mode = |path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    mode(&toml, 0o644);
    mode(&password, 0o640);
    assert!(gather().file.unwrap().world_readable);
    let mail = load(gather()).unwrap().mail.unwrap();
    assert_eq!(mail.smtp.password.unwrap().expose_secret(), "line end is not part");
    mode(&password, 0o644);
    assert!(shown(&load(gather()).unwrap_err()).contains("chmod o="));
    fs::remove_file(&toml).unwrap();
    let text = shown(&load(gather()).unwrap_err());
    assert!(text.contains("config") && text.contains("cannot be read"), "{text}");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "nothing is written");
}

#[test]
fn the_table_is_whole_and_everything_is_made_from_it() {
    with_keys(Command::new("serve")).debug_assert();
    let help = with_keys(Command::new("serve")).render_long_help().to_string();
    let table = markdown_table();
    for key in KEYS {
        let env = format!("PORTICO_{}", key.name.to_uppercase().replace('-', "_"));
        assert_eq!(key.env, env);
        assert!(help.contains(&format!("--{} ", key.name)) && help.contains(key.env), "{env}");
        assert!(table.contains(&format!("| `--{}` | `{env}` | `{}` |", key.name, key.in_file())));
        assert!(!key.help.contains('|'), "a bar would break the table");
    }
    assert_eq!(table.lines().count(), KEYS.len() + 2);
}
