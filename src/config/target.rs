//! The address of a second database, for `portico copy`: as secret as the first one's.

use super::parse::{self, Fault};
use super::sources::{Problem, read_secret_file};
use secrecy::{ExposeSecret, SecretString};
use std::path::Path;

/// The variable with the address.
pub const TARGET_ENV: &str = "PORTICO_COPY_TO";

/// The address of the database to copy to, from a flag, a file or the environment.
///
/// # Errors
/// There is none, or more than one, or it is unusable. What is said does not quote it.
pub fn copy_target(flag: Option<&str>, file: Option<&Path>, env: Option<&str>) -> Result<SecretString, Problem> {
    let problem = |origin: &str, what: &str, remedy: &str| Problem {
        key: "to".into(),
        origin: origin.into(),
        what: what.into(),
        remedy: remedy.into(),
    };
    let fault = |origin: &'static str| move |Fault(what, remedy)| problem(origin, &what, &remedy);
    match (flag, file, env.filter(|env| !env.is_empty())) {
        (Some(url), None, _) if parse::has_password(url) => Err(problem(
            "flag --to",
            "has a password that everybody on this machine can see",
            &format!("give it in {TARGET_ENV} or with --to-file"),
        )),
        (Some(url), None, _) => parse::database_url(url).map_err(fault("flag --to")),
        (None, Some(file), _) => {
            let text = read_secret_file(file)
                .map_err(|what| problem("flag --to-file", &what, "check the path, the rights and the content"))?;
            parse::database_url(text.expose_secret()).map_err(fault("flag --to-file"))
        }
        (None, None, Some(url)) => parse::database_url(url).map_err(fault("environment")),
        (None, None, None) => Err(problem("not given", "is missing", &format!("give --to URL, --to-file FILE or {TARGET_ENV}"))),
        (Some(_), Some(_), _) => Err(problem("flags --to and --to-file", "are both given", "keep one of the two")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_comes_from_one_place_and_no_password_from_a_flag() {
        let url = "postgres://a@db/portico";
        let given = |flag, file, env| copy_target(flag, file, env).map(|url| url.expose_secret().to_owned());
        assert_eq!(given(Some(url), None, None).unwrap(), url);
        assert_eq!(given(None, None, Some("postgres://a:secret@db/portico")).unwrap(), "postgres://a:secret@db/portico");
        for (flag, file, env) in [
            (None, None, None),
            (None, None, Some("")),
            (Some("postgres://a:secret@db/portico"), None, None),
            (Some("mysql://db"), None, None),
            (Some(url), Some(Path::new("/dev/null")), None),
            (None, Some(Path::new("/no/such/file")), None),
        ] {
            let problem = given(flag, file, env).unwrap_err().to_string();
            assert!(problem.starts_with("to (") && !problem.contains("secret"), "{problem}");
        }
    }
}
