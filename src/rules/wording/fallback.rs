//! How a field is written with words for when it is empty, in the spelling of each tool that fills it in.

use crate::copy::tags::{self, Syntax, Tag};
use crate::rules::Context;

/// An example in the spelling of the campaign's own tool: with the field of `written` where that is a tag, else with one
/// that the tool fills in for everybody. Who writes by hand may send with any tool.
pub(super) fn example(cx: &Context<'_>, written: &str) -> String {
    let dialect = cx.campaign.dialect;
    match of_field(dialect, written).or_else(|| of_tool(dialect).map(str::to_owned)) {
        Some(example) if cx.campaign.is_native() => format!("{example}, or as your tool spells it"),
        Some(example) => example,
        None => "your tool has its own way to spell it".to_owned(),
    }
}

/// Sources: Klaviyo "Message personalization reference" (Django's `default`), Drip and Twilio Studio "Liquid", Knock "Liquid
/// helpers", n8n "Expressions" (JavaScript), Mautic "Contact field tokens", FluentCRM "Smart codes", RapidPro
/// "Expressions: default", Salesforce "AMPscript IIF, EMPTY".
fn of_tool(dialect: &str) -> Option<&'static str> {
    Some(match dialect {
        "native" => "{{ first_name | default: \"friend\" }}",
        "klaviyo" => "{{ first_name|default:\"friend\" }}",
        "drip" => "{{ subscriber.first_name | default: \"friend\" }}",
        "twilio-studio" => "{{ flow.data.first_name | default: \"friend\" }}",
        "knock" => "{{ recipient.name | default: \"friend\" }}",
        "n8n" => "{{ $json.first_name || 'friend' }}",
        "mautic" => "{contactfield=firstname|friend}",
        "fluentcrm" => "{{contact.first_name|friend}}",
        "rapidpro" => "@(default(contact.first_name, \"friend\"))",
        "sfmc" => "%%=IIF(EMPTY(FirstName), \"friend\", FirstName)=%%",
        _ => return None,
    })
}

/// The longest tag that a help repeats, in bytes.
const LONGEST: usize = 80;

/// The tag `written` with words for when its field is empty; none where it is no tag, or nobody can say how it goes on.
fn of_field(dialect: &str, written: &str) -> Option<String> {
    let read = tags::scan(written);
    let [tag] = read.tags.as_slice() else { return None };
    if tag.range != (0..written.len()) || written.len() > LONGEST || written.contains(char::is_control) {
        return None;
    }
    let inside = inside(tag, written);
    let tool = match (dialect, tag.syntax) {
        ("native", Syntax::Expression) => "n8n",
        (tool, _) => tool,
    };
    let in_braces = matches!(tag.syntax, Syntax::DoubleBrace | Syntax::TripleBrace | Syntax::Expression);
    let is_own = match tool {
        "mautic" => tag.syntax == Syntax::SingleBrace,
        "rapidpro" => tag.syntax == Syntax::At,
        "sfmc" => tag.syntax == Syntax::DoublePercent,
        _ => in_braces,
    };
    let example = match tool {
        "native" if !in_braces => format!("{{{{ {} | default: \"friend\" }}}}", tag.path),
        _ if !is_own => return None,
        "native" | "drip" | "twilio-studio" | "knock" => format!("{{{{ {inside} | default: \"friend\" }}}}"),
        "klaviyo" => format!("{{{{ {inside}|default:\"friend\" }}}}"),
        "n8n" if only_gets(inside) => format!("{{{{ {inside} || 'friend' }}}}"),
        "mautic" => format!("{{{inside}|friend}}"),
        "fluentcrm" => format!("{{{{{inside}|friend}}}}"),
        "rapidpro" => format!("@(default({inside}, \"friend\"))"),
        "sfmc" => ampscript(inside)?,
        _ => return None,
    };
    let read = tags::scan(&example);
    let whole = !read.tags.is_empty() && read.problems.is_empty() && !read.tags.iter().any(Tag::may_be_blank);
    whole.then_some(example)
}

/// A tag without what it stands between.
fn inside<'w>(tag: &Tag, written: &'w str) -> &'w str {
    match tag.syntax {
        Syntax::At => {
            let inside = written.trim_start_matches('@');
            inside.strip_prefix('(').and_then(|inside| inside.strip_suffix(')')).unwrap_or(inside)
        }
        Syntax::DoublePercent => written.trim_matches('%').trim_matches('='),
        _ => written.trim_matches(['{', '}']).trim().trim_matches('-'),
    }
    .trim()
}

/// Whether an expression of n8n gets at a field and does nothing with it: behind anything else an `||` may stand too late.
fn only_gets(expression: &str) -> bool {
    let node = expression.strip_prefix("$(").and_then(|rest| rest.split_once(')')).map(|(_, rest)| rest);
    let path = node.unwrap_or(expression).replacen(".first()", "", 1).replacen(".last()", "", 1);
    let mut quote = None;
    path.chars().all(|c| match quote {
        Some(open) => {
            quote = (c != open).then_some(open);
            true
        }
        None if matches!(c, '\'' | '"') => {
            quote = Some(c);
            true
        }
        None => c.is_alphanumeric() || "_.$[]".contains(c),
    })
}

