use std::fs;
use std::os::unix::fs::PermissionsExt;

use secrecy::ExposeSecret;

use super::*;

type Pairs<'a> = &'a [(&'a str, &'a str)];

fn map(pairs: Pairs) -> BTreeMap<String, String> {
    pairs
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
        .collect()
}

fn sources(flags: Pairs, env: Pairs, file: Option<&str>) -> Sources {
    Sources {
        flags: map(flags),
        env: map(env),
        file: file.map(|text| ConfigFile {
            path: "portico.toml".into(),
            text: text.to_owned(),
            world_readable: false,
        }),
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
    problems
        .iter()
        .map(Problem::to_string)
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn one_value_is_enough_and_the_rest_has_defaults() {
    let config = flags(&[]).unwrap();
    assert_eq!(config.public_url.origin(), "https://portal.example.org");
    assert_eq!(
        config.public_url.link("/login"),
        "https://portal.example.org/login"
    );
    assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.data_dir, Path::new("portico-data"));
    assert_eq!(
        config.database_url.expose_secret(),
        "sqlite:portico-data/portico.db"
    );
    assert_eq!(config.secret_key_file, Path::new("portico-data/secret.key"));
    assert!(config.mail.is_none() && config.trusted_proxies.is_empty());
    assert_eq!(
        (
            config.session_idle.as_secs(),
            config.session_absolute.as_secs()
        ),
        (1_800, 43_200)
    );
    assert_eq!(config.client_address_header, "x-forwarded-for");
    assert_eq!(
        (config.log.as_str(), config.log_format),
        ("info", LogFormat::Text)
    );
    assert_eq!((config.max_connections, config.hash_threads), (4096, 2));
    assert_eq!(config.invitation_days, 5);
}

#[test]
fn flag_counts_before_variable_before_file_before_default() {
    let file = "public_url = 'https://file.example'\nhash_threads = 3\nlog_format = 'json'\ninvitation_days = 7\ntrusted_proxies = ['10.0.0.0/8', '::1']";
    let env = [
        ("PORTICO_PUBLIC_URL", "https://env.example"),
        ("PORTICO_HASH_THREADS", "4"),
        ("PORTICO_INVITATION_DAYS", ""),
    ];
    let config = load(sources(
        &[("public-url", "https://flag.example")],
        &env,
        Some(file),
    ))
    .unwrap();
    assert_eq!(config.public_url.authority(), "flag.example");
    assert_eq!(config.hash_threads, 4);
    assert_eq!(config.log_format, LogFormat::Json);
    assert_eq!(
        config.invitation_days, 7,
        "an empty variable counts as not set"
    );
    assert_eq!(config.trusted_proxies.len(), 2);
    assert_eq!(config.max_connections, 4096);
}

#[test]
fn paths_follow_the_data_folder_unless_they_are_given() {
    let config = flags(&[("data-dir", "/srv/100%?")]).unwrap();
    assert_eq!(
        config.database_url.expose_secret(),
        "sqlite:/srv/100%25%3F/portico.db"
    );
    assert_eq!(config.secret_key_file, Path::new("/srv/100%?/secret.key"));
    let config = flags(&[
        ("secret-key-file", "/k"),
        ("database-url", "postgres://db/portico"),
    ])
    .unwrap();
    assert_eq!(config.secret_key_file, Path::new("/k"));
    assert_eq!(config.database_url.expose_secret(), "postgres://db/portico");
}

#[test]
fn public_urls_are_normalized() {
    for (given, origin, https) in [
        (
            "https://Portal.Example.org/",
            "https://portal.example.org",
            true,
        ),
        (
            "https://portal.example.org:443",
            "https://portal.example.org",
            true,
        ),
        (
            "https://portal.example.org:8443",
            "https://portal.example.org:8443",
            true,
        ),
        ("http://localhost:8080", "http://localhost:8080", false),
        ("http://portal.localhost", "http://portal.localhost", false),
        ("http://127.0.0.2:80/", "http://127.0.0.2", false),
        ("http://[::1]:8080", "http://[::1]:8080", false),
    ] {
        let config = load(sources(&[("public-url", given)], &[], None)).unwrap();
        assert_eq!(config.public_url.origin(), origin);
        assert_eq!(config.public_url.is_https(), https);
    }
}

#[test]
fn mail_servers_are_read_with_their_security_and_secrets() {
    let from = ("PORTICO_MAIL_FROM", "Example Hosting <portal@example.org>");
    let mail = |env: Pairs| {
        load(sources(&[URL], &[&[from], env].concat(), None))
            .unwrap()
            .mail
            .unwrap()
    };
    let tls = mail(&[(
        "PORTICO_SMTP_URL",
        "smtps://p%40rtico:s%3Acret@mail.example.org",
    )]);
    assert_eq!(
        (tls.smtp.host.as_str(), tls.smtp.port),
        ("mail.example.org", 465)
    );
    assert_eq!(
        (tls.smtp.security, tls.smtp.user.as_deref()),
        (SmtpSecurity::Tls, Some("p@rtico"))
    );
    assert_eq!(tls.smtp.password.unwrap().expose_secret(), "s:cret");
    assert_eq!(tls.from.name.as_deref(), Some("Example Hosting"));
    assert_eq!(tls.from.address, "portal@example.org");
    let start = mail(&[
        ("PORTICO_SMTP_URL", "smtp://me@mail.example.org:2525"),
        ("PORTICO_SMTP_PASSWORD_FILE", "/run/pw"),
    ]);
    assert_eq!(
        (start.smtp.port, start.smtp.security),
        (2525, SmtpSecurity::StartTls)
    );
    assert_eq!(
        start.smtp.password.unwrap().expose_secret(),
        "hunter2-from-file"
    );
    let plain = mail(&[("PORTICO_SMTP_URL", "smtp+insecure://127.0.0.1")]);
    assert_eq!(
        (plain.smtp.port, plain.smtp.security),
        (25, SmtpSecurity::Plain)
    );
    assert!(plain.smtp.user.is_none());
}

/// One flag that is wrong, and a part of what is said about it.
const BAD: &[(&str, &str, &str)] = &[
    ("public-url", "portal.example.org", "neither"),
    ("public-url", "", "not a web address"),
    ("public-url", "ftp://portal.example.org", "neither"),
    (
        "public-url",
        "http://portal.example.org",
        "show passwords to the network",
    ),
    (
        "public-url",
        "http://localhost.example.org",
        "show passwords to the network",
    ),
    (
        "public-url",
        "https://portal.example.org/portal",
        "path or a query",
    ),
    (
        "public-url",
        "https://portal.example.org/?a",
        "path or a query",
    ),
    (
        "public-url",
        "https://portal.example.org/#a",
        "not a web address",
    ),
    (
        "public-url",
        "https://me:pw@portal.example.org",
        "has a user",
    ),
    (
        "public-url",
        "https://portal.example.org:99999",
        "not a web address|host and port",
    ),
    ("public-url", "https://portal.example.org:", "host and port"),
    (
        "public-url",
        "https://por_tal!.example.org",
        "host and port",
    ),
    ("listen", "8080", "IP address with a port"),
    ("listen", "localhost:8080", "IP address with a port"),
    ("data-dir", "", "not a path"),
    ("database-url", "mysql://db/x", "neither an SQLite"),
    ("database-url", "sqlite:", "names no file"),
    ("database-url", "postgres://", "PostgreSQL"),
    ("database-url", "sqlite:a\nb", "control character"),
    ("smtp-url", "mail.example.org:25", "begins with none"),
    ("smtp-url", "smtp+insecure://me@mail", "in clear text"),
    ("smtp-url", "smtp://me@mail", "without a password"),
    ("smtp-url", "smtp://mail:0", "host and port"),
    ("smtp-url", "smtp://mail/x", "path or a query"),
    ("smtp-url", "smtp://%zz:x@mail", "not decodable"),
    ("smtp-url", "smtp://a%0d:x@mail", "not decodable"),
    ("smtp-password-file", "/none", "cannot be read"),
    (
        "mail-from",
        "Example\r\nBcc: x <a@b.example>",
        "control character",
    ),
    ("mail-from", "Example Hosting", "not a sender"),
    ("mail-from", "A <b> <c@d.example>", "not a sender"),
    ("session-idle", "30", "length of time"),
    ("session-idle", "-5m", "length of time"),
    ("session-idle", "1.5h", "length of time"),
    ("session-idle", "30µ", "length of time"),
    ("session-idle", "", "length of time"),
    ("session-idle", "59s", "too short or too long"),
    ("session-idle", "31d", "too short or too long"),
    ("session-idle", "99999999999999999999d", "length of time"),
    ("session-absolute", "29m", "less than session-idle"),
    ("trusted-proxies", "10.0.0.0/8,proxy", "\"proxy\""),
    ("trusted-proxies", "10.0.0.1/8", "behind its prefix"),
    ("client-address-header", "x forwarded", "name of a header"),
    ("client-address-header", "Forwarded", "form of its own"),
    ("log", "portico=loud", "not a log filter"),
    ("log-format", "xml", "not a log format"),
    ("max-connections", "0", "1 to 100000"),
    ("max-connections", "+5", "1 to 100000"),
    ("hash-threads", "65", "1 to 64"),
    ("invitation-days", "31", "1 to 30"),
    ("invitation-days", "0", "1 to 30"),
];

#[test]
fn what_is_wrong_is_said_with_key_and_origin_and_remedy() {
    for (key, value, says) in BAD {
        let problems = load(sources(
            &[&[URL], &[(*key, *value)][..]].concat(),
            &[],
            None,
        ))
        .unwrap_err();
        let found = problems.iter().any(|problem| {
            problem.key == *key
                && problem.origin == format!("flag --{key}")
                && says.split('|').any(|part| problem.what.contains(part))
                && !problem.remedy.is_empty()
        });
        assert!(found, "{key}={value:?}: {}", shown(&problems));
    }
}

#[test]
fn every_problem_is_listed_at_once() {
    let file = "listen = 'x'\nsession-idle = '5m'\nportt = 1\nlog = true\n[smtp]\nhost = 'x'";
    let env = [("PORTICO_HASH_THREADS", "many")];
    let problems = load(sources(&[("log-format", "xml")], &env, Some(file))).unwrap_err();
    let text = shown(&problems);
    for part in [
        "public-url (not given): is missing; set --public-url, PORTICO_PUBLIC_URL or public_url",
        "listen (listen in portico.toml): \"x\" is not an IP address",
        "\"session-idle\" (portico.toml): is not a known key; write session_idle",
        "\"portt\" (portico.toml): is not a known key",
        "\"smtp\" (portico.toml): is not a known key",
        "log (portico.toml): has a value of the wrong kind",
        "hash-threads (variable PORTICO_HASH_THREADS): \"many\"",
        "log-format (flag --log-format): \"xml\"",
    ] {
        assert!(text.contains(part), "{part}\nis not in\n{text}");
    }
    assert_eq!(problems.len(), 8, "{text}");
}

#[test]
fn mail_needs_a_sender_and_one_password() {
    let problems = flags(&[("smtp-url", "smtp://mail.example.org")]).unwrap_err();
    assert_eq!((problems.len(), problems[0].key.as_str()), (1, "mail-from"));
    let env = [
        ("PORTICO_SMTP_URL", "smtp://me:pw@mail"),
        ("PORTICO_SMTP_PASSWORD_FILE", "/run/pw"),
        ("PORTICO_MAIL_FROM", "a@b.example"),
    ];
    let problems = load(sources(&[URL], &env, None)).unwrap_err();
    assert!(
        shown(&problems).contains("keep one of the two"),
        "{}",
        shown(&problems)
    );
    let env = [
        ("PORTICO_SMTP_URL", "smtp://me@mail"),
        ("PORTICO_SMTP_PASSWORD_FILE", "/none"),
        ("PORTICO_MAIL_FROM", "a@b.example"),
    ];
    assert_eq!(load(sources(&[URL], &env, None)).unwrap_err().len(), 1);
}

#[test]
fn secrets_show_up_nowhere() {
    let secret = "hunter2";
    let urls = [
        "smtp://me:hunter2@mail:0",
        "smtps://me:hunter2@mail",
        "hunter2",
        "smtp+insecure://me:hunter2@mail",
        "smtp://me:hunter2@mail/x#",
    ];
    for url in urls {
        for database in [
            "postgres://me:hunter2@db/x",
            "hunter2://me:hunter2@db",
            "postgres://me:hunter2@",
        ] {
            let pairs = [
                ("smtp-url", url),
                ("database-url", database),
                ("public-url", "https://a:hunter2@b/#"),
            ];
            let problems = load(sources(&pairs, &[], None)).unwrap_err();
            assert!(
                !format!("{problems:?}{}", shown(&problems)).contains(secret),
                "{problems:?}"
            );
            let file = format!("smtp_url = '{url}'\ndatabase_url = '{database}\n");
            let problems = load(sources(&[], &[], Some(&file))).unwrap_err();
            assert!(!format!("{problems:?}").contains(secret), "{problems:?}");
            assert!(
                shown(&problems).contains("line 2 is not valid TOML"),
                "{}",
                shown(&problems)
            );
        }
    }
    let env = [
        ("PORTICO_SMTP_URL", urls[1]),
        ("PORTICO_DATABASE_URL", "postgres://me:hunter2@db/x"),
        ("PORTICO_MAIL_FROM", "a@b.example"),
    ];
    let config = load(sources(&[URL], &env, None)).unwrap();
    assert!(!format!("{config:?}").contains(secret), "{config:?}");
}

#[test]
fn passwords_in_flags_or_in_a_file_for_everybody_are_refused() {
    for (key, value) in [
        ("database-url", "postgres://me:pw@db/x"),
        ("database-url", "postgres://db/x?password=pw"),
        ("smtp-url", "smtp://me:pw@mail"),
    ] {
        let problems = flags(&[(key, value), ("mail-from", "a@b.example")]).unwrap_err();
        assert!(
            shown(&problems).contains("everybody on this machine can see"),
            "{value}"
        );
    }
    let mut open = sources(&[URL], &[], Some("database_url = 'postgres://me:pw@db/x'"));
    assert!(
        load(sources(
            &[URL],
            &[],
            Some("database_url = 'postgres://me:pw@db/x'")
        ))
        .is_ok()
    );
    open.file.as_mut().unwrap().world_readable = true;
    assert!(shown(&load(open).unwrap_err()).contains("everybody can read"));
}

#[test]
fn files_are_gathered_with_their_mode() {
    let dir = tempfile::tempdir().unwrap();
    let (toml, password) = (dir.path().join("portico.toml"), dir.path().join("pw"));
    fs::write(
        &toml,
        "public_url = 'https://a.example'\nsmtp_url = 'smtp://me@mail'\nmail_from = 'a@b.example'",
    )
    .unwrap();
    fs::write(&password, "line end is not part\r\n").unwrap();
    let gather = || {
        let args = [
            "serve",
            "--config",
            toml.to_str().unwrap(),
            "--smtp-password-file",
            password.to_str().unwrap(),
        ];
        Sources::gather(&command().try_get_matches_from(args).unwrap())
    };
    let mode = |path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    mode(&toml, 0o644);
    mode(&password, 0o640);
    assert!(gather().file.unwrap().world_readable);
    let mail = load(gather()).unwrap().mail.unwrap();
    assert_eq!(
        mail.smtp.password.unwrap().expose_secret(),
        "line end is not part"
    );
    mode(&password, 0o644);
    assert!(shown(&load(gather()).unwrap_err()).contains("chmod o="));
    fs::remove_file(&toml).unwrap();
    let text = shown(&load(gather()).unwrap_err());
    assert!(
        text.contains("config") && text.contains("cannot be read"),
        "{text}"
    );
    assert_eq!(
        fs::read_dir(dir.path()).unwrap().count(),
        1,
        "nothing is written"
    );
}

#[test]
fn the_table_is_whole_and_everything_is_made_from_it() {
    command().debug_assert();
    let help = command().render_long_help().to_string();
    let table = markdown_table();
    for key in KEYS {
        let env = format!("PORTICO_{}", key.name.to_uppercase().replace('-', "_"));
        assert_eq!(key.env, env);
        assert!(
            help.contains(&format!("--{} ", key.name)) && help.contains(key.env),
            "{env}"
        );
        assert!(table.contains(&format!(
            "| `--{}` | `{env}` | `{}` |",
            key.name,
            key.in_file()
        )));
        assert!(!key.help.contains('|'), "a bar would break the table");
    }
    assert_eq!(table.lines().count(), KEYS.len() + 2);
}
