use std::fs;
use std::os::unix::fs::PermissionsExt;

use proptest::prelude::*;

use super::*;

fn secrets() -> Secrets {
    Secrets::from_bytes([7; 32])
}

fn write(path: &Path, bytes: &[u8], mode: u32) {
    fs::write(path, bytes).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_token_depends_on_key_purpose_and_id_and_is_stable() {
    let id = Uuid::from_u128(1);
    let token = secrets().token("invite", id);
    // Computed with another implementation: the links that were mailed must survive an update.
    assert_eq!(token.as_str(), "94LpSDjHNFnaY-p2BJ0cfmNSaBtEb4h3qBTUOETphTk");
    for other in [
        secrets().token("reset", id),
        secrets().token("invite", Uuid::from_u128(2)),
        Secrets::from_bytes([8; 32]).token("invite", id),
    ] {
        assert_ne!(token.hash(), other.hash());
    }
    assert_eq!(Token::parse(token.as_str()).unwrap().hash(), token.hash());
}

#[test]
fn only_the_exact_length_and_alphabet_parse() {
    let token = secrets().token("invite", Uuid::nil());
    let text = token.as_str();
    let bad = [
        String::new(),
        text[1..].to_owned(),
        format!("{text}A"),
        format!("{text}="),
        format!(" {}", &text[1..]),
        format!("+{}", &text[1..]),
        format!("/{}", &text[1..]),
        format!("\0{}", &text[1..]),
        format!("é{}", &text[2..]),
    ];
    for text in bad {
        assert!(Token::parse(&text).is_none(), "{text:?}");
    }
}

#[test]
fn a_form_token_fits_its_binding_only() {
    let token = secrets().form_token("session-1");
    assert!(secrets().form_token_matches("session-1", &token));
    assert!(!secrets().form_token_matches("session-2", &token));
    assert!(!Secrets::from_bytes([8; 32]).form_token_matches("session-1", &token));
    for given in ["", "x", &token[..42], &format!("{token}A"), "\u{1F600}"] {
        assert!(!secrets().form_token_matches("session-1", given), "{given:?}");
    }
}

#[test]
fn debug_shows_no_secret() {
    let token = secrets().token("invite", Uuid::nil());
    assert_eq!(format!("{:?} {:?}", secrets(), token), "Secrets(…) Token(…)");
}

#[test]
fn the_first_start_makes_a_private_file_and_later_ones_read_it() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("secret.key");
    let made = Secrets::load_or_create(&path).unwrap();
    let meta = fs::metadata(&path).unwrap();
    assert_eq!((meta.len(), meta.permissions().mode() & 0o777), (32, 0o600));
    let read = Secrets::load_or_create(&path).unwrap();
    assert_eq!(made.form_token("x"), read.form_token("x"));
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "nothing is left beside it");
}

#[test]
fn two_processes_that_start_at_once_get_one_key() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("secret.key");
    let start = || Secrets::load_or_create(&path).unwrap().form_token("x");
    let tokens: Vec<_> = std::thread::scope(|scope| {
        let started: Vec<_> = (0..8).map(|_| scope.spawn(start)).collect();
        started.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(tokens.iter().all(|token| *token == tokens[0]));
}

#[test]
fn a_file_that_cannot_be_trusted_is_refused_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("secret.key");
    let good: Vec<u8> = (0..32).collect();
    let cases: [(&[u8], u32, &str); 6] = [
        (&good, 0o640, "chmod 600"),
        (&good, 0o604, "chmod 600"),
        (&good[..31], 0o600, "31 bytes"),
        (&[good.clone(), good.clone()].concat(), 0o600, "64 bytes"),
        (&[], 0o600, "0 bytes"),
        (&[0; 32], 0o600, "one byte repeated"),
    ];
    for (bytes, mode, says) in cases {
        write(&path, bytes, mode);
        let error = Secrets::load_or_create(&path).unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
        assert_eq!(fs::read(&path).unwrap(), bytes);
    }
    let folder = Secrets::load_or_create(dir.path()).unwrap_err().to_string();
    assert!(folder.contains("not a plain file"), "{folder}");
    assert!(Secrets::load_or_create(&dir.path().join("no/such/key")).is_err());
}

proptest! {
    #[test]
    fn any_one_character_change_of_a_token_changes_its_hash(
        key: [u8; 32], id: u128, at in 0usize..43, with in "[A-Za-z0-9_-]",
    ) {
        let token = Secrets::from_bytes(key).token("invite", Uuid::from_u128(id));
        let mut text = token.as_str().to_owned();
        prop_assert_eq!(text.len(), 43);
        prop_assume!(text[at..=at] != with);
        text.replace_range(at..=at, &with);
        if let Some(changed) = Token::parse(&text) {
            prop_assert_ne!(changed.hash(), token.hash());
        }
    }
}

#[test]
fn what_is_sealed_comes_back_unchanged_and_for_its_purpose_only() {
    let secrets = Secrets::from_bytes([7; 32]);
    let sealed = secrets.seal("one", b"payload");
    assert_eq!(secrets.unseal("one", &sealed).as_deref(), Some(&b"payload"[..]));
    assert_eq!(secrets.unseal("other", &sealed), None);
    assert_eq!(Secrets::from_bytes([8; 32]).unseal("one", &sealed), None);
    for bad in ["", "a", "AAAA", &sealed[1..], &sealed[..sealed.len() - 1], &format!("{sealed}A")] {
        assert_eq!(secrets.unseal("one", bad), None, "{bad}");
    }
    let mut bytes = BASE64URL_NOPAD.decode(sealed.as_bytes()).unwrap();
    bytes[0] ^= 1;
    assert_eq!(secrets.unseal("one", &BASE64URL_NOPAD.encode(&bytes)), None);
}

#[test]
fn secrets_of_apps_and_hashes_of_recovery_codes_differ_by_owner() {
    let secrets = Secrets::from_bytes([7; 32]);
    let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
    assert_eq!(secrets.two_step(one), secrets.two_step(one));
    assert_ne!(secrets.two_step(one), secrets.two_step(other));
    assert_ne!(secrets.two_step(one), Secrets::from_bytes([8; 32]).two_step(one));
    assert_ne!(secrets.recovery_hash(one, "a"), secrets.recovery_hash(other, "a"));
    assert_ne!(secrets.recovery_hash(one, "a"), secrets.recovery_hash(one, "b"));
}

#[test]
fn what_is_concealed_cannot_be_read_changed_or_opened_for_something_else() {
    let secrets = Secrets::from_bytes([7; 32]);
    let concealed = secrets.conceal(b"ada", b"a note".to_vec(), [1; 12]);
    assert_eq!(secrets.reveal(b"ada", concealed.clone()).as_deref(), Some(&b"a note"[..]));
    assert!(!concealed.windows(6).any(|part| part == b"a note"));
    assert_eq!(secrets.reveal(b"bea", concealed.clone()), None);
    assert_eq!(Secrets::from_bytes([8; 32]).reveal(b"ada", concealed.clone()), None);
    assert_ne!(secrets.conceal(b"ada", b"a note".to_vec(), [2; 12]), concealed);
    for at in 0..concealed.len() {
        let mut other = concealed.clone();
        other[at] ^= 1;
        assert_eq!(secrets.reveal(b"ada", other), None, "{at}");
        assert_eq!(secrets.reveal(b"ada", concealed[..at].to_vec()), None, "{at}");
    }
}
