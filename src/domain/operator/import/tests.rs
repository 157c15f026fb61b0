use crate::domain::operator::import::*;
use crate::domain::text::TextFault;
use proptest::prelude::*;

const HEADER: &str = "organization,plan,seats,email,name,role,status";

fn parse(text: &str) -> Result<ImportFile, ImportFaults> {
    ImportFile::parse(text.as_bytes())
}

/// The faults of these lines below the right header.
fn faults(lines: &str) -> Vec<(u64, ImportProblem)> {
    faults_of(&format!("{HEADER}\n{lines}"))
}

fn faults_of(text: &str) -> Vec<(u64, ImportProblem)> {
    let faults = parse(text).expect_err("a fault");
    let list = faults.list().iter().cloned();
    list.map(|fault| (fault.line, fault.problem)).collect()
}

#[test]
fn organizations_and_their_members_are_read() {
    let file = parse(&format!(
        "{HEADER}\n\
         Alpha BV,Enterprise (Annually) 2020,25,ada@alpha.example,Ada Visser,owner,confirmed\n\
         Beta,Teams (Monthly),2,bo@beta.example,Bo,owner,confirmed\n\
         Alpha BV,enterprise (annually) 2020,25,new@alpha.example,,admin,invited\n\
         \"Alpha BV\",Enterprise (Annually) 2020, 25 ,Gone@alpha.example,,user,revoked\n\
         Beta,Teams (Monthly),2,ada@alpha.example,Ada Visser,user,accepted\n"
    ))
    .unwrap();
    let [alpha, beta] = file.organizations() else {
        panic!("two organizations");
    };
    assert_eq!((alpha.key.as_str(), alpha.name.as_str()), ("alpha bv", "Alpha BV"));
    assert_eq!((alpha.seats.get(), alpha.occupied, alpha.members.len()), (25, 2, 3));
    assert_eq!(alpha.plan.to_string(), "Enterprise (Annually) 2020");
    assert_eq!(alpha.members[2].email.as_str(), "Gone@alpha.example");
    assert_eq!((beta.occupied, beta.members[1].role), (2, Role::User));
    let contents = Contents { organizations: 2, members: 5, invited: 1, accepted: 1, confirmed: 2, revoked: 1 };
    assert_eq!(file.contents(), contents);
    assert!(contents.to_string().contains("          5  members, of these"));
}

#[test]
fn columns_stand_in_any_order_behind_a_mark_and_with_any_line_end() {
    let header = "\u{FEFF}status,role,name,email,seats,plan,organization";
    let line = "confirmed,owner,Ada,ada@alpha.example,1,Free,Alpha";
    for end in ["\n", "\r\n", "\r"] {
        let file = parse(&format!("{header}{end}{line}{end}")).unwrap();
        assert_eq!(file.organizations()[0].members[0].name, "Ada");
    }
}

#[test]
fn the_header_is_told_what_is_wrong_with_it() {
    use ImportProblem::{ColumnMissing, ColumnTwice, ColumnUnknown};
    let header = |text: &str| faults_of(&format!("{text}\na,b,c,d,e,f,g\n"));
    assert_eq!(header("organization,plan,seats,email,name,role"), [(1, ColumnMissing("status"))]);
    assert_eq!(
        header("organization,plan,seats,email,Naam,role,status"),
        [(1, ColumnUnknown("\"Naam\"".into())), (1, ColumnMissing("name"))]
    );
    assert_eq!(header(&format!("{HEADER},plan")), [(1, ColumnTwice("plan"))]);
    let dutch = header("organisatie;plan;seats;email;name;role;status");
    assert_eq!(dutch, [(1, ColumnUnknown("\"organisatie\"".into())), (1, ColumnMissing("organization"))]);
    assert_eq!(header("a;b;c").len(), 3 + COLUMNS.len(), "each by itself, whatever separates them");
    assert_eq!(faults_of("").len(), COLUMNS.len());
    assert_eq!(faults_of(HEADER), [(1, ImportProblem::NoLines)]);
    let utf16: Vec<u8> = HEADER.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(ImportFile::parse(&utf16).is_err());
}

#[test]
fn every_value_is_told_what_is_wrong_with_it() {
    let found = faults(
        "Alpha,Gold,5,a@alpha.example,A,owner,confirmed\n\
         Alpha,Free,0,b@alpha.example,B,owner,confirmed\n\
         Alpha,Free,1000001,nobody,C,boss,away\n\
         ,Free,5,d@alpha.example,D,user,confirmed\n\
         Alpha,Free,5,e@alpha.example, ,user,accepted\n\
         Alpha,Free,5,f@alpha.example,a\u{202E}b,user,accepted\n\
         \u{FF9E},Free,5,g@alpha.example,G,user,accepted\n\
         \u{301}\u{3164},Free,5,h@alpha.example,H,user,accepted\n",
    );
    assert_eq!(
        found,
        [
            (2, ImportProblem::Plan("\"Gold\"".into())),
            (3, ImportProblem::Seats("\"0\"".into())),
            (4, ImportProblem::Seats("\"1000001\"".into())),
            (4, ImportProblem::Email("\"nobody\"".into())),
            (4, ImportProblem::Role("\"boss\"".into())),
            (4, ImportProblem::Status("\"away\"".into())),
            (5, ImportProblem::OrganizationName(TextFault::Missing)),
            (6, ImportProblem::NameMissing),
            (7, ImportProblem::PersonName(TextFault::BadCharacter)),
            (8, ImportProblem::NameWithoutLetters),
            (9, ImportProblem::OrganizationName(TextFault::Missing)),
        ]
    );
}

