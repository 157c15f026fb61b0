//! Which fields of forms hold secrets.

/// Whether a value of this name is a password, a code or a token: none of them is ever kept or carried.
#[must_use]
pub fn is_secret(name: &str) -> bool {
    let last = name.rsplit('_').next().unwrap_or_default();
    matches!(last, "password" | "code" | "token") || name == "set_up"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_codes_and_tokens_are_secrets_under_each_name() {
        for name in ["password", "current_password", "proof_password", "code", "proof_code", "form_token", "set_up"] {
            assert!(is_secret(name), "{name}");
        }
        for name in ["note", "emails", "seat_count", "role", "password_hint", "client"] {
            assert!(!is_secret(name), "{name}");
        }
    }
}
