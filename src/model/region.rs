//! Regions: ISO 3166-1 alpha-2 countries, and ISO 3166-2 subdivisions of them.
//!
//! Owns which codes exist. It must not know what law applies where.

use super::nearest;

/// Why a text is no region, with the code that was probably meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoRegion {
    /// The nearest code, where there is one.
    pub nearest: Option<String>,
}

/// Reads `US`, `US-CA`, `gb`; gives the code in capitals. The subdivisions of Australia, Canada and the United States
/// are checked by name; those of other countries by form alone (one to three letters or digits).
pub fn parse(text: &str) -> Result<String, NoRegion> {
    let code = text.trim().to_ascii_uppercase();
    let (country, subdivision) = match code.split_once('-') {
        Some((country, subdivision)) => (country, Some(subdivision)),
        None => (code.as_str(), None),
    };
    if is_country(country) && subdivision.is_none_or(|subdivision| is_subdivision(country, subdivision)) {
        return Ok(code);
    }
    Err(NoRegion { nearest: meant(&code) })
}

fn is_country(code: &str) -> bool {
    COUNTRIES.binary_search(&code).is_ok()
}

fn is_subdivision(country: &str, code: &str) -> bool {
    match subdivisions(country) {
        Some(list) => list.iter().any(|(known, _)| *known == code),
        None => (1..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_alphanumeric()),
    }
}

fn subdivisions(country: &str) -> Option<&'static [(&'static str, &'static str)]> {
    SUBDIVIDED.iter().find(|(code, _)| *code == country).map(|(_, list)| *list)
}

fn meant(code: &str) -> Option<String> {
    if let Some((_, alias)) = ALIASES.iter().find(|(name, _)| *name == code) {
        return Some((*alias).to_owned());
    }
    if let Some((country, subdivision)) = code.split_once(['-', '_', ' ']) {
        let country = ALIASES.iter().find(|(name, _)| *name == country).map_or(country, |(_, alias)| *alias);
        if is_country(country) {
            if is_subdivision(country, subdivision) {
                return Some(format!("{country}-{subdivision}"));
            }
            let list = subdivisions(country)?;
            return named(list, subdivision)
                .or_else(|| nearest(subdivision, list.iter().map(|(known, _)| *known)))
                .map(|found| format!("{country}-{found}"));
        }
    }
    SUBDIVIDED.iter().find_map(|(country, list)| {
        let found = list.iter().map(|(known, _)| *known).find(|known| *known == code).or_else(|| named(list, code))?;
        Some(format!("{country}-{found}"))
    })
}

