//! The files of `static/`, built into the program under names that change with their content.

/// One file as it is served: for ever under `path`, in the best form that the browser takes.
#[derive(Debug)]
pub struct Asset {
    /// For example `/assets/app-0123456789.css`.
    pub path: &'static str,
    pub content_type: &'static str,
    pub plain: &'static [u8],
    /// Absent where compressing gains nothing.
    pub brotli: Option<&'static [u8]>,
    /// Absent where compressing gains nothing.
    pub gzip: Option<&'static [u8]>,
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The asset that is served under this path, if there is one.
pub fn find(path: &str) -> Option<&'static Asset> {
    ALL.iter().copied().find(|asset| asset.path == path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_asset_is_found_by_its_path() {
        for asset in ALL {
            assert_eq!(find(asset.path).map(|found| found.plain), Some(asset.plain));
        }
        assert!(find("/assets/app.css").is_none());
    }

    #[test]
    fn names_carry_ten_digits_of_the_hash() {
        let name = APP_CSS.path.strip_prefix("/assets/app-").and_then(|rest| rest.strip_suffix(".css"));
        assert!(name.is_some_and(|hash| hash.len() == 10 && hash.bytes().all(|b| b.is_ascii_hexdigit())));
    }

    #[test]
    fn compressed_forms_are_smaller() {
        for asset in ALL {
            for form in [asset.brotli, asset.gzip].into_iter().flatten() {
                assert!(form.len() < asset.plain.len(), "{}", asset.path);
            }
        }
    }
}
