//! The secret key of the installation and what is made from it: link tokens, form tokens, and what is stored concealed.

use std::fmt;
use std::fs::File;
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, ensure};
use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};
use secrecy::{ExposeSecret, SecretBox};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::random::Random;
use crate::store::engine::aside::{self, Aside};

/// Length of what makes each concealed text another one, in bytes.
const NONCE_BYTES: usize = 12;
/// Length of the key, in bytes.
const KEY_BYTES: usize = 32;

/// The key of the installation. Every node of one installation needs the same.
#[derive(Clone)]
pub struct Secrets {
    key: Arc<SecretBox<[u8; KEY_BYTES]>>,
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets(…)")
    }
}

impl Secrets {
    /// A key that was read or made elsewhere.
    pub fn from_bytes(key: [u8; KEY_BYTES]) -> Secrets {
        Secrets { key: Arc::new(SecretBox::new(Box::new(key))) }
    }

    /// Reads the key from `path`; `None` when there is no file.
    ///
    /// # Errors
    /// When the file cannot be read, is not a plain file, can be read by group or others, has another
    /// length than 32 bytes, or is one byte repeated.
    pub fn load(path: &Path) -> anyhow::Result<Option<Secrets>> {
        match File::open(path) {
            Ok(file) => load(file, path).map(Some),
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
            Err(e) => Err(e).with_context(|| format!("cannot open the secret key file {}", path.display())),
        }
    }

    /// As [`Secrets::load`], and makes a key at `path` when there is no file.
    ///
    /// A new file appears whole or not at all (written aside, synced, then linked under its name
    /// without replacing another), with mode 0600. Of two processes that start at once, one makes
    /// the key and both read it.
    ///
    /// # Errors
    /// Those of [`Secrets::load`], and when the file cannot be made.
    pub fn load_or_create(path: &Path) -> anyhow::Result<Secrets> {
        if let Some(secrets) = Self::load(path)? {
            return Ok(secrets);
        }
        create(path)?;
        load(open(path)?, path)
    }

    /// The token for a link about `id`. It can be made again at any time from the key, so only its
    /// hash has to be stored. `purpose` keeps tokens of different kinds apart.
    pub fn token(&self, purpose: &str, id: Uuid) -> Token {
        let mac = self.mac(&[b"portico-token-v1", b"\0", purpose.as_bytes(), b"\0", id.as_bytes()]);
        Token(BASE64URL_NOPAD.encode(&mac.finalize().into_bytes()))
    }

    /// The secret of somebody's authenticator app. Only the nonce is stored.
    pub fn two_step(&self, nonce: Uuid) -> [u8; 20] {
        let mac: [u8; 32] = self.mac(&[b"portico-two-step-v1", b"\0", nonce.as_bytes()]).finalize().into_bytes().into();
        let mut secret = [0; 20];
        secret.copy_from_slice(&mac[..20]);
        secret
    }

    /// What is stored of a recovery code: without the key nobody can try codes against it.
    pub fn recovery_hash(&self, account: Uuid, code: &str) -> [u8; 32] {
        let parts: [&[u8]; 5] = [b"portico-recovery-v1", b"\0", account.as_bytes(), b"\0", code.as_bytes()];
        self.mac(&parts).finalize().into_bytes().into()
    }

    /// `payload` in a text that nobody can change, for a visitor to bring back. It can be read by
    /// everybody. `purpose` keeps texts of different kinds apart.
    pub fn seal(&self, purpose: &str, payload: &[u8]) -> String {
        let mac = self.seal_mac(purpose, payload).finalize().into_bytes();
        BASE64URL_NOPAD.encode(&[payload, mac.as_slice()].concat())
    }

    /// The payload of a sealed text, compared in constant time; `None` when it is not ours.
    pub fn unseal(&self, purpose: &str, text: &str) -> Option<Vec<u8>> {
        let mut bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
        let mac = bytes.split_off(bytes.len().checked_sub(32)?);
        self.seal_mac(purpose, &bytes).verify_slice(&mac).is_ok().then_some(bytes)
    }

