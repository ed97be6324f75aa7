use super::*;
use proptest::prelude::*;

fn only(text: &str) -> Tag {
    let found = scan(text);
    assert_eq!(found.tags.len(), 1, "{text}: {found:?}");
    assert!(found.problems.is_empty(), "{text}: {found:?}");
    found.tags[0].clone()
}

#[test]
fn reads_the_syntaxes_of_the_trade() {
    use Syntax::{
        Angle, At, Block, Bracket, DollarBrace, DoubleBrace, DoubleBracket, DoublePercent, Expression, Hash, Percent,
        SingleBrace, StarBar, TripleBrace,
    };
    for (tag, syntax, path, fallback, field) in [
        ("{{ first_name }}", DoubleBrace, "first_name", None, Field::FirstName),
        ("{{first_name|default:'friend'}}", DoubleBrace, "first_name", Some("friend"), Field::FirstName),
        (
            "{{ person.first_name | default: \"there\" }}",
            DoubleBrace,
            "person.first_name",
            Some("there"),
            Field::FirstName,
        ),
        ("{{firstName|there}}", DoubleBrace, "firstName", Some("there"), Field::FirstName),
        ("{{firstName | there}}", DoubleBrace, "firstName", Some("there"), Field::FirstName),
        ("{{contact.first_name|Hey}}", DoubleBrace, "contact.first_name", Some("Hey"), Field::FirstName),
        ("{{ contact.firstname }}", DoubleBrace, "contact.firstname", None, Field::FirstName),
        ("{{lead.First Name:default=there}}", DoubleBrace, "lead.First Name", Some("there"), Field::FirstName),
        ("{{${first_name} | default: 'you'}}", DoubleBrace, "first_name", Some("you"), Field::FirstName),
        ("{{${first_name}}}", DoubleBrace, "first_name", None, Field::FirstName),
        ("{{{unsubscribe_url}}}", TripleBrace, "unsubscribe_url", None, Field::OptOut),
        ("{{{ pm:unsubscribe }}}", TripleBrace, "pm:unsubscribe", None, Field::OptOut),
        ("{{ $json['First Name'] }}", Expression, "$json.First Name", None, Field::FirstName),
        ("{{ $json.name || \"team\" }}", Expression, "$json.name", Some("team"), Field::FullName),
        ("{{ $json.items.map(i => { return {a: 1}}) }}", Expression, "$json.items", None, Field::Other),
        ("{% unsubscribe 'No more of this' %}", Block, "unsubscribe", None, Field::OptOut),
        ("{name}", SingleBrace, "name", None, Field::FullName),
        ("{First Name}", SingleBrace, "First Name", None, Field::FirstName),
        ("{first_name|there}", SingleBrace, "first_name", Some("there"), Field::FirstName),
        ("{contactfield=firstname|there}", SingleBrace, "contactfield.firstname", Some("there"), Field::FirstName),
        ("{ownerfield=firstname}", SingleBrace, "ownerfield.firstname", None, Field::OtherName),
        ("{lead.name or 'there'}", SingleBrace, "lead.name", Some("there"), Field::FullName),
        ("{!Contact.FirstName}", SingleBrace, "Contact.FirstName", None, Field::FirstName),
        ("{$unsubscribe}", SingleBrace, "unsubscribe", None, Field::OptOut),
        ("{unsubscribe_text}", SingleBrace, "unsubscribe_text", None, Field::OptOut),
        ("${lead.name}", DollarBrace, "lead.name", None, Field::FullName),
        ("*|FNAME|*", StarBar, "FNAME", None, Field::FirstName),
        ("*|UNSUB|*", StarBar, "UNSUB", None, Field::OptOut),
        ("%FIRSTNAME%", Percent, "FIRSTNAME", None, Field::FirstName),
        ("%recipient.first_name%", Percent, "recipient.first_name", None, Field::FirstName),
        ("%unsubscribe_url%", Percent, "unsubscribe_url", None, Field::OptOut),
        ("%%First Name%%", DoublePercent, "First Name", None, Field::FirstName),
        ("%%=v(@first_name)=%%", DoublePercent, "first_name", None, Field::FirstName),
        ("%%unsub_center_url%%", DoublePercent, "unsub_center_url", None, Field::OptOut),
        ("[firstname,fallback=there]", Bracket, "firstname", Some("there"), Field::FirstName),
        ("[unsubscribe_url]", Bracket, "unsubscribe_url", None, Field::OptOut),
        ("[[firstname]]", DoubleBracket, "firstname", None, Field::FirstName),
        ("##crm.unsubscribe_url##", Hash, "crm.unsubscribe_url", None, Field::OptOut),
        ("@contact.name", At, "contact.name", None, Field::FullName),
        ("@(default(contact.first_name, \"friend\"))", At, "contact.first_name", Some("friend"), Field::FirstName),
        ("<%= first_name %>", Angle, "first_name", None, Field::FirstName),
    ] {
        let text = format!("Hi {tag}, how are you?");
        let found = only(&text);
        assert_eq!(&text[found.range.clone()], tag);
        assert_eq!(
            (found.syntax, found.path.as_str(), found.fallback.as_deref(), found.field),
            (syntax, path, fallback, field),
            "{tag}"
        );
    }
}