fn named(list: &'static [(&'static str, &'static str)], name: &str) -> Option<&'static str> {
    list.iter().find(|(_, known)| known.eq_ignore_ascii_case(name)).map(|(code, _)| *code)
}

/// What people write for a country, in capitals.
const ALIASES: &[(&str, &str)] = &[
    ("UK", "GB"),
    ("GBR", "GB"),
    ("UNITED KINGDOM", "GB"),
    ("GREAT BRITAIN", "GB"),
    ("ENGLAND", "GB-ENG"),
    ("SCOTLAND", "GB-SCT"),
    ("WALES", "GB-WLS"),
    ("NORTHERN IRELAND", "GB-NIR"),
    ("USA", "US"),
    ("UNITED STATES", "US"),
    ("CAN", "CA"),
    ("CANADA", "CA"),
    ("AUS", "AU"),
    ("AUSTRALIA", "AU"),
    ("DEU", "DE"),
    ("GER", "DE"),
    ("GERMANY", "DE"),
    ("FRA", "FR"),
    ("FRANCE", "FR"),
    ("ESP", "ES"),
    ("SPAIN", "ES"),
    ("ITA", "IT"),
    ("ITALY", "IT"),
    ("NLD", "NL"),
    ("NETHERLANDS", "NL"),
    ("CHE", "CH"),
    ("SWITZERLAND", "CH"),
    ("AUT", "AT"),
    ("AUSTRIA", "AT"),
    ("IRL", "IE"),
    ("IRELAND", "IE"),
    ("NZL", "NZ"),
    ("NEW ZEALAND", "NZ"),
    ("IND", "IN"),
    ("INDIA", "IN"),
    ("JPN", "JP"),
    ("JAPAN", "JP"),
    ("KOR", "KR"),
    ("KOREA", "KR"),
    ("SOUTH KOREA", "KR"),
    ("BRA", "BR"),
    ("BRAZIL", "BR"),
    ("MEX", "MX"),
    ("MEXICO", "MX"),
];
const COUNTRIES: &[&str] = &[
    "AD", "AE", "AF", "AG", "AI", "AL", "AM", "AO", "AQ", "AR", "AS", "AT", "AU", "AW", "AX", "AZ", "BA", "BB", "BD",
    "BE", "BF", "BG", "BH", "BI", "BJ", "BL", "BM", "BN", "BO", "BQ", "BR", "BS", "BT", "BV", "BW", "BY", "BZ", "CA",
    "CC", "CD", "CF", "CG", "CH", "CI", "CK", "CL", "CM", "CN", "CO", "CR", "CU", "CV", "CW", "CX", "CY", "CZ", "DE",
    "DJ", "DK", "DM", "DO", "DZ", "EC", "EE", "EG", "EH", "ER", "ES", "ET", "FI", "FJ", "FK", "FM", "FO", "FR", "GA",
    "GB", "GD", "GE", "GF", "GG", "GH", "GI", "GL", "GM", "GN", "GP", "GQ", "GR", "GS", "GT", "GU", "GW", "GY", "HK",
    "HM", "HN", "HR", "HT", "HU", "ID", "IE", "IL", "IM", "IN", "IO", "IQ", "IR", "IS", "IT", "JE", "JM", "JO", "JP",
    "KE", "KG", "KH", "KI", "KM", "KN", "KP", "KR", "KW", "KY", "KZ", "LA", "LB", "LC", "LI", "LK", "LR", "LS", "LT",
    "LU", "LV", "LY", "MA", "MC", "MD", "ME", "MF", "MG", "MH", "MK", "ML", "MM", "MN", "MO", "MP", "MQ", "MR", "MS",
    "MT", "MU", "MV", "MW", "MX", "MY", "MZ", "NA", "NC", "NE", "NF", "NG", "NI", "NL", "NO", "NP", "NR", "NU", "NZ",
    "OM", "PA", "PE", "PF", "PG", "PH", "PK", "PL", "PM", "PN", "PR", "PS", "PT", "PW", "PY", "QA", "RE", "RO", "RS",
    "RU", "RW", "SA", "SB", "SC", "SD", "SE", "SG", "SH", "SI", "SJ", "SK", "SL", "SM", "SN", "SO", "SR", "SS", "ST",
    "SV", "SX", "SY", "SZ", "TC", "TD", "TF", "TG", "TH", "TJ", "TK", "TL", "TM", "TN", "TO", "TR", "TT", "TV", "TW",
    "TZ", "UA", "UG", "UM", "US", "UY", "UZ", "VA", "VC", "VE", "VG", "VI", "VN", "VU", "WF", "WS", "YE", "YT", "ZA",
    "ZM", "ZW",
];
type Subdivisions = &'static [(&'static str, &'static str)];
const SUBDIVIDED: &[(&str, Subdivisions)] = &[
    (
        "AU",
        &[
            ("ACT", "Australian Capital Territory"),
            ("NSW", "New South Wales"),
            ("NT", "Northern Territory"),
            ("QLD", "Queensland"),
            ("SA", "South Australia"),
            ("TAS", "Tasmania"),
            ("VIC", "Victoria"),
            ("WA", "Western Australia"),
        ],
    ),
    (
        "CA",
        &[
            ("AB", "Alberta"),
            ("BC", "British Columbia"),
            ("MB", "Manitoba"),
            ("NB", "New Brunswick"),
            ("NL", "Newfoundland and Labrador"),
            ("NS", "Nova Scotia"),
            ("NT", "Northwest Territories"),
            ("NU", "Nunavut"),
            ("ON", "Ontario"),
            ("PE", "Prince Edward Island"),
            ("QC", "Quebec"),
            ("SK", "Saskatchewan"),
            ("YT", "Yukon"),
        ],
    ),
    (
        "US",
        &[
            ("AK", "Alaska"),
            ("AL", "Alabama"),
            ("AR", "Arkansas"),
            ("AS", "American Samoa"),
            ("AZ", "Arizona"),
            ("CA", "California"),
            ("CO", "Colorado"),
            ("CT", "Connecticut"),
            ("DC", "District of Columbia"),
            ("DE", "Delaware"),
            ("FL", "Florida"),
            ("GA", "Georgia"),
            ("GU", "Guam"),
            ("HI", "Hawaii"),
            ("IA", "Iowa"),
            ("ID", "Idaho"),
            ("IL", "Illinois"),
            ("IN", "Indiana"),
            ("KS", "Kansas"),
            ("KY", "Kentucky"),
            ("LA", "Louisiana"),
            ("MA", "Massachusetts"),
            ("MD", "Maryland"),
            ("ME", "Maine"),
            ("MI", "Michigan"),
            ("MN", "Minnesota"),
            ("MO", "Missouri"),
            ("MP", "Northern Mariana Islands"),
            ("MS", "Mississippi"),
            ("MT", "Montana"),
            ("NC", "North Carolina"),
            ("ND", "North Dakota"),
            ("NE", "Nebraska"),
            ("NH", "New Hampshire"),
            ("NJ", "New Jersey"),
            ("NM", "New Mexico"),
            ("NV", "Nevada"),
            ("NY", "New York"),
            ("OH", "Ohio"),
            ("OK", "Oklahoma"),
            ("OR", "Oregon"),
            ("PA", "Pennsylvania"),
            ("PR", "Puerto Rico"),
            ("RI", "Rhode Island"),
            ("SC", "South Carolina"),
            ("SD", "South Dakota"),
            ("TN", "Tennessee"),
            ("TX", "Texas"),
            ("UM", "United States Minor Outlying Islands"),
            ("UT", "Utah"),
            ("VA", "Virginia"),
            ("VI", "Virgin Islands, U.S."),
            ("VT", "Vermont"),
            ("WA", "Washington"),
            ("WI", "Wisconsin"),
            ("WV", "West Virginia"),
            ("WY", "Wyoming"),
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(text: &str) -> Option<String> {
        parse(text).unwrap_err().nearest
    }

    #[test]
    fn codes_are_read_in_any_case() {
        for (text, code) in
            [("US", "US"), ("us-ca", "US-CA"), ("CA-ON", "CA-ON"), ("DE-BY", "DE-BY"), ("GB-ENG", "GB-ENG")]
        {
            assert_eq!(parse(text).as_deref(), Ok(code));
        }
    }

    #[test]
    fn a_wrong_code_names_the_right_one() {
        assert_eq!(meant("UK").as_deref(), Some("GB"));
        assert_eq!(meant("UK-ENG").as_deref(), Some("GB-ENG"));
        assert_eq!(meant("USA").as_deref(), Some("US"));
        assert_eq!(meant("california").as_deref(), Some("US-CA"));
        assert_eq!(meant("US_NY").as_deref(), Some("US-NY"));
        assert_eq!(meant("US-TEXAS").as_deref(), Some("US-TX"));
        assert_eq!(meant("TX").as_deref(), Some("US-TX"));
        assert_eq!(meant("Ontario").as_deref(), Some("CA-ON"));
        assert_eq!(meant("everywhere"), None);
        assert_eq!(meant("EU"), None);
        assert_eq!(meant("DE-"), None);
        assert_eq!(meant(""), None);
    }

    #[test]
    fn the_lists_are_sorted_and_whole() {
        assert!(COUNTRIES.is_sorted());
        assert_eq!(COUNTRIES.len(), 249);
        assert_eq!(subdivisions("CA").map(<[_]>::len), Some(13));
        assert_eq!(subdivisions("AU").map(<[_]>::len), Some(8));
        assert!(subdivisions("US").is_some_and(|list| list.iter().any(|(code, _)| *code == "DC")));
    }
}
