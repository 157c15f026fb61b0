//! Argon2id over a block of memory that is kept from hash to hash.

use argon2::password_hash::phc::{Ident, Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};

use super::Verdict;

/// What the OWASP Password Storage Cheat Sheet asks for at least: 19 MiB, two passes, one lane.
const M_COST: u32 = 19_456;
const T_COST: u32 = 2;
const P_COST: u32 = 1;
/// Stored hashes that ask for more memory than this (256 MiB) or more passes are refused: a row in
/// the database must not be able to stop the process.
const MAX_M_COST: u32 = 262_144;
const MAX_T_COST: u32 = 16;

/// Stands in for a hash that is not there. Its output was not made from any password.
pub(super) const DUMMY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$cG9ydGljby1kdW1teS0xNg$bm8gcGFzc3dvcmQgaGFzaGVzIHRvIHRoaXMgdmFsdWU";

/// Owns the memory of one thread.
pub(super) struct Hasher {
    memory: Vec<Block>,
}

impl Hasher {
    pub(super) fn new() -> Hasher {
        Hasher { memory: vec![Block::default(); params().block_count()] }
    }

    /// The PHC string of `password`.
    pub(super) fn hash(&mut self, password: &str, salt: &[u8; 16]) -> String {
        let params = params();
        let mut out = [0; Params::DEFAULT_OUTPUT_LEN];
        self.compute(Algorithm::Argon2id, Version::V0x13, params.clone(), password, salt, &mut out)
            .expect("fixed parameters, salt and output fit together");
        PasswordHash {
            algorithm: Algorithm::Argon2id.ident(),
            version: Some(Version::V0x13.into()),
            params: ParamsString::try_from(&params).expect("the parameters have a text form"),
            salt: Some(Salt::new(salt).expect("16 bytes are a salt")),
            hash: Some(Output::new(&out).expect("32 bytes are an output")),
        }
        .to_string()
    }

    /// Compares `password` with `stored`; without one, does the same work in vain.
    pub(super) fn verify(&mut self, password: &str, stored: Option<&str>) -> Verdict {
        let Some(stored) = stored else {
            let _ = self.matches(password, DUMMY);
            return Verdict::Wrong;
        };
        match self.matches(password, stored) {
            Some(true) => Verdict::Right { rehash: !is_current(stored) },
            Some(false) => Verdict::Wrong,
            None => {
                tracing::error!("a stored password hash cannot be read; nobody can sign in with it");
                let _ = self.matches(password, DUMMY);
                Verdict::Wrong
            }
        }
    }

    /// `None` when `stored` is not a hash that can be computed here.
    fn matches(&mut self, password: &str, stored: &str) -> Option<bool> {
        let stored = PasswordHash::new(stored).ok()?;
        let algorithm = Algorithm::try_from(stored.algorithm.as_str()).ok()?;
        let version = stored.version.map_or(Some(Version::V0x13), |v| Version::try_from(v).ok())?;
        let params = Params::try_from(&stored).ok()?;
        if params.m_cost() > MAX_M_COST || params.t_cost() > MAX_T_COST {
            return None;
        }
        let (salt, expected) = (stored.salt?, stored.hash?);
        let mut out = vec![0; expected.len()];
        self.compute(algorithm, version, params, password, salt.as_ref(), &mut out).ok()?;
        // `Output` compares in constant time.
        Some(Output::new(&out).ok()? == expected)
    }

    /// Memory beyond today's parameters is taken for this one hash and given back.
    fn compute(
        &mut self,
        algorithm: Algorithm,
        version: Version,
        params: Params,
        password: &str,
        salt: &[u8],
        out: &mut [u8],
    ) -> argon2::Result<()> {
        let blocks = params.block_count();
        let argon = Argon2::new(algorithm, version, params);
        match self.memory.get_mut(..blocks) {
            Some(memory) => argon.hash_password_into_with_memory(password.as_bytes(), salt, out, memory),
            None => argon.hash_password_into(password.as_bytes(), salt, out),
        }
    }
}

fn params() -> Params {
    Params::new(M_COST, T_COST, P_COST, None).expect("the parameters are in range")
}

/// Whether `stored` was made with today's algorithm, version, parameters and lengths.
fn is_current(stored: &str) -> bool {
    PasswordHash::new(stored).is_ok_and(|hash| {
        hash.algorithm == Ident::new_unwrap("argon2id")
            && hash.version == Some(Version::V0x13.into())
            && ParamsString::try_from(&params()).is_ok_and(|today| hash.params == today)
            && hash.salt.is_some_and(|salt| salt.len() == 16)
            && hash.hash.is_some_and(|out| out.len() == Params::DEFAULT_OUTPUT_LEN)
    })
}
