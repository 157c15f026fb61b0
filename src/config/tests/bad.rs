//! What is refused, and what is said about it.

use super::*;

/// One flag that is wrong, and a part of what is said about it.
const BAD: &[(&str, &str, &str)] = &[
    ("public-url", "portal.example.org", "neither"),
    ("public-url", "", "not a web address"),
    ("public-url", "ftp://portal.example.org", "neither"),
    ("public-url", "http://portal.example.org", "show passwords to the network"),
    ("public-url", "http://localhost.example.org", "show passwords to the network"),
    ("public-url", "https://portal.example.org/portal", "path or a query"),
    ("public-url", "https://portal.example.org/?a", "path or a query"),
    ("public-url", "https://portal.example.org/#a", "not a web address"),
    ("public-url", "https://me:pw@portal.example.org", "has a user"),
    ("public-url", "https://portal.example.org:99999", "not a web address|host and port"),
    ("public-url", "https://portal.example.org:", "host and port"),
    ("public-url", "https://por_tal!.example.org", "host and port"),
    ("listen", "8080", "IP address with a port"),
    ("listen", "localhost:8080", "IP address with a port"),
    ("insecure-http", "true", "neither yes nor no"),
    ("data-dir", "", "not a path"),
    ("database-url", "mysql://db/x", "neither an SQLite"),
    ("database-url", "sqlite:", "names no file"),
    ("database-url", "postgres://", "PostgreSQL"),
    ("database-url", "postgres:///portico", "PostgreSQL"),
    ("database-url", "postgres://portico@/portico?host=/run/postgresql", "PostgreSQL"),
    ("database-url", "sqlite:a\nb", "control character"),
    ("database-url", "postgres://portico:pa#ss@db.example/portico", "has a # in"),
    ("database-url", "postgres://portico:pa/ss@db.example/portico", "has a / in"),
    ("database-url", "postgres://portico:pa?ss@db.example/portico", "has a ? in"),
    ("database-url", "postgres://a@b@db.example/portico", "has a @ in"),
    ("database-url", "postgres://100%@db.example/portico", "has a % in"),
    ("database-admin-url", "postgres://portico:pa#ss@db.example/portico", "has a # in"),
    ("database-url-file", "/none", "cannot be read"),
    ("database-wait", "2d", "too short or too long"),
    ("database-wait", "soon", "length of time"),
    ("smtp-url", "mail.example.org:25", "begins with none"),
    ("smtp-url", "smtp+insecure://me@mail", "in clear text"),
    ("smtp-url", "smtp://me@mail", "without a password"),
    ("smtp-url", "smtp://mail:0", "host and port"),
    ("smtp-url", "smtp://mail/x", "path or a query"),
    ("smtp-url", "smtp://%zz:x@mail", "not decodable"),
    ("smtp-url", "smtp://a%0d:x@mail", "not decodable"),
    ("smtp-password-file", "/none", "cannot be read"),
    ("mail-from", "Example\r\nBcc: x <a@b.example>", "control character"),
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
    ("registration", "yes", "neither open nor closed"),
    ("max-connections", "0", "1 to 100000"),
    ("max-connections", "+5", "1 to 100000"),
    ("hash-threads", "65", "1 to 64"),
    ("invitation-days", "31", "1 to 30"),
    ("invitation-days", "0", "1 to 30"),
];

#[test]
fn what_is_wrong_is_said_with_key_and_origin_and_remedy() {
    for (key, value, says) in BAD {
        let problems = load(sources(&[&[URL], &[(*key, *value)][..]].concat(), &[], None)).unwrap_err();
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
    assert!(shown(&problems).contains("keep one of the two"), "{}", shown(&problems));
    let env =
        [("PORTICO_SMTP_URL", "smtp://me@mail"), ("PORTICO_SMTP_PASSWORD_FILE", "/none"), ("PORTICO_MAIL_FROM", "a@b.example")];
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
        for database in ["postgres://me:hunter2@db/x", "hunter2://me:hunter2@db", "postgres://me:hunter2@"] {
            let pairs = [("smtp-url", url), ("database-url", database), ("public-url", "https://a:hunter2@b/#")];
            let problems = load(sources(&pairs, &[], None)).unwrap_err();
            assert!(!format!("{problems:?}{}", shown(&problems)).contains(secret), "{problems:?}");
            let file = format!("smtp_url = '{url}'\ndatabase_url = '{database}\n");
            let problems = load(sources(&[], &[], Some(&file))).unwrap_err();
            assert!(!format!("{problems:?}").contains(secret), "{problems:?}");
            assert!(shown(&problems).contains("line 2 is not valid TOML"), "{}", shown(&problems));
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
        assert!(shown(&problems).contains("everybody on this machine can see"), "{value}");
    }
    let mut open = sources(&[URL], &[], Some("database_url = 'postgres://me:pw@db/x'"));
    assert!(load(sources(&[URL], &[], Some("database_url = 'postgres://me:pw@db/x'"))).is_ok());
    open.file.as_mut().unwrap().world_readable = true;
    assert!(shown(&load(open).unwrap_err()).contains("everybody can read"));
}