#[test]
fn a_bare_name_of_an_automation_is_a_person_where_it_is_addressed() {
    for (text, field) in [
        ("Hi {{ $json.name }}, hi", Field::FullName),
        ("{{ $json.name }},\nhi", Field::FullName),
        ("The file {{ $json.name }} is ready", Field::Other),
        ("Attached: {{ $json.first_name }}", Field::FirstName),
        ("The lead {{ name }}", Field::FullName),
    ] {
        assert_eq!(only(text).field, field, "{text}");
    }
}

#[test]
fn braces_and_signs_of_prose_and_code_are_no_tags() {
    for text in [
        "100% of people, 50% of them twice, and 5%off% too",
        "a { color: red; } @media screen { p { margin: 0 } }",
        "@media(max-width:1px){a{b:c}}",
        "{\"a\": {\"b\": 1}}",
        "{'a': 1}",
        "{\n  \"name\": \"x\"\n}",
        "if (a) { return b; }",
        "function() { if (a) { return first_name }}",
        "x^{2} and \\frac{a}{b}",
        "write to me@contact.example or a.b@fields.example",
        "## Heading ## and #hashtag #a #b",
        "**bold** * list | table |",
        "https://x.example/a%20b%C3%A9?u=%7B%7D",
        "style={{ color: 'red' }}",
        "a[name] and ![image](x) and [Name](https://x.example) and [1]",
        "[ ] task [x] done",
        "<p>hello</p> 3 < 4 > 2",
        "{} {{{{}}}} {",
        "{! what",
        "twitter @contact me, @fieldsofgold",
        "[Event] Join us",
    ] {
        let found = scan(text);
        assert!(
            found.tags.is_empty() && found.problems.is_empty() && found.placeholders.is_empty(),
            "{text}: {found:?}"
        );
    }
}

