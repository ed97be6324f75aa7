//! What a field holds, told by its name.

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// The recipient's first name.
    FirstName,
    /// The recipient's last name.
    LastName,
    /// The recipient's name.
    FullName,
    /// The name of somebody else: the sender, an agent, a friend.
    OtherName,
    /// The recipient's company.
    Company,
    /// The way out: a link or an address to unsubscribe.
    OptOut,
    /// A page where the recipient chooses what to get.
    Preferences,
    /// Anything else.
    Other,
}

impl Field {
    /// Tells from a path, `contact.first_name` or `Kontakt.Vorname`, what it holds. Unsure means [`Field::Other`].
    pub fn of(path: &str) -> Self {
        let counts = |segment: &String| !segment.is_empty() && !segment.bytes().all(|b| b.is_ascii_digit());
        let segments: Vec<String> = path.split('.').map(plain).filter(counts).collect();
        let Some((mut last, mut parents)) = segments.split_last() else { return Self::Other };
        if matches!(last.as_str(), "value" | "text" | "raw")
            && let Some((name, above)) = parents.split_last()
        {
            (last, parents) = (name, above);
        }
        let parent = parents.last().map_or("", String::as_str);
        let someone_else = parents.iter().any(|segment| is_someone_else(segment));
        match by_name(last, parent) {
            field if !someone_else => field,
            Self::FirstName | Self::LastName | Self::FullName => Self::OtherName,
            Self::Company => Self::Other,
            field => field,
        }
    }

    /// Whether `path` is a bare `name` in what automation tools put around any field: a person's or a file's.
    pub(super) fn is_vague(path: &str) -> bool {
        let mut segments = path.rsplit('.').map(plain);
        segments.next().is_some_and(|last| last == "name")
            && segments.next().is_some_and(|parent| is_container(&parent))
    }

    /// Whether it is the recipient's name or a part of it.
    pub fn is_name(self) -> bool {
        matches!(self, Self::FirstName | Self::LastName | Self::FullName)
    }

    /// Whether it leads to a way out.
    pub fn is_opt_out(self) -> bool {
        matches!(self, Self::OptOut | Self::Preferences)
    }
}

/// The well-known field that `path` is one slip away from, if it is not one itself.
pub fn misspelt(path: &str) -> Option<&'static str> {
    const KNOWN: [(&str, &str); 6] = [
        ("firstname", "first_name"),
        ("lastname", "last_name"),
        ("fullname", "full_name"),
        ("company", "company"),
        ("companyname", "company_name"),
        ("unsubscribeurl", "unsubscribe_url"),
    ];
    let last = plain(path.rsplit('.').next()?);
    let slip = |known: &str| {
        known.len().abs_diff(last.len()) <= 1
            && strsim::osa_distance(&last, known) == 1
            && last.strip_suffix('s') != Some(known)
    };
    if KNOWN.iter().any(|(known, _)| last == *known) {
        return None;
    }
    let (_, right) = KNOWN.into_iter().find(|(known, _)| slip(known))?;
    let field = Field::of(path);
    let is_own = last.contains(|c: char| c.is_ascii_digit()) || field.is_name() || field == Field::Company;
    (!is_own).then_some(right)
}

