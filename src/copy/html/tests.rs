use super::*;
use proptest::prelude::*;

#[test]
fn tells_html_from_plain_text() {
    for html in [
        "<p>x",
        "a<br>b",
        "a<br/>b",
        "a<BR />b",
        "<a href=x>y</a>",
        "<!DOCTYPE html>",
        "<div class=x>",
        "<b>x</b>",
        "x</p>",
        "<TABLE>",
        "<P style='x'>",
        "<mjml>",
        "<strong\n>x",
    ] {
        assert!(is_html(html), "{html}");
    }
    for plain in [
        "",
        "a < b",
        "<Company>",
        "<first name>",
        "<me@x.example>",
        "x <b and c> d",
        "a <3",
        "<",
        "<p",
        "i<a and b",
        "<<>>",
    ] {
        assert!(!is_html(plain), "{plain}");
    }
}

#[test]
fn plain_text_passes_untouched() {
    let body = "Hi &amp; <Company>\n  there";
    let seen = visible(body);
    assert!(matches!(seen.text, Cow::Borrowed(_)) && !seen.is_html() && seen.links().is_empty());
    assert_eq!((seen.text(), seen.source(3..8)), (body, 3..8));
}

#[test]
fn shows_what_a_recipient_sees() {
    for (body, expected) in [
        ("<p>Hi  <b>Sam</b>,</p>\n<p>how\n are you?</p>", "Hi Sam,\n\nhow are you?"),
        ("<div>a</div><div>b<br>c</div>", "a\nb\nc"),
        ("a<br><br>b", "a\n\nb"),
        ("<ul><li>a</li><li>b</li></ul>c", "a\nb\n\nc"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("<head><title>t</title><style>p { color: red }</style></head><body>a</body>", "a"),
        ("<p>a<script>var x = '<p>b</p>';</script>c</p>", "ac"),
        ("<p>a<!-- b -->c<!--[if mso]><p>d</p><![endif]--></p>", "ac"),
        ("<p>a<span style=\"display: none\">b</span>c<i hidden>d</i><b style='visibility:hidden'>e</b></p>", "ac"),
        ("<div style=\"display:none;max-height:0\">Preheader</div><p>a</p>", "Preheader\n\na"),
        ("<p>a</p><div class=\"preheader\" style=\"display:none\">b</div>", "a\n\nb"),
        ("<p>a</p><div style=\"display:none\">b <p>c</p></div><p>d</p>", "a\n\nd"),
        ("<p style=\"display:none\">a <b>b", "a b"),
        ("<p>caf&eacute; &amp; t&#233; it&#8217;s&nbsp;so</p>", "café & té it’s\u{a0}so"),
        (
            "<p>{{ first_name | default: 'x' }} {% if a &gt; 1 %}b{% endif %}</p>",
            "{{ first_name | default: 'x' }} {% if a > 1 %}b{% endif %}",
        ),
        ("<p>a</p", "a"),
        ("<p>a < b <> c</p>", "a < b <> c"),
        ("<textarea><p>x</textarea><p>y</p>", "y"),
        (
            "<mjml><mj-head><mj-title>t</mj-title></mj-head><mj-text>a</mj-text><mj-button href=\"u\">b</mj-button></mjml>",
            "a\nb",
        ),
        ("<p></p>", ""),
    ] {
        assert_eq!(visible(body).text().trim_end(), expected, "{body}");
    }
}

#[test]
fn gives_the_way_back() {
    for (body, text, source) in [
        ("<p>Hi <b>dear</b>\n  friend</p>", "dear friend", "dear</b>\n  friend"),
        ("<p>it&#8217;s caf&eacute; time</p>", "it’s café", "it&#8217;s caf&eacute;"),
        ("<div>Über <i>uns</i></div><p>Mehr</p>", "Mehr", "Mehr"),
        ("<p>a</p><p>b c</p>", "b c", "b c"),
        ("<style>b{}</style><p hidden>b</p><p>x b</p>", "b", "b"),
    ] {
        let seen = visible(body);
        let start = seen.text().find(text).expect(body);
        assert_eq!(&body[seen.source(start..start + text.len())], source, "{body}");
    }
    let body = "<style>b{}</style><p hidden>b</p><p>x b</p>";
    let seen = visible(body);
    let at = seen.text().find('b').expect(body);
    assert_eq!(seen.source(at..at + 1), body.rfind("b</p>").map(|i| i..i + 1).expect(body));
}

#[test]
fn collects_links() {
    let body = "<p>See <a class=x href=\"https://x.example/?a=1&amp;b=2\"> our <b>page</b> </a> or <a href='{{unsubscribe_url}}'>stop</a> \
        <a name=y>z</a> <a href=one>1 <a href=two>2</p>";
    let seen = visible(body);
    let found: Vec<_> = seen
        .links()
        .iter()
        .map(|l| (l.href.as_str(), &body[l.href_source.clone()], &seen.text()[l.range.clone()]))
        .collect();
    assert_eq!(
        found,
        [
            ("https://x.example/?a=1&b=2", "https://x.example/?a=1&amp;b=2", "our page"),
            ("{{unsubscribe_url}}", "{{unsubscribe_url}}", "stop"),
            ("one", "one", "1"),
            ("two", "two", "2"),
        ]
    );
}

#[test]
fn hostile_markup_takes_linear_time() {
    for piece in [
        "a  ",
        "<",
        "<p",
        "<p>",
        "</p>",
        "<b></x>",
        "&",
        "&#",
        "&#x1",
        "<!--",
        "<a href=x>",
        "<p hidden>",
        "<table><td>",
        "<a ",
        "<a b='",
        "<svg><p>",
        "<select><div>",
        "<template>",
        " ",
        "<br>",
        "<p style='display:none'>x</p>",
    ] {
        let body = format!("<p>{}", piece.repeat(1_000_000 / piece.len()));
        assert!(visible(&body).text().len() <= body.len(), "{piece}");
    }
}

proptest! {
    #[test]
    fn never_panics_and_maps_into_the_body(
        body in r#"(<p>|</p>|<b|<div style="display:none">|</div>|<a href=x>|</a>|<br>|<!--|-->|<script>|</script>|&amp;|&|;|é|😀|x| |\n|<|>|"){0,30}"#,
        a in 0usize..60, b in 0usize..60,
    ) {
        let seen = visible(&body);
        let edge = |n: usize| seen.text().char_indices().map(|(i, _)| i).chain([seen.text().len()]).nth(n);
        if let (Some(a), Some(b)) = (edge(a.min(b)), edge(a.max(b))) {
            prop_assert!(body.get(seen.source(a..b)).is_some());
        }
        for link in seen.links() {
            prop_assert!(seen.text().get(link.range.clone()).is_some() && body.get(link.href_source.clone()).is_some());
        }
    }

    #[test]
    fn never_panics(body in any::<String>()) {
        let body = format!("<p>{body}");
        prop_assert!(visible(&body).is_html());
    }
}
