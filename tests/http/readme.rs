//! The README says what the program does.

/// The table of keys is the one that the program reads its configuration by.
#[test]
fn the_configuration_table_is_the_programs_own() {
    let readme = std::fs::read_to_string("README.md").expect("there is a README");
    let (_, rest) = readme.split_once("<!-- configuration -->\n").expect("the table begins");
    let (table, _) = rest.split_once("<!-- /configuration -->").expect("the table ends");
    let expected = portico::config::markdown_table();
    assert!(table == expected, "put this between the marks in README.md:\n{expected}");
}

/// The documents name only files that are there.
#[test]
fn the_documents_point_to_what_is_there() {
    for document in
        ["README.md", "docs/rules.md", "docs/limits.md", "docs/features.md", "docs/installation.md", "docs/performance.md"]
    {
        let text = std::fs::read_to_string(document).unwrap_or_else(|error| panic!("{document}: {error}"));
        let folder = std::path::Path::new(document).parent().expect("a folder");
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            assert!(link.starts_with("http") || folder.join(link).exists(), "{document} points to {link}");
        }
    }
}