#[test]
fn names_what_is_broken() {
    use ProblemKind::{Empty, HalfClosed, HalfOpened, OpenBlock, StrayEnd, Unclosed, Unopened};
    for (text, expected) in [
        ("Hi {{ first_name, how are you", &[(Unclosed, "{{ first_name")][..]),
        ("Hi {{first_name\n\nand {{last_name}}", &[(Unclosed, "{{first_name")]),
        ("Hi {{ first_name }, and {{ last_name }}", &[(HalfClosed, "{{ first_name }")]),
        ("Hi {{first_name}", &[(HalfClosed, "{{first_name}")]),
        ("Hi { first_name }}, hi", &[(HalfOpened, "{ first_name }}")]),
        ("Hi first_name }}, hi", &[(Unopened, "first_name }}")]),
        ("Hi {{ }}, {{}}", &[(Empty, "{{ }}"), (Empty, "{{}}")]),
        ("{% if a %}x", &[(OpenBlock, "{% if a %}")]),
        ("x{% endif %}", &[(StrayEnd, "{% endif %}")]),
        ("{% if a %}x{{/if}}", &[]),
        ("{% if a }x", &[(HalfClosed, "{% if a }")]),
        ("{% if a x", &[(Unclosed, "{% if")]),
        ("{{#if a}}x", &[(OpenBlock, "{{#if a}}")]),
        ("{% for a in b %}{% if a %}x{% endfor %}", &[(OpenBlock, "{% if a %}")]),
        ("*|FNAME| there", &[(HalfClosed, "*|FNAME|")]),
    ] {
        let found: Vec<_> = scan(text).problems.into_iter().map(|p| (p.kind, &text[p.range])).collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn whole_blocks_are_no_problem() {
    for text in [
        "{% if a %}x{% elsif b %}y{% else %}z{% endif %}",
        "{%- for a in b -%}{% unless c %}{{ a }}{% endunless %}{%- endfor -%}",
        "{{#if a}}x{{else if b}}y{{else}}z{{/if}}{{#each a}}{{this}}{{/each}}",
        "{{#if a}}x{{#else}}y{{#endif}}",
        "{{#a}}x{{/a}}{{^a}}y{{/a}}",
        "{{ if .A }}x{{ else }}y{{ end }}",
        "*|IF:FNAME|*x*|ELSE:|*y*|END:IF|*",
        "{% raw %}{{ {% endraw %}",
        "{% comment %}{% if {% endcomment %}",
        "{% assign a = b %}{% include 'x' %}{% cycle 'a', 'b' %}",
        "{% capture a %}b{% endcapture %}",
        "{% plugin x %}y{% endplugin %}",
    ] {
        assert!(scan(text).problems.is_empty(), "{text}: {:?}", scan(text).problems);
    }
}

#[test]
fn conditional_content_guards_a_tag() {
    for (text, guard) in [
        ("Hi {{ first_name }}", Guard::None),
        ("Hi{% if first_name %} {{ first_name }}{% endif %}", Guard::Field),
        ("{% if person.first_name != blank %}{{ person.first_name }}{% else %}x{% endif %}", Guard::Field),
        ("{% if first_name == '' %}you{% else %}{{ first_name }}{% endif %}", Guard::Field),
        ("{% if vip %}{{ first_name }}{% endif %}", Guard::Other),
        ("{% if vip %}x{% elsif first_name %}{{ first_name }}{% endif %}", Guard::Field),
        ("{% if first_name %}x{% endif %}{{ first_name }}", Guard::None),
        ("{% for a in b %}{{ first_name }}{% endfor %}", Guard::None),
        ("{{#if first_name}}{{first_name}}{{else}}you{{/if}}", Guard::Field),
        ("{{#first_name}}{{first_name}}{{/first_name}}", Guard::Field),
        ("*|IF:FNAME|**|FNAME|**|ELSE:|*you*|END:IF|*", Guard::Field),
        ("{% assign hello = 'you' %}{{ hello }}", Guard::Field),
        ("%%[ SET @first_name = 'x' ]%%%%=v(@first_name)=%%", Guard::Field),
    ] {
        assert_eq!(only(text).guard, guard, "{text}");
    }
}

#[test]
fn what_is_not_read_as_it_stands_is_marked() {
    for (text, read) in [
        ("Hi {{ a }}, {Hi|Hello}", "Hi , {Hi|Hello}"),
        ("{% if a %}one{% elsif b %}two{% else %}three{% endif %} four", "one four"),
        ("{{#if a}}one{{else}}two {{b}}{{/if}} four{{! note }}{# note #}", "one four"),
        ("*|IF:A|*one*|ELSE:|*two*|END:IF|* four %%[ SET @a = 1 ]%%", "one four "),
        ("{% if a %}{% if b %}1{% else %}2{% endif %}{% else %}3{% endif %}4", "14"),
        ("{% if a %}one{% else %}two", "onetwo"),
    ] {
        let mut left = text.to_owned();
        for range in scan(text).unread().into_iter().rev() {
            left.replace_range(range, "");
        }
        assert_eq!(left, read, "{text}");
    }
}

#[test]
fn spintax_is_a_choice_and_its_tags_are_read() {
    for (text, choices, paths) in [
        ("{Hi|Hello} you", &["{Hi|Hello}"][..], &[][..]),
        ("{Hi {{first_name}}|Hello}", &["{Hi {{first_name}}|Hello}"], &["first_name"]),
        ("{{RANDOM|Hi|Hello}}", &["{{RANDOM|Hi|Hello}}"], &[]),
        ("{{RANDOM|Hi {{first_name}}|Hello}} x", &["{{RANDOM|Hi {{first_name}}|Hello}}"], &["first_name"]),
        ("{{Hi there|Hello|Hey}}", &["{{Hi there|Hello|Hey}}"], &[]),
    ] {
        let found = scan(text);
        assert!(found.problems.is_empty(), "{text}: {found:?}");
        let (spun, tags): (Vec<&Tag>, Vec<&Tag>) = found.tags.iter().partition(|tag| tag.syntax == Syntax::Spintax);
        assert_eq!(spun.iter().map(|tag| &text[tag.range.clone()]).collect::<Vec<_>>(), choices, "{text}");
        assert_eq!(tags.iter().map(|tag| tag.path.as_str()).collect::<Vec<_>>(), paths, "{text}");
    }
}

#[test]
fn placeholders_are_told_from_tags() {
    let text = "Dear [First Name],\n[Your Name] of <Company>, see [INSERT LINK], {insert date}";
    let found: Vec<_> = scan(text).placeholders.into_iter().map(|p| (p.kind, p.field, &text[p.range])).collect();
    assert_eq!(
        found,
        [
            (PlaceholderKind::Bracket, Field::FirstName, "[First Name]"),
            (PlaceholderKind::Instruction, Field::OtherName, "[Your Name]"),
            (PlaceholderKind::Angle, Field::Company, "<Company>"),
            (PlaceholderKind::Instruction, Field::Other, "[INSERT LINK]"),
            (PlaceholderKind::Instruction, Field::Other, "{insert date}"),
        ]
    );
}

#[test]
fn hostile_texts_take_linear_time() {
    for piece in [
        "{{",
        "{",
        "}}",
        "{%",
        "{{$",
        "{{a",
        "{a",
        "{{#if a}}",
        "{% if a %}",
        "{{/if}}",
        "{% endif %}",
        "[",
        "[[",
        "<",
        "<%",
        "(",
        "@(",
        "%",
        "%%",
        "%%[",
        "%%=",
        "*|",
        "#",
        "##a",
        "${",
        "${a",
        "x",
        "X/",
        "_",
        "__A",
        "{{a|",
        "{{RANDOM|",
        "{% raw %}",
        "{\"",
        "'{{\"",
        "{% if a %}{{ a }}",
        "TODO",
        "a }}",
        "\u{e9}{{",
    ] {
        let text = piece.repeat(100_000 / piece.len());
        let found = scan(&text);
        assert!(found.tags.len() + found.problems.len() <= text.len(), "{piece}");
    }
}

proptest! {
    #[test]
    fn never_panics_and_gives_ranges_of_the_text(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn never_panics_on_marks(text in r#"([{}%*|\[\]#@<>$_(=)"' \n.,:a-cX-]|if|end|é|\{\{|\}\}|RANDOM){0,40}"#) {
        check(&text);
    }
}

fn check(text: &str) {
    let found = scan(text);
    let ranges = found.tags.iter().map(|t| &t.range);
    let ranges =
        ranges.chain(found.problems.iter().map(|p| &p.range)).chain(found.placeholders.iter().map(|p| &p.range));
    for range in ranges {
        assert!(text.get(range.clone()).is_some_and(|part| !part.is_empty()), "{text:?}: {range:?}");
    }
}
