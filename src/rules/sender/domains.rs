//! The parts of an address, as far as they tell who sends.

/// What stands before the `@`; the whole where there is none.
pub(super) fn local_part(address: &str) -> &str {
    address.rsplit_once('@').map_or(address, |(local, _)| local.rsplit(['<', ' ']).next().unwrap_or(local))
}

/// The domain of an address, in lower case; none where it has none, or where a merge tag stands in it.
pub(super) fn domain_of(address: &str) -> Option<String> {
    let (_, domain) = address.rsplit_once('@')?;
    plain(domain.trim().trim_end_matches('>'))
}

/// A domain in lower case, unless a merge tag or something else stands in it that is no domain.
pub(super) fn plain(domain: &str) -> Option<String> {
    let domain = domain.trim().trim_end_matches('.').to_lowercase();
    let is_plain = domain.contains('.') && domain.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-'));
    is_plain.then_some(domain)
}

/// The name that an organisation registers, without subdomain and ending: `hotyoga` of `mail.hotyoga.co.uk`.
pub(super) fn registered_name(domain: &str) -> &str {
    let labels: Vec<&str> = domain.split('.').collect();
    let before_ending = match labels.as_slice() {
        [.., name, second, last] if last.len() == 2 && SECOND_LEVEL.contains(second) => Some(*name),
        [.., name, _] => Some(*name),
        _ => None,
    };
    before_ending.unwrap_or(domain)
}

/// Whether two domains may belong to one organisation: the same registered name under whatever ending, or one that holds
/// the other (`hotyoga` and `hotyoga-news`).
pub(super) fn are_related(one: &str, other: &str) -> bool {
    let bare = |domain: &str| registered_name(domain).replace('-', "");
    let (one, other) = (bare(one), bare(other));
    let holds = |long: &str, short: &str| short.len() >= 4 && long.contains(short);
    one == other || holds(&one, &other) || holds(&other, &one)
}

/// Whether anybody can have an address there.
pub(in crate::rules) fn is_free_mail(domain: &str) -> bool {
    FREE.contains(&domain)
}

/// Labels under which countries register names: `co.uk`, `com.au`, `org.nz`.
const SECOND_LEVEL: &[&str] = &["ac", "co", "com", "edu", "go", "gov", "ne", "net", "nom", "or", "org"];

/// Providers of mail for everybody.
const FREE: &[&str] = &[
    "aol.com",
    "gmail.com",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hotmail.com",
    "hotmail.co.uk",
    "hotmail.fr",
    "icloud.com",
    "live.com",
    "mail.com",
    "mail.ru",
    "me.com",
    "msn.com",
    "orange.fr",
    "outlook.com",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "t-online.de",
    "web.de",
    "yahoo.co.uk",
    "yahoo.com",
    "yahoo.de",
    "yahoo.fr",
    "yandex.ru",
    "163.com",
    "libero.it",
    "naver.com",
    "zoho.com",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_gives_its_parts() {
        assert_eq!(local_part("Maya <maya@hotyoga.example>"), "maya");
        assert_eq!(domain_of("Maya <maya@HotYoga.example>").as_deref(), Some("hotyoga.example"));
        assert_eq!(domain_of("{{ owner.email }}"), None);
        assert_eq!(domain_of("maya@{{ domain }}"), None);
    }

    #[test]
    fn one_organisation_has_subdomains_and_endings() {
        assert!(are_related("mail.hotyoga.co.uk", "hotyoga.com"));
        assert!(are_related("hotyoga.example", "news.hotyoga.example"));
        assert!(are_related("hotyoga-news.example", "hotyoga.example"));
        assert!(!are_related("hotyoga.example", "agency.example"));
        assert!(!are_related("a.example", "agency.example"));
        assert_eq!(registered_name("localhost"), "localhost");
    }
}
