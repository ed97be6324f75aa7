//! Whether a text says from whom it is: by what the file states, by what is filled in, or as firms name themselves.
//!
//! Where nobody can tell a firm's name from a person's, a text counts as named: only a text that surely names nobody is
//! spoken of.

use crate::copy::message::{Link, Message};
use crate::model::{Sender, Touch};
use crate::rules::sender::is_free_mail;
use crate::rules::{Context, Wording, days, words};
use std::ops::Range;

/// Whether a text says from whom it is: by a name that the file states, a field that fills one in, or as firms do.
pub(super) fn names_the_firm(cx: &Context<'_>, wording: &Wording<'_>, touch: &Touch) -> bool {
    let message = wording.message();
    let text = message.text();
    let senders = cx.campaign.sender_of(touch).map_or(cx.campaign.senders.as_slice(), std::slice::from_ref);
    let is_stated = senders.iter().any(|sender| sender.organization.value().is_some());
    senders.iter().any(|sender| says_sender(text, sender))
        || (!is_stated && may_say_a_firm(message))
        || message.tags().tags.iter().any(|tag| is_firm_field(message, &tag.path, &tag.range))
        || message
            .tags()
            .placeholders
            .iter()
            .any(|blank| is_firm_field(message, message.slice(blank.range.clone()), &blank.range))
        || message.links().iter().any(is_own_site)
        || names_itself(message)
        || ends_in_a_field(message)
        || cx.said(wording, "naming_phrases").next().is_some()
}

/// Whether the text says the firm's name, or the part of it that people say.
fn says_sender(text: &str, sender: &Sender) -> bool {
    let squeezed = letters(text);
    let domain = sender.email.value().and_then(|email| email.split('@').nth(1)?.split('.').next().map(letters));
    let firm = sender.organization.value().map(|name| letters(name));
    let first =
        sender.organization.value().and_then(|name| name.split_whitespace().map(letters).find(|word| word.len() > 3));
    let short: Option<String> = sender
        .organization
        .value()
        .map(|name| name.split_whitespace().filter_map(|word| word.chars().next()).collect());
    let shortened = short.is_some_and(|short| {
        short.chars().count() > 2 && text.split(|c: char| !c.is_alphanumeric()).any(|word| word == short)
    });
    shortened || domain.into_iter().chain(firm).chain(first).any(|name| name.len() > 2 && squeezed.contains(&name))
}

/// Whether a text holds what may be the name of a firm, where the file does not say what the firm is called: "GreenHaus",
/// "JHRF", "Dave Biggers". Which of them is the sender nobody can tell, so none is said to be missing.
fn may_say_a_firm(message: &Message<'_>) -> bool {
    let own = without_way_out(message);
    let words: Vec<&str> =
        own.split_whitespace().filter(|word| !word.contains(['[', ']', '{', '}', '<', '>', '%'])).collect();
    let coined = words.iter().any(|word| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let small = word.contains(char::is_lowercase);
        let vowels = word.contains(['A', 'E', 'I', 'O', 'U', 'Y']);
        is_firm(word) && (small || !vowels) && !is_plural_acronym(word)
    });
    let is_title = |word: &&str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        bare.chars().count() > 2
            && !bare.starts_with("I'")
            && !bare.starts_with("I’")
            && is_proper(word)
            && bare.chars().skip(1).any(char::is_lowercase)
    };
    let titled = words.windows(2).any(|pair| {
        let [first, second] = pair else { return false };
        is_title(first) && is_title(second) && !ends_a_clause(first) && !announces(first) && !announces(second)
    });
    coined || titled
}