/// What asks for a field in `AMPscript`, whether it stands alone or in a call: `First Name`, `v(@name)`, `ProperCase(Name)`.
fn ampscript(inside: &str) -> Option<String> {
    let (call, field) = inside.split_once('(').unwrap_or(("", inside));
    let field = field.strip_suffix(')').unwrap_or(field).trim();
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let (field, shown) = match field {
        _ if field.trim_start_matches('@').chars().all(is_name) => (field.to_owned(), inside),
        _ if call.is_empty() && field.chars().all(|c| is_name(c) || c == ' ') => (format!("[{field}]"), ""),
        _ => return None,
    };
    let shown = if call.is_empty() || call == "v" { field.as_str() } else { shown };
    Some(format!("%%=IIF(EMPTY({field}), \"friend\", {shown})=%%"))
}

#[cfg(test)]
mod tests {
    use super::{of_field, of_tool};
    use crate::copy::tags;
    use crate::import::DIALECTS;

    #[test]
    fn every_example_is_read_as_one_that_leaves_no_hole() {
        for name in DIALECTS.iter().map(|dialect| dialect.name).chain(["native"]) {
            let known = !["apollo", "hubspot", "instantly", "lemlist", "outreach", "reply", "salesloft", "smartlead"]
                .contains(&name);
            assert_eq!(of_tool(name).is_some(), known, "{name}");
            let Some(example) = of_tool(name) else { continue };
            let read = tags::scan(example);
            assert!(read.problems.is_empty(), "{name}: {:?}", read.problems);
            assert!(!read.tags.is_empty() && !read.tags.iter().any(tags::Tag::may_be_blank), "{name}: {:?}", read.tags);
        }
    }

    #[test]
    fn a_tag_keeps_its_field_and_its_filters() {
        for (dialect, written, example) in [
            ("native", "{{ name }}", "{{ name | default: \"friend\" }}"),
            ("native", "{{- guest.name | capitalize -}}", "{{ guest.name | capitalize | default: \"friend\" }}"),
            ("native", "%FIRSTNAME%", "{{ FIRSTNAME | default: \"friend\" }}"),
            ("native", "{{ $json.name }}", "{{ $json.name || 'friend' }}"),
            ("twilio-studio", "{{flow.data.guest_name}}", "{{ flow.data.guest_name | default: \"friend\" }}"),
            ("drip", "{{ subscriber.name }}", "{{ subscriber.name | default: \"friend\" }}"),
            ("knock", "{{ recipient.first_name }}", "{{ recipient.first_name | default: \"friend\" }}"),
            ("klaviyo", "{{ person|lookup:'First Name' }}", "{{ person|lookup:'First Name'|default:\"friend\" }}"),
            ("n8n", "{{ $json['First Name'] }}", "{{ $json['First Name'] || 'friend' }}"),
            ("n8n", "{{ $('A b').first().json.name }}", "{{ $('A b').first().json.name || 'friend' }}"),
            ("mautic", "{contactfield=lastname}", "{contactfield=lastname|friend}"),
            ("fluentcrm", "{{contact.full_name}}", "{{contact.full_name|friend}}"),
            ("rapidpro", "@fields.nickname", "@(default(fields.nickname, \"friend\"))"),
            ("rapidpro", "@(title(contact.name))", "@(default(title(contact.name), \"friend\"))"),
            ("sfmc", "%%First Name%%", "%%=IIF(EMPTY([First Name]), \"friend\", [First Name])=%%"),
            ("sfmc", "%%=v(@name)=%%", "%%=IIF(EMPTY(@name), \"friend\", @name)=%%"),
            ("sfmc", "%%=ProperCase(Name)=%%", "%%=IIF(EMPTY(Name), \"friend\", ProperCase(Name))=%%"),
        ] {
            assert_eq!(of_field(dialect, written).as_deref(), Some(example), "{dialect}: {written}");
        }
    }

    #[test]
    fn what_nobody_can_go_on_with_is_left_to_the_example_of_the_tool() {
        let long = format!("{{{{ {} }}}}", "first_".repeat(20));
        for (dialect, written) in [
            ("native", "Dear customer"),
            ("native", "{{ first_name }} {{ last_name }}"),
            ("native", "{{ first_name\n}}"),
            ("native", &long),
            ("n8n", "{{ 'Hi ' + $json.name }}"),
            ("n8n", "{{ $json.name.split(' ')[0] }}"),
            ("sfmc", "%%=Concat(FirstName, LastName)=%%"),
            ("lemlist", "{{firstName}}"),
        ] {
            assert_eq!(of_field(dialect, written), None, "{dialect}: {written}");
        }
    }
}