#[test]
fn lines_of_one_organization_have_to_agree() {
    let found = faults(
        "Café,Free,5,a@cafe.example,A,owner,confirmed\n\
         Café,Teams (Monthly),6,b@cafe.example,B,user,confirmed\n\
         cafe,Free,5,c@cafe.example,C,user,confirmed\n",
    );
    let other = |column, first: &str, here: &str| ImportProblem::Disagreement {
        column,
        first_line: 2,
        first: format!("\"{first}\""),
        here: format!("\"{here}\""),
    };
    assert_eq!(
        found,
        [(3, other("plan", "Free", "Teams (Monthly)")), (3, other("seats", "5", "6")), (4, other("name", "Café", "cafe")),]
    );
}

#[test]
fn an_organization_needs_a_confirmed_owner_and_seats_for_its_members() {
    let lines = "Alpha,Free,1,a@alpha.example,A,owner,accepted\n\
                 Alpha,Free,1,b@alpha.example,B,user,confirmed\n\
                 Alpha,Free,1,c@alpha.example,C,user,revoked\n";
    let organization = "Alpha".to_owned();
    let few = ImportProblem::TooFewSeats { organization: organization.clone(), occupied: 2, seats: 1 };
    assert_eq!(faults(lines), [(2, ImportProblem::NoOwner { organization }), (2, few)]);
}

#[test]
fn a_role_that_cannot_be_read_may_be_the_owner() {
    let found = faults("Alpha,Free,1,a@alpha.example,A,ownr,confirmed\n");
    assert_eq!(found, [(2, ImportProblem::Role("\"ownr\"".into()))]);
}

#[test]
fn an_address_stands_once_in_an_organization_whatever_its_case() {
    let found = faults(
        "Alpha,Free,1,a@alpha.example,A,owner,confirmed\n\
         Alpha,Free,1,A@Alpha.example,A,user,confirmed\n",
    );
    let email = "A@Alpha.example".to_owned();
    assert_eq!(found, [(3, ImportProblem::Duplicate { email, first: 2 })]);
}

#[test]
fn lines_are_counted_as_an_editor_shows_them() {
    let good = |n: u8| format!("Alpha,Free,9,a{n}@alpha.example,A,owner,confirmed");
    let bad = "Alpha,Free,9,nobody,A,user,confirmed";
    for end in ["\n", "\r\n", "\r"] {
        let lines = [
            HEADER,
            &good(1),
            "",
            "",
            bad,
            ",,,,,,",
            &good(2),
            "too,few",
            bad,
            "Alpha,Free,9,a3@alpha.example,\"two\nlines\",user,confirmed",
            bad,
        ];
        let found = faults_of(&lines.join(end));
        let at: Vec<u64> = found.iter().map(|(line, _)| *line).collect();
        assert_eq!(at, [5, 8, 9, 10, 12], "{end:?}");
        assert_eq!(found[1].1, ImportProblem::NotSevenValues(2));
        assert_eq!(found[3].1, ImportProblem::PersonName(TextFault::BadCharacter));
    }
}

#[test]
fn bytes_that_are_no_text_are_told_by_line_and_column() {
    let mut file = HEADER.as_bytes().to_vec();
    file.extend_from_slice(b"\nAlpha,Free,9,a@alpha.example,Andr\xE9,owner,confirmed\n");
    let faults = ImportFile::parse(&file).unwrap_err();
    assert_eq!(faults.list()[0].line, 2);
    assert_eq!(faults.list()[0].problem, ImportProblem::NotUtf8("name"));
}

/// A file of a spreadsheet, and how it was understood.
fn written(bytes: &[u8]) -> String {
    let file = ImportFile::parse(bytes).unwrap_or_else(|faults| panic!("{faults}"));
    let [one, two] = file.organizations() else { panic!("{file:?}") };
    assert_eq!(
        (one.name.as_str(), one.plan.to_string().as_str(), one.seats.get()),
        ("Klant Een B.V.", "Teams (Monthly) 2020", 15)
    );
    assert_eq!((one.members[0].role, one.members[0].status), (Role::Owner, Status::Confirmed));
    assert_eq!((one.members[1].role, one.members[1].status), (Role::User, Status::Invited));
    assert_eq!((two.name.as_str(), two.members[0].name.as_str()), ("Klant Twee", "Łukasz Example"));
    file.written().to_string()
}