    /// `payload` so that nobody reads or changes it without the key, or opens it for something else than `about`. The
    /// nonce comes from chance, each time.
    pub fn conceal(&self, about: &[u8], mut payload: Vec<u8>, nonce: [u8; NONCE_BYTES]) -> Vec<u8> {
        let sealed =
            self.concealing().seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(about), &mut payload);
        sealed.expect("a form is short enough for the cipher");
        [nonce.as_slice(), &payload].concat()
    }

    /// The payload of a concealed text; `None` when it is not ours, or about something else.
    pub fn reveal(&self, about: &[u8], mut concealed: Vec<u8>) -> Option<Vec<u8>> {
        let (nonce, sealed) = concealed.split_first_chunk_mut::<NONCE_BYTES>()?;
        let nonce = Nonce::assume_unique_for_key(*nonce);
        self.concealing().open_in_place(nonce, Aad::from(about), sealed).ok().map(|payload| payload.to_vec())
    }

    fn concealing(&self) -> LessSafeKey {
        let key = self.mac(&[b"portico-conceal-v1", b"\0"]).finalize().into_bytes();
        LessSafeKey::new(UnboundKey::new(&CHACHA20_POLY1305, &key).expect("a MAC is as long as the key of this cipher"))
    }

    fn seal_mac(&self, purpose: &str, payload: &[u8]) -> Hmac<Sha256> {
        self.mac(&[b"portico-seal-v1", b"\0", purpose.as_bytes(), b"\0", payload])
    }

    /// The hidden value of a form, bound to `binding` (the session).
    pub fn form_token(&self, binding: &str) -> String {
        BASE64URL_NOPAD.encode(&self.form_mac(binding).finalize().into_bytes())
    }

    /// Whether `given` is the form token of `binding`, compared in constant time.
    pub fn form_token_matches(&self, binding: &str, given: &str) -> bool {
        let given = BASE64URL_NOPAD.decode(given.as_bytes()).unwrap_or_default();
        self.form_mac(binding).verify_slice(&given).is_ok()
    }

    fn form_mac(&self, binding: &str) -> Hmac<Sha256> {
        self.mac(&[b"portico-form-v1", b"\0", binding.as_bytes()])
    }

    fn mac(&self, parts: &[&[u8]]) -> Hmac<Sha256> {
        let key = self.key.expose_secret();
        let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
        parts.iter().for_each(|part| mac.update(part));
        mac
    }
}

/// The secret part of a link that was mailed: 43 characters of base64url.
#[derive(Clone)]
pub struct Token(String);

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

impl Token {
    /// Takes what a visitor brought, if it has the exact length and alphabet of a token.
    pub fn parse(text: &str) -> Option<Token> {
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
        (bytes.len() == KEY_BYTES).then(|| Token(text.to_owned()))
    }

    /// The text, for the link and nowhere else.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// SHA-256 of the text: what the database stores and looks tokens up by.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_bytes()).into()
    }
}

fn open(path: &Path) -> anyhow::Result<File> {
    File::open(path).with_context(|| format!("cannot open the secret key file {}", path.display()))
}

/// Checks are made on the open file, so that what was checked is what is read.
fn load(mut file: File, path: &Path) -> anyhow::Result<Secrets> {
    let shown = path.display();
    let meta = file.metadata().with_context(|| format!("cannot inspect the secret key file {shown}"))?;
    ensure!(meta.is_file(), "the secret key file {shown} is not a plain file");
    let mode = meta.permissions().mode() & 0o777;
    ensure!(
        mode & 0o077 == 0,
        "the secret key file {shown} can be used by others than its owner (mode {mode:04o}): run chmod 600 {shown}"
    );
    ensure!(
        meta.len() == KEY_BYTES as u64,
        "the secret key file {shown} has {} bytes and not {KEY_BYTES}: restore it from a backup; \
         a new key would end all sessions and links",
        meta.len()
    );
    let mut key = [0; KEY_BYTES];
    file.read_exact(&mut key).with_context(|| format!("cannot read the secret key file {shown}"))?;
    ensure!(
        key.iter().any(|byte| *byte != key[0]),
        "the secret key file {shown} holds one byte repeated, which is no secret: delete it to get a random one"
    );
    Ok(Secrets::from_bytes(key))
}

/// Another process that was faster is no error: its file is the one that counts.
fn create(path: &Path) -> anyhow::Result<()> {
    let shown = path.display();
    let folder = Aside::beside(path, aside::NEW).with_context(|| format!("cannot make the secret key file {shown}"))?;
    let prepared = folder.file("secret.key")?;
    File::options()
        .write(true)
        .open(&prepared)
        .and_then(|mut file| file.write_all(&Random::new().bytes::<KEY_BYTES>()))
        .with_context(|| format!("cannot write the secret key file {shown}"))?;
    match aside::put_where_nothing_is(path, &prepared) {
        Err(_) if path.exists() => Ok(()),
        done => done.with_context(|| format!("cannot make the secret key file {shown}")),
    }
}

#[cfg(test)]
mod tests;
