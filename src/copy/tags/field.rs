//! What a field holds, told by its name.

use crate::copy::bytes::Letters;

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
        with_plain(path, of_plain)
    }

    /// Whether `path` is a bare `name` in what automation tools put around any field: a person's or a file's.
    pub(super) fn is_vague(path: &str) -> bool {
        with_plain(path, |plain| {
            let mut segments = plain.rsplit('.');
            segments.next() == Some("name") && segments.next().is_some_and(is_container)
        })
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
    with_plain(path.rsplit('.').next()?, |last| {
        let slip = |known: &str| {
            known.len().abs_diff(last.len()) <= 1
                && strsim::osa_distance(last, known) == 1
                && last.strip_suffix('s') != Some(known)
        };
        if KNOWN.iter().any(|(known, _)| last == *known) {
            return None;
        }
        let (_, right) = KNOWN.into_iter().find(|(known, _)| slip(known))?;
        let field = Field::of(path);
        let is_own = last.contains(|c: char| c.is_ascii_digit()) || field.is_name() || field == Field::Company;
        (!is_own).then_some(right)
    })
}

/// Lower case, letters and digits alone.
pub(super) fn plain(text: &str) -> String {
    if text.is_ascii() {
        let kept = text.bytes().filter(u8::is_ascii_alphanumeric);
        return kept.map(|b| char::from(b.to_ascii_lowercase())).collect();
    }
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What `read` makes of a path in lower case, of letters, digits and the dots between its names alone. Most are short:
/// nothing is put aside for them.
fn with_plain<T>(path: &str, read: impl FnOnce(&str) -> T) -> T {
    const MOST: usize = 64;
    if !path.is_ascii() || path.len() > MOST {
        let segments: Vec<String> = path.split('.').map(plain).collect();
        return read(&segments.join("."));
    }
    let mut room = [0; MOST];
    let mut length = 0;
    for byte in path.bytes() {
        if let Some(place) = room.get_mut(length) {
            *place = byte.to_ascii_lowercase();
        }
        length += usize::from(byte.is_ascii_alphanumeric() || byte == b'.');
    }
    read(room.get(..length).and_then(|plain| std::str::from_utf8(plain).ok()).unwrap_or_default())
}

/// What a path in lower case holds.
fn of_plain(path: &str) -> Field {
    let counts = |segment: &&str| !segment.bytes().all(|b| b.is_ascii_digit());
    let mut parents = path.rsplit('.').filter(counts);
    let Some(mut last) = parents.next() else { return Field::Other };
    if matches!(last, "value" | "text" | "raw") {
        let mut above = parents.clone();
        if let Some(name) = above.next() {
            (last, parents) = (name, above);
        }
    }
    let field = by_name(last, parents.clone().next().unwrap_or_default());
    let mut someone_else = || parents.any(is_someone_else);
    match field {
        Field::FirstName | Field::LastName | Field::FullName if someone_else() => Field::OtherName,
        Field::Company if someone_else() => Field::Other,
        field => field,
    }
}

fn by_name(name: &str, parent: &str) -> Field {
    const OPT_OUT: [Mark; 4] = [mark("unsub"), mark("optout"), mark("desinscri"), mark("abmelde")];
    const CENTERS: [Mark; 4] =
        [mark("preferencecent"), mark("subscriptioncenter"), mark("profilecenter"), mark("managesubscription")];
    const PREFERENCES: [Mark; 1] = [mark("preferences")];
    let letters = Letters::of(name);
    let holds_any = |marks: &[Mark]| marks.iter().any(|(mark, own)| letters.hold(*own) && name.contains(mark));
    if holds_any(&OPT_OUT) {
        return Field::OptOut;
    }
    if holds_any(&CENTERS)
        || (holds_any(&PREFERENCES) && (name.starts_with("manage") || name.ends_with("url") || name.ends_with("link")))
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

/// What is looked for in a name, and its letters.
type Mark = (&'static str, Letters);

const fn mark(text: &'static str) -> Mark {
    (text, Letters::of(text))
}

/// Words for the one who receives.
fn is_recipient(segment: &str) -> bool {
    matches!(
        segment,
        "contact"
            | "person"
            | "lead"
            | "prospect"
            | "recipient"
            | "subscriber"
            | "customer"
            | "user"
            | "member"
            | "client"
            | "patient"
            | "guest"
            | "student"
            | "profile"
            | "attendee"
            | "candidate"
            | "invitee"
            | "tenant"
            | "buyer"
            | "donor"
            | "visitor"
            | "parent"
            | "you"
            | "contactfield"
            | "leadfield"
    )
}

/// What automation tools put around any field.
fn is_container(segment: &str) -> bool {
    matches!(
        segment,
        "json"
            | "fields"
            | "data"
            | "body"
            | "input"
            | "item"
            | "to"
            | "attributes"
            | "properties"
            | "vars"
            | "variables"
    )
}

fn is_someone_else(segment: &str) -> bool {
    matches!(
        segment,
        "sender"
            | "agent"
            | "rep"
            | "salesrep"
            | "owner"
            | "ownerfield"
            | "from"
            | "my"
            | "our"
            | "your"
            | "self"
            | "founder"
            | "coach"
            | "host"
            | "staff"
            | "manager"
            | "accountmanager"
            | "csm"
            | "advisor"
            | "instructor"
            | "teacher"
            | "technician"
            | "provider"
            | "doctor"
            | "referrer"
            | "referral"
            | "friend"
            | "marketer"
            | "author"
            | "signature"
            | "mailbox"
            | "inviter"
            | "actor"
            | "assignee"
            | "seller"
            | "consultant"
            | "accountexecutive"
    )
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
