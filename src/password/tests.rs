use super::argon::DUMMY;
use super::*;

const SALT: [u8; 16] = *b"0123456789abcdef";

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

#[tokio::test]
async fn a_hash_is_the_known_phc_string_and_verifies() {
    let passwords = Passwords::start(1, 4);
    let stored = passwords.hash(secret("correct horse battery staple"), SALT).await.unwrap();
    assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$"), "{stored}");
    let other_crate_path =
        argon2::PasswordHasher::hash_password_with_salt(&argon2::Argon2::default(), b"correct horse battery staple", &SALT);
    assert_eq!(stored, other_crate_path.unwrap().to_string());
    let check = |text: &str| passwords.verify(secret(text), Some(stored.clone()));
    assert_eq!(check("correct horse battery staple").await, Ok(Verdict::Right { rehash: false }));
    assert_eq!(check("correct horse battery staplf").await, Ok(Verdict::Wrong));
    assert_eq!(check("correct horse battery staple ").await, Ok(Verdict::Wrong));
    assert_eq!(check("").await, Ok(Verdict::Wrong));
    assert_eq!(passwords.hashed(), 5);
}

#[tokio::test]
async fn a_password_is_the_same_in_every_form_and_an_old_hash_still_counts() {
    let passwords = Passwords::start(1, 4);
    let (composed, typed) = ("kaf\u{e9} zonder rem", "kafe\u{301} zonder rem");
    let stored = passwords.hash(secret(typed), SALT).await.unwrap();
    assert_eq!(stored, passwords.hash(secret(composed), SALT).await.unwrap());
    for text in [composed, typed] {
        assert_eq!(passwords.verify(secret(text), Some(stored.clone())).await, Ok(Verdict::Right { rehash: false }), "{text}");
    }
    // As it was stored before there was a normal form.
    let old = Hasher::new().hash(typed, &SALT);
    assert_eq!(passwords.verify(secret(typed), Some(old.clone())).await, Ok(Verdict::Right { rehash: true }));
    assert_eq!(passwords.verify(secret(composed), Some(old.clone())).await, Ok(Verdict::Wrong));
    // The work depends on what is typed, and never on what is stored.
    for (text, hashes) in [(composed, 1), (typed, 2), ("wrong", 1), ("e\u{301}", 2)] {
        for stored in [None, Some(stored.clone()), Some(old.clone()), Some("broken".into())] {
            let before = passwords.hashed();
            let _ = passwords.verify(secret(text), stored).await;
            assert_eq!(passwords.hashed() - before, hashes, "{text}");
        }
    }
}

#[tokio::test]
async fn memory_that_is_used_again_does_not_change_the_result() {
    let passwords = Passwords::start(1, 4);
    let first = passwords.hash(secret("one"), SALT).await.unwrap();
    passwords.hash(secret("two"), SALT).await.unwrap();
    assert_eq!(passwords.hash(secret("one"), SALT).await.unwrap(), first);
    assert_ne!(passwords.hash(secret("one"), [1; 16]).await.unwrap(), first);
}

#[tokio::test]
async fn hashes_with_other_parameters_verify_and_ask_for_a_new_one() {
    let passwords = Passwords::start(1, 4);
    for (m, t, p) in [(1024, 1, 1), (19_456, 3, 1), (32_768, 1, 2)] {
        let params = argon2::Params::new(m, t, p, None).unwrap();
        let argon = argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
        let stored = argon2::PasswordHasher::hash_password_with_salt(&argon, b"secret", &SALT);
        let stored = stored.unwrap().to_string();
        let verdict = passwords.verify(secret("secret"), Some(stored.clone())).await;
        assert_eq!(verdict, Ok(Verdict::Right { rehash: true }), "{stored}");
        assert_eq!(passwords.verify(secret("other"), Some(stored)).await, Ok(Verdict::Wrong));
    }
}

#[tokio::test]
async fn nobody_and_a_broken_hash_cost_a_hash_and_are_wrong() {
    let passwords = Passwords::start(1, 4);
    assert_eq!(passwords.verify(secret("x"), None).await, Ok(Verdict::Wrong));
    assert_eq!(passwords.hashed(), 1);
    for stored in [
        "",
        "plain",
        "$2b$12$abc",
        "$argon2id$v=19$m=4294967295,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    ] {
        let verdict = passwords.verify(secret("x"), Some(stored.to_owned())).await;
        assert_eq!(verdict, Ok(Verdict::Wrong), "{stored}");
    }
    let as_stored = passwords.verify(secret("x"), Some(DUMMY.to_owned())).await;
    assert_eq!(as_stored, Ok(Verdict::Wrong), "the stand-in can be read and computed");
}

#[tokio::test]
async fn the_stand_in_takes_as_long_as_a_real_hash() {
    let passwords = Passwords::start(1, 4);
    let stored = passwords.hash(secret("real"), SALT).await.unwrap();
    let (mut real, mut none) = (Vec::new(), Vec::new());
    for _ in 0..15 {
        for (stored, times) in [(Some(stored.clone()), &mut real), (None, &mut none)] {
            let start = tokio::time::Instant::now();
            passwords.verify(secret("guess"), stored).await.unwrap();
            times.push(start.elapsed());
        }
    }
    let median = |times: &mut Vec<std::time::Duration>| {
        times.sort();
        times[times.len() / 2].as_secs_f64()
    };
    let ratio = median(&mut real) / median(&mut none);
    // Wide, for a machine that is busy with other tests; a skipped hash would be a thousandfold.
    assert!((0.5..2.0).contains(&ratio), "{ratio}");
}

#[tokio::test]
async fn too_much_input_is_never_hashed() {
    let passwords = Passwords::start(1, 4);
    let stored = passwords.hash(secret(&"é".repeat(512)), SALT).await.unwrap();
    let longer = secret(&format!("{}x", "é".repeat(512)));
    assert_eq!(passwords.verify(longer.clone(), Some(stored)).await, Ok(Verdict::Wrong));
    assert_eq!(passwords.verify(longer.clone(), None).await, Ok(Verdict::Wrong));
    assert_eq!(passwords.hash(longer, SALT).await, Err(Busy));
    assert_eq!(passwords.hashed(), 1);
}

#[tokio::test]
async fn a_full_queue_is_busy_at_once_and_the_others_are_served() {
    let passwords = Passwords::start(2, 4);
    let asked: Vec<_> = (0..64)
        .map(|_| {
            let passwords = passwords.clone();
            tokio::spawn(async move { passwords.verify(secret("x"), None).await })
        })
        .collect();
    let (mut busy, mut wrong) = (0, 0);
    for answer in asked {
        match answer.await.unwrap() {
            Err(Busy) => busy += 1,
            Ok(_) => wrong += 1,
        }
    }
    assert!(busy >= 32 && wrong >= 4, "{busy} busy, {wrong} served");
    assert_eq!(passwords.hashed(), wrong);
    assert_eq!(passwords.verify(secret("x"), None).await, Ok(Verdict::Wrong), "and it goes on");
}

#[tokio::test]
async fn a_job_that_nobody_waits_for_costs_nothing() {
    let passwords = Passwords::start(1, 8);
    for _ in 0..5 {
        let asked = passwords.verify(secret("x"), None);
        let gone = tokio::time::timeout(std::time::Duration::ZERO, asked).await;
        assert!(gone.is_err());
    }
    passwords.verify(secret("x"), None).await.unwrap();
    assert!(passwords.hashed() <= 2, "{}", passwords.hashed());
}