/// Lower case, letters and digits alone.
pub(super) fn plain(text: &str) -> String {
    if text.is_ascii() {
        let kept = text.bytes().filter(u8::is_ascii_alphanumeric);
        return kept.map(|b| char::from(b.to_ascii_lowercase())).collect();
    }
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn by_name(name: &str, parent: &str) -> Field {
    if holds_any(name, &["unsub", "optout", "desinscri", "abmelde"]) {
        return Field::OptOut;
    }
    if holds_any(name, &["preferencecent", "subscriptioncenter", "profilecenter", "managesubscription"])
        || (holds_any(name, &["preferences"])
            && (name.starts_with("manage") || name.ends_with("url") || name.ends_with("link")))
        || matches!(name, "managepreferences" | "emailpreferences" | "updateprofile" | "updatepreferences")
    {
        return Field::Preferences;
    }
    match name {
        "firstname" | "fname" | "givenname" | "forename" | "vorname" | "prenom" | "prénom" | "voornaam"
        | "nickname" | "firstnamefix" => return Field::FirstName,
        "first" if matches!(parent, "" | "name" | "contact" | "person" | "recipient") => return Field::FirstName,
        "lastname" | "lname" | "surname" | "familyname" | "nachname" | "apellido" | "apellidos" | "cognome"
        | "achternaam" => return Field::LastName,
        "last" if parent == "name" => return Field::LastName,
        "fullname" | "nombre" | "nome" | "naam" | "nom" | "nomcomplet" | "nombrecompleto" => return Field::FullName,
        "name" if parent.is_empty() || is_recipient(parent) || is_container(parent) => return Field::FullName,
        "name" if is_someone_else(parent) => return Field::OtherName,
        "name" if matches!(parent, "company" | "employer") => return Field::Company,
        "company" | "companyname" | "business" | "businessname" | "employer" | "organization" | "organisation"
        | "organizationname" | "organisationname" | "accountname" => return Field::Company,
        _ => {}
    }
    for (suffix, field) in [
        ("firstname", Field::FirstName),
        ("lastname", Field::LastName),
        ("fullname", Field::FullName),
        ("companyname", Field::Company),
        ("name", Field::FullName),
    ] {
        if let Some(whose) = name.strip_suffix(suffix) {
            if is_recipient(whose) && whose != "user" {
                return field;
            }
            if is_someone_else(whose) {
                return Field::OtherName;
            }
        }
    }
    Field::Other
}

/// Whether any of `marks` stands in `name`. Names are short: a search that prepares itself takes longer.
fn holds_any(name: &str, marks: &[&str]) -> bool {
    marks.iter().any(|mark| name.as_bytes().windows(mark.len()).any(|part| part == mark.as_bytes()))
}

/// Words for the one who receives.
fn is_recipient(segment: &str) -> bool {
    const WORDS: &[&str] = &[
        "contact",
        "person",
        "lead",
        "prospect",
        "recipient",
        "subscriber",
        "customer",
        "user",
        "member",
        "client",
        "patient",
        "guest",
        "student",
        "profile",
        "attendee",
        "candidate",
        "invitee",
        "tenant",
        "buyer",
        "donor",
        "visitor",
        "parent",
        "you",
        "contactfield",
        "leadfield",
    ];
    WORDS.contains(&segment)
}

/// What automation tools put around any field.
fn is_container(segment: &str) -> bool {
    const WORDS: &[&str] =
        &["json", "fields", "data", "body", "input", "item", "to", "attributes", "properties", "vars", "variables"];
    WORDS.contains(&segment)
}

fn is_someone_else(segment: &str) -> bool {
    const WORDS: &[&str] = &[
        "sender",
        "agent",
        "rep",
        "salesrep",
        "owner",
        "ownerfield",
        "from",
        "my",
        "our",
        "your",
        "self",
        "founder",
        "coach",
        "host",
        "staff",
        "manager",
        "accountmanager",
        "csm",
        "advisor",
        "instructor",
        "teacher",
        "technician",
        "provider",
        "doctor",
        "referrer",
        "referral",
        "friend",
        "marketer",
        "author",
        "signature",
        "mailbox",
        "inviter",
        "actor",
        "assignee",
        "seller",
        "consultant",
        "accountexecutive",
    ];
    WORDS.contains(&segment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_fields_by_their_names() {
        for (path, field) in [
            ("first_name", Field::FirstName),
            ("firstName", Field::FirstName),
            ("First Name", Field::FirstName),
            ("FNAME", Field::FirstName),
            ("contact.firstname", Field::FirstName),
            ("person.first_name", Field::FirstName),
            ("$json.First Name", Field::FirstName),
            ("flow.data.patient_first_name", Field::FirstName),
            ("contact.first_name.value", Field::FirstName),
            ("name.first", Field::FirstName),
            ("LNAME", Field::LastName),
            ("name", Field::FullName),
            ("recipient.name", Field::FullName),
            ("contact.name", Field::FullName),
            ("lead_name", Field::FullName),
            ("customerName", Field::FullName),
            ("sender.first_name", Field::OtherName),
            ("sender_name", Field::OtherName),
            ("agentName", Field::OtherName),
            ("ownerfield.firstname", Field::OtherName),
            ("item.json.candidate_name.0", Field::FullName),
            ("$json.Item_Name", Field::Other),
            ("$json.name", Field::FullName),
            ("self.company_name", Field::Other),
            ("clientCompanyName", Field::Company),
            ("shop.name", Field::Other),
            ("product.name", Field::Other),
            ("product_name", Field::Other),
            ("username", Field::Other),
            ("file_name", Field::Other),
            ("items.first", Field::Other),
            ("company", Field::Company),
            ("company.name", Field::Company),
            ("unsubscribe_url", Field::OptOut),
            ("UNSUB", Field::OptOut),
            ("crm.unsubscribe_url", Field::OptOut),
            ("OPT_OUT", Field::OptOut),
            ("manage_preferences", Field::Preferences),
            ("subscription_center_url", Field::Preferences),
            ("preferred_locations", Field::Other),
            ("", Field::Other),
        ] {
            assert_eq!(Field::of(path), field, "{path}");
        }
    }

    #[test]
    fn sees_a_slip_of_the_finger() {
        assert_eq!(misspelt("frist_name"), Some("first_name"));
        assert_eq!(misspelt("contact.fistname"), Some("first_name"));
        assert_eq!(misspelt("comapny"), Some("company"));
        assert_eq!(misspelt("unsubcribe_url"), Some("unsubscribe_url"));
        for right in ["first_name", "First Name", "industry", "company_size", "name", "first_names_count"] {
            assert_eq!(misspelt(right), None, "{right}");
        }
    }
}