/// "GCs", "VMs": several of something, and no name.
fn is_plural_acronym(word: &str) -> bool {
    word.strip_suffix('s').is_some_and(|head| !head.contains(char::is_lowercase))
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a link leads to a site of the sender's, and no calendar, form or map of somebody else.
fn is_own_site(link: &Link) -> bool {
    !link.is_shortened() && link.host().is_some_and(|host| !is_public(&host))
}

/// Whether a host is a calendar, a form or a map of somebody else.
fn is_public(host: &str) -> bool {
    const PUBLIC: [&str; 14] = [
        "calendly.com",
        "cal.com",
        "google.com",
        "forms.gle",
        "goo.gl",
        "zoom.us",
        "youtube.com",
        "youtu.be",
        "wa.me",
        "facebook.com",
        "instagram.com",
        "linkedin.com",
        "hubspot.com",
        "dropbox.com",
    ];
    PUBLIC.iter().any(|known| host == *known || host.ends_with(&format!(".{known}")))
}

/// How much is looked at on either side of a field, in bytes.
const AROUND: usize = 400;

fn is_firm_field(message: &Message<'_>, path: &str, range: &Range<usize>) -> bool {
    const FIRM: &str = "brand brandname store storename shop shopname businessname agency agencyname organization organizationname organisation \
        orgname accountname clinic clinicname studio studioname salon salonname \
        practicename restaurant restaurantname hotelname gymname venuename churchname schoolname marke filiale praxis tienda nombretienda \
        restaurante clínica clinica boutique magasin negozio loja";
    const COMPANY: &str = "company companyname business businessname org orgname organisationname firma firmenname unternehmen unternehmensname entreprise société societe nomentreprise empresa \
        nombreempresa nombredelaempresa negocio nomeempresa azienda nomeazienda bedrijf bedrijfsnaam yourcompany yourbusiness \
        yourcompanyname yourbusinessname tuempresa votreentreprise";
    // What people say before the name of the one whom they have written to, called or gone to.
    const MET: &str = "choosing|visiting|contacting|calling|texting|joining|trusting|considering|supporting|reaching out to|writing to\
        |interest in|signing up with|signing up for|shopping at|shopping with|working with|booking with|appointment with|appointment at\
        |visit with|visit to|visit at|session with|order with|order from|consultation with|quote from|welcome to the|missed you at|see you at\
        |back to|back at";
    let plain = letters(path.rsplit(['.', '[']).next().unwrap_or(path));
    let has = |list: &str| list.split_whitespace().any(|known| known == plain);
    if has(FIRM) {
        return true;
    }
    if !has(COMPANY) {
        return false;
    }
    // The recipient's company is a field of the same name: it is the sender's only where a sender introduces itself.
    let before = words::shortly_before(message.text(), range.start, AROUND).to_lowercase();
    let line = before.rsplit('\n').next().unwrap_or_default();
    let behind = words::shortly_behind(message.text(), range.end, AROUND);
    let rest = behind.split('\n').next().unwrap_or_default();
    let no_word = |text: &str| !text.contains(char::is_alphanumeric);
    let before = before.trim_end();
    let opens = before.is_empty() && behind.starts_with(':');
    let introduces = [" from", "it's", "it’s", "this is", "here's", "welcome to", "team at", "friends at"]
        .into_iter()
        .chain(MET.split('|'))
        .any(|words| before.ends_with(words));
    let signs = behind.trim().len() < 4 && ["—", "–", "-"].iter().any(|dash| before.ends_with(dash));
    // Nobody writes the reader's company on a line of its own.
    let stands_alone = no_word(line) && no_word(rest) && !before.is_empty();
    let works_there = [" with", " at", " by"].iter().any(|link| before.strip_suffix(link).is_some_and(is_introduction));
    opens || introduces || signs || stands_alone || works_there || speaks_to_the_reader(behind)
}

/// Whether a firm does what only the one who writes does: "{{business}} misses you", "{{business}} is open again".
fn speaks_to_the_reader(behind: &str) -> bool {
    const VERBS: &str = "misses you|invites you|welcomes you|thanks you|wishes you|is here|is open|is now open|is back|is currently booking\
        |is booking|is hosting|is celebrating|is offering|has openings|has a gift|is closed";
    let behind = behind.trim_start().to_lowercase();
    VERBS.split('|').any(|verb| behind.starts_with(verb))
}

/// What people say before their own name, in small letters.
pub(super) const INTRODUCTIONS: [&str; 7] = ["this is", "it's", "it’s", "i'm", "i’m", "i am", "name is"];

/// Whether what stands before "at Acme" introduces the one who writes: "Ann here", "this is Ann", "I'm Ann Lee", "Ann".
fn is_introduction(before: &str) -> bool {
    let clause = before.rsplit(['.', '!', '?', '\n', ',', ':', ';']).next().unwrap_or_default().trim();
    let last = INTRODUCTIONS.iter().filter_map(|intro| clause.rsplit_once(intro).map(|(_, name)| name));
    let few = |name: &str| (1..=3).contains(&name.split_whitespace().count());
    clause.ends_with(" here") || clause == "here" || last.into_iter().any(few)
}

/// "Hot Yoga: ...", "this is Maya from Hot Yoga", "thanks for choosing Hot Yoga", "... - the ACME team".
fn names_itself(message: &Message<'_>) -> bool {
    // A field is one word, however it is spaced.
    let text = &without_way_out(message).replace("{{ ", "{{").replace(" }}", "}}");
    let head: String = text.trim_start_matches(|c: char| !c.is_alphanumeric()).chars().take(40).collect();
    let opens = head.split_once(':').is_some_and(|(name, _)| is_heading(name));
    let words: Vec<&str> = text.split_whitespace().collect();
    let introduced = words.windows(3).enumerate().any(|(nth, three)| {
        let [who, link, name] = three else { return false };
        let link = link.to_lowercase();
        // "Maya from Hot Yoga", "Ann here with Acme", "{{agent}} at Acme"; "homes at Main St" names nobody.
        let before = words.get(..nth).unwrap_or_default();
        let is_field = who.starts_with('{') && who.ends_with('}');
        let person = *who == "here" || ((is_field || is_proper(who)) && opens_a_clause(before));
        match link.as_str() {
            "from" | "at" | "with" | "by" | "w/" | "@" => is_firm(name) || (person && is_proper(name)),
            "choosing" | "visiting" | "joining" | "considering" | "contacting" | "calling" | "texting" | "trusting" => {
                is_proper(name)
            }
            "to" => is_any(who, &["welcome", "out", "writing"]) && is_proper(name),
            "in" => is_any(who, &["interest", "interested"]) && is_proper(name) && !name.starts_with(['[', '{', '<']),
            _ => false,
        }
    });
    let dash = [" -", " –", " —", "\n-", "\n–", "\n—", " ~"].iter().filter_map(|dash| text.rfind(dash)).max();
    let signed = dash.and_then(|at| text.get(at..)).filter(|tail| tail.len() < 40);
    // "@acme" is a name on the networks, "at 7 @ the hall" none.
    let handle =
        words.iter().any(|word| word.strip_prefix('@').is_some_and(|name| name.starts_with(char::is_alphabetic)));
    opens || introduced || handle || words.iter().any(|word| is_site(word)) || signed.is_some_and(signs_as_a_firm)
}

fn is_any(word: &str, known: &[&str]) -> bool {
    known.iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// Whether a name behind these words is somebody's who introduces themselves: at the start, after a greeting or a stop, after
/// "this is"; "a Strategy Session with Tom" introduces nobody.
fn opens_a_clause(before: &[&str]) -> bool {
    const FIRST_NAMES: usize = 2;
    let names =
        before.iter().rev().take(FIRST_NAMES).take_while(|word| is_proper(word) && !ends_a_clause(word)).count();
    let Some(word) = before.iter().rev().nth(names) else { return true };
    let lower = word.to_lowercase();
    ends_a_clause(word)
        || ["hi", "hey", "is", "it's", "it’s", "its", "i'm", "i’m", "im", "am", "and"].contains(&lower.as_str())
}

fn ends_a_clause(word: &str) -> bool {
    word.ends_with(|c: char| !c.is_alphanumeric())
}

/// Whether a word is the address of a site, written without https, or of mail at one, that is no public service:
/// "acme.com/spring", "ann@acme.com".
fn is_site(word: &str) -> bool {
    const ENDINGS: [&str; 14] =
        ["com", "net", "org", "io", "co", "us", "ca", "uk", "au", "nz", "de", "fr", "shop", "store"];
    const SHORT: [&str; 9] =
        ["bit.ly", "t.co", "ow.ly", "is.gd", "buff.ly", "cutt.ly", "tinyurl.com", "goo.gl", "rebrand.ly"];
    let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let site = word.rsplit('@').next().unwrap_or_default();
    let host = site.split(['/', '?', ':']).next().unwrap_or_default().trim_start_matches("www.");
    let ending = host.rsplit_once('.').map(|(_, ending)| ending);
    let is_anybodys = SHORT.contains(&host) || is_public(host) || is_free_mail(host);
    !is_anybodys && ending.is_some_and(|ending| ENDINGS.contains(&ending))
}

/// Whether the last line before the words on how to stop, or all the text, is a field and nothing else, and holds no person,
/// link or figure: whose name it fills in nobody can tell, and most often it is the sender's.
fn ends_in_a_field(message: &Message<'_>) -> bool {
    const ELSE: [&str; 18] = [
        "name", "link", "url", "code", "codigo", "código", "offer", "oferta", "price", "precio", "date", "fecha",
        "time", "hora", "address", "location", "lugar", "phone",
    ];
    let own = without_way_out(message);
    let last = own.trim_end().rsplit('\n').next().unwrap_or_default().trim();
    let scanned = crate::copy::tags::scan(last);
    let [tag] = scanned.tags.as_slice() else { return false };
    tag.range == (0..last.len()) && !ELSE.iter().any(|part| tag.path.to_lowercase().contains(part))
}

/// The text without what says how to stop it, from there to the end of its sentence: what signs it may stand before.
fn without_way_out(message: &Message<'_>) -> String {
    // In the order of the text.
    let ways = message.opt_outs();
    let mut next = 0;
    let own = message.sentences().iter().map(|sentence| {
        while ways.get(next).is_some_and(|way| way.range.end <= sentence.start) {
            next += 1;
        }
        let end = ways.get(next).map_or(sentence.end, |way| way.range.start.clamp(sentence.start, sentence.end));
        sentence.start..end
    });
    let own: Vec<&str> = own.map(|range| message.slice(range)).filter(|part| !part.trim().is_empty()).collect();
    own.join("\n")
}

/// Whether what a text ends in is the name of a firm: "- ACME", "- Badger Tech", "- Ana, Lumen". Two names may be a firm's
/// or a person's, and nobody can tell.
fn signs_as_a_firm(tail: &str) -> bool {
    const KINDS: &str = "agency academy auto bank bar boutique cafe capital care church clinic club co college coffee consulting dental design \
        digital electric energy events farm financial fitness foods foundation group gym health heating holdings home homes hotel inc \
        insurance labs landscaping law lending llc logistics loans ltd marketing media medical mortgage motors partners pharmacy plumbing \
        power properties realty restaurant roofing salon school security services shop software solar solutions spa store studio studios \
        supply systems team tech technologies travel university vet wellness yoga";
    let names = tail.split([' ', ',', '/', '|', '@']).filter(|name| is_proper(name)).count();
    let kind = |word: &str| is_proper(word) && KINDS.split_whitespace().any(|known| known == letters(word));
    names > 1 || tail.split_whitespace().any(|word| is_firm(word) || kind(word))
}

/// Whether words before a colon are a name and no announcement: "Hot Yoga", not "Price Drop".
fn is_heading(words: &str) -> bool {
    let words: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
    let known = |word: &String| {
        let word = letters(word);
        word.is_empty() || ANNOUNCES.split_whitespace().any(|known| known == word)
    };
    (1..=5).contains(&words.len())
        && words.iter().all(|word| !word.starts_with(char::is_lowercase) && !word.contains(['{', '[', '*', '%']))
        && words.first().is_some_and(|first| first.starts_with(char::is_alphabetic))
        && !words.iter().all(known)
        && !words
            .first()
            .is_some_and(|first| matches!(letters(first).as_str(), "hi" | "hey" | "hello" | "dear" | "reminder"))
}

/// Whether a word is a name and no day or month.
fn is_proper(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    word.starts_with(char::is_uppercase)
        && word.chars().count() > 1
        && !COMMON.contains(&word)
        && !days::is_calendar_word(word)
}

/// Whether a word looks like the name of a firm: "ACME", "HubSpot".
fn is_firm(word: &str) -> bool {
    const WORDS: &str = "STOP YES NO HELP END QUIT OK AM PM AI USA UK EU CEO ASAP FAQ PDF URL VIP RSVP FYI SMS TEXT NOW FREE OFF SALE OPT OUT CANCEL \
        UNSUBSCRIBE INFO REPLY STOPALL DIY TV BBQ ID NEW HOT";
    let is_field = word.contains(['[', '{', '%', '<']);
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    !is_field
        && word.chars().count() > 2
        && word.starts_with(char::is_uppercase)
        && capitals > 1
        && !WORDS.split_whitespace().any(|known| known == word)
}

/// Words that begin a text and name nobody.
const COMMON: [&str; 12] = ["You", "Your", "Us", "Me", "My", "Our", "The", "This", "It", "Noon", "Home", "Hi"];

/// Words that announce something, and are no name whatever their capitals.
const ANNOUNCES: &str = "hi hey hello dear reminder update updates reply note notes urgent ps quick heads up good great new news just final last important \
        exclusive flash limited hot free special breaking fyi question psa alert today tonight tomorrow sale offer offers deal deals only save \
        get your you this it the a an in on of for to i we our my one two three ready still price drop reduced open house market showing \
        listing listed property appointment meeting call event class order delivery payment invoice week day month now here confirmed \
        upcoming next first time left option options step tip bonus gift code link when where what who why how action required";

/// Words that titles of things hold, and names of firms seldom.
const TITLES: &str = "dear valued customer otherwise strategy session consultation demo discovery zoom google video chat book thanks thank happy member members perk perks card \
    pass second third day days eve friday black cyber monday memorial labor mother father guide report checklist plan plans premium pro vip \
    welcome election hot yes would can could will shall may did does have has are was been happy congratulations congrats looking still any \
    quick just great good hope hey let see please reply text call click claim shop buy visit check join start learn read watch meet";

/// Whether a word announces, or is the word of a title.
fn announces(word: &str) -> bool {
    let word = letters(word);
    [ANNOUNCES, TITLES].iter().any(|list| list.split_whitespace().any(|known| known == word))
}