#[test]
fn files_of_spreadsheets_are_read_as_they_are_written() {
    let (semicolons, sep) = (
        include_bytes!("../../../../tests/fixtures/import/semicolons.csv"),
        include_bytes!("../../../../tests/fixtures/import/sep-line.csv"),
    );
    assert_eq!(written(semicolons), "The file is read as UTF-8, its columns separated by semicolons");
    let named = "The file is read as UTF-8, its columns separated by semicolons\n  its first line names the separator";
    assert_eq!(written(sep), named);
    let capitals = include_bytes!("../../../../tests/fixtures/import/capitals-and-trailing-column.csv");
    let says = "The file is read as UTF-8, its columns separated by commas\n  \
                its columns are Organization, Plan, Seats, Email, Name, Role, Status\n  \
                1 column without a name is empty and left out";
    assert_eq!(written(capitals), says);
    let utf16 = include_bytes!("../../../../tests/fixtures/import/utf16-tabs.csv");
    assert_eq!(written(utf16), "The file is read as UTF-16, its columns separated by tabs");
    // And as others write the same.
    let text = String::from_utf8(semicolons.to_vec()).unwrap();
    let big_endian: Vec<u8> = [0xFE, 0xFF].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    assert_eq!(written(&big_endian), "The file is read as UTF-16, its columns separated by semicolons");
    for (from, to, separator) in [(";", "|", "vertical bars"), (";", "\t", "tabs"), (";", ",", "commas")] {
        let says = format!("The file is read as UTF-8, its columns separated by {separator}");
        assert_eq!(written(text.replace(from, to).as_bytes()), says);
        for sep in [format!("sep={to}\n"), format!("SEP={to}\r\n"), format!("\"sep={to}\"\r")] {
            let text = format!("\u{FEFF}{sep}{}", text.replace(from, to));
            assert_eq!(written(text.as_bytes()), format!("{says}\n  its first line names the separator"));
        }
    }
    let shouted = text.replace("owner;confirmed", "OWNER;Confirmed").replace("\r\n", ";;\r\n").replace(";;\r\n", ";;\n");
    assert!(written(shouted.as_bytes()).ends_with("2 columns without a name are empty and left out"));
}

#[test]
fn lines_are_counted_behind_a_line_that_names_the_separator_and_nameless_columns_are_empty() {
    let header = HEADER.replace(',', ";");
    let bad = "Alpha;Free;9;nobody;A;owner;confirmed";
    assert_eq!(faults_of(&format!("sep=;\r\n{header}\r\n{bad}\r\n"))[0].0, 3);
    let found = faults_of(&format!("{HEADER},,\nAlpha,Free,9,a@alpha.example,A,owner,confirmed,,x\n"));
    assert_eq!(found, [(2, ImportProblem::NamelessValue(9))]);
    let found = faults_of(&format!("{HEADER}\nAlpha,Free,9,a@alpha.example,A,owner,confirmed,,\nA,b,c,d,e,f,g,h\n"));
    assert_eq!(found[0], (3, ImportProblem::NotSevenValues(8)), "what is too much is empty, or told");
    let mut torn: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(format!("{HEADER}\nx").encode_utf16().flat_map(u16::to_le_bytes)).collect();
    torn.push(1);
    let lone: Vec<u8> = [0xFF, 0xFE, 0x00, 0xD8, 0x41, 0x00].to_vec();
    for (bytes, line) in [(torn, 2), (lone, 1)] {
        let faults = ImportFile::parse(&bytes).unwrap_err();
        assert_eq!((faults.list()[0].line, &faults.list()[0].problem), (line, &ImportProblem::NotUtf16));
    }
}

#[test]
fn a_file_that_is_too_big_is_not_read() {
    let faults = ImportFile::parse(&vec![b'x'; MOST_BYTES + 1]).unwrap_err();
    assert_eq!(faults.list()[0].problem, ImportProblem::FileTooBig);
}

#[test]
fn faults_read_well_and_carry_nothing_that_steers_a_terminal() {
    let faults = parse(&format!("{HEADER}\nA\u{1b}[1m,Go\u{1b}[1mld,25,a@alpha.example,A,owner,confirmed\n"));
    let shown = faults.unwrap_err().to_string();
    assert!(!shown.contains('\u{1b}'), "{shown:?}");
    assert!(shown.starts_with("line 2: the organization's name holds"), "{shown}");
    assert!(shown.ends_with("2 faults were found. Nothing was changed: mend the file and import it again."));
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let mut file = format!("{HEADER}\n").into_bytes();
        file.extend_from_slice(&bytes);
        let _ = ImportFile::parse(&bytes);
        let _ = ImportFile::parse(&file);
    }

    #[test]
    fn what_is_read_keeps_the_rules(lines in "((a|B|b),Free,[1-3],[xy]@c.example,N?,(owner|user),(invited|confirmed|revoked)\n){0,6}") {
        if let Ok(file) = parse(&format!("{HEADER}\n{lines}")) {
            for one in file.organizations() {
                prop_assert!(one.occupied <= one.seats.get());
                prop_assert!(one.members.iter().any(|m| m.role == Role::Owner && m.status == Status::Confirmed));
                prop_assert_eq!(one.occupied as usize, one.members.iter().filter(|m| m.status != Status::Revoked).count());
            }
        }
    }
}
