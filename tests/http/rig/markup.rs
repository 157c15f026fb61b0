use crate::support::markup::faults;

#[test]
fn a_fault_that_no_page_may_have_is_seen_on_whatever_page_it_stands() {
    for (html, seen) in [
        (r#"<p><input type="email" name="" value="a">"#, true),
        (r#"<form class="form" method="post" action="">"#, true),
        (r#"<label for="">x</label>"#, true),
        (r#"<label><input type="checkbox" data-pick-page autocomplete="off"></label>"#, true),
        (r#"<input autocomplete="off" type="radio" name="a">"#, true),
        (r#"<form autocomplete="off" action="/a"><input type="checkbox" name="a" value="">"#, false),
        (r#"<input type="text" name="q" value="" autocomplete="off">"#, false),
        (r#"<option value="">any</option> name="" is a text"#, false),
    ] {
        assert_eq!(!faults(html).is_empty(), seen, "{html}");
    }
}
