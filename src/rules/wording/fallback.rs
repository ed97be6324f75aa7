//! How a field is written with words for when it is empty, in the spelling of each tool that fills it in.

use crate::rules::Context;

/// An example in the spelling of the campaign's own tool. Who writes by hand may send with any.
pub(super) fn example(cx: &Context<'_>) -> String {
    match of_tool(cx.campaign.dialect) {
        Some(example) if cx.campaign.is_native() => format!("{example}, or as your tool spells it"),
        Some(example) => example.to_owned(),
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

#[cfg(test)]
mod tests {
    use super::of_tool;
    use crate::copy::tags;
    use crate::import::DIALECTS;

    #[test]
    fn every_example_is_read_as_one_that_leaves_no_hole() {
        for name in DIALECTS.iter().map(|dialect| dialect.name).chain(["native"]) {
            let Some(example) = of_tool(name) else { continue };
            let read = tags::scan(example);
            assert!(read.problems.is_empty(), "{name}: {:?}", read.problems);
            assert!(!read.tags.is_empty() && !read.tags.iter().any(tags::Tag::may_be_blank), "{name}: {:?}", read.tags);
        }
    }
}
