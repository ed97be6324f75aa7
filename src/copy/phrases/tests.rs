use super::*;
use proptest::prelude::*;

fn index(lists: &[&[&str]]) -> PhraseIndex {
    let owned: Vec<Vec<String>> = lists.iter().map(|l| l.iter().map(|p| (*p).to_owned()).collect()).collect();
    let lists: Vec<(&str, &[String])> = owned.iter().map(|list| ("list", list.as_slice())).collect();
    PhraseIndex::new(&lists)
}

fn said<'t>(phrases: &[&str], text: &'t str) -> Vec<&'t str> {
    index(&[phrases]).find(text).into_iter().map(|hit| &text[hit.range]).collect()
}

#[test]
fn finds_phrases_as_they_are_written() {
    for (phrase, text, expected) in [
        ("last chance", "This is your LAST\n  Chance!", &["LAST\n  Chance"][..]),
        ("last chance", "blast chance, last chances", &[]),
        ("last chance", "last\n\nchance", &[]),
        ("last chance", "https://x.example/last-chance", &[]),
        ("follow up", "a follow-up, a follow up, a followup", &["follow-up", "follow up"]),
        (
            "can't wait",
            "We cannot wait. We can’t wait. We can not wait.",
            &["cannot wait", "can’t wait", "can not wait"],
        ),
        ("i am reaching out", "I'm reaching out", &["I'm reaching out"]),
        ("unsubscrib*", "Unsubscribe or be unsubscribed.", &["Unsubscribe", "unsubscribed"]),
        ("*subscribe", "resubscribe, subscribe, subscribed", &["resubscribe", "subscribe"]),
        ("bump* this", "bumping this up; bump this; bump that", &["bumping this", "bump this"]),
        (
            "only # left",
            "Only 3 left, only 1,200 left. only three left only some left",
            &["Only 3 left", "only 1,200 left", "only three left"],
        ),
        ("# hours left", "24 hours left. two hours left, no hours left", &["24 hours left", "two hours left"]),
        ("ends in #", "It ends in 5. Ends in May", &["ends in 5"]),
        ("#% off", "Take 20% off, 1,500% off, x% off", &["20% off", "1,500% off"]),
        ("save #*", "save 20% or save some", &["save 20"]),
        ("(please|) … reply", "do please, now, reply. or reply", &["please, now, reply", "reply"]),
        ("just (following up|checking in)", "Just checking in", &["Just checking in"]),
        ("(just|just) up", "just up", &["just up"]),
        ("100% free", "it is 100% free.", &["100% free"]),
        ("!!!", "Wow!!!", &["!!!"]),
        ("(광고)", "(광고) 세일", &["(광고)"]),
        ("désinscrire", "Se DÉSINSCRIRE", &["DÉSINSCRIRE"]),
        ("^following up", "Following up. I am following up", &["Following up"]),
        ("^following up", "Hi!\n\nFollowing up again - following up", &["Following up", "following up"]),
    ] {
        assert_eq!(said(&[phrase], text), expected, "{phrase:?} in {text:?}");
    }
}

#[test]
fn a_gap_spans_a_few_words_of_one_sentence() {
    let phrase = "just following up … my last email";
    for (text, found) in [
        ("just following up my last email", true),
        ("just following up on my last email", true),
        ("just following up, as promised, on my last email", true),
        ("just following up on one two three my last email", true),
        ("just following up on one two three four my last email", false),
        ("just following up. My last email", false),
        ("just following up\n\nmy last email", false),
        ("just following up on my last emails", false),
        ("just following up on my LAST\ne-mail", true),
    ] {
        assert_eq!(!said(&[phrase], text).is_empty(), found, "{text:?}");
    }
    assert_eq!(said(&["did you … chance … look"], "did you get a chance to look"), ["did you get a chance to look"]);
    assert_eq!(said(&["a … b … *d"], "a b a b bd"), ["a b a b bd"]);
    assert_eq!(said(&["a...b"], "a x b"), ["a x b"]);
}

#[test]
fn exceptions_drop_what_they_overlap_in_their_list_alone() {
    let index = index(&[&["following up", "!following up on (our|the) call"], &["following up"]]);
    let lists = |text| index.find(text).into_iter().map(|hit| hit.list).collect::<Vec<_>>();
    assert_eq!(lists("following up on our call"), [1]);
    assert_eq!(lists("following up on our offer"), [0, 1]);
    assert_eq!(lists("following up on the call. following up"), [1, 0, 1]);
}

#[test]
fn hits_of_one_list_never_overlap_and_come_in_order() {
    let text = "just following up on this";
    assert_eq!(said(&["following up", "just following up", "up on this"], text), ["just following up"]);
    let hits = index(&[&["up on"], &["following", "just following"]]).find(text);
    let found: Vec<_> = hits.iter().map(|hit| (hit.list, hit.phrase, &text[hit.range.clone()])).collect();
    assert_eq!(found, [(1, 1, "just following"), (0, 0, "up on")]);
}

#[test]
fn many_lists_share_a_phrase_and_keep_their_ids() {
    let phrases = ["act now".to_owned()];
    let index = PhraseIndex::new(&[("urgency", &phrases), ("spam", &phrases), ("empty", &[])]);
    let ids: Vec<_> = index.find("Act now").iter().filter_map(|hit| index.id(hit.list)).collect();
    assert_eq!(ids, ["urgency", "spam"]);
    assert!(PhraseIndex::new(&[]).find("act now").is_empty());
}

#[test]
fn hostile_texts_take_linear_time() {
    let index = index(&[&["a … a … a … b", "*a*", "# a", "^a … b"]]);
    for piece in ["a ", "1 a ", "a", "'", "-a", "can't ", "1,", "\u{200b}", " \n", "é"] {
        assert!(index.find(&piece.repeat(20_000 / piece.len())).len() <= 20_000, "{piece:?}");
    }
}

proptest! {
    #[test]
    fn never_panics_and_gives_ranges_of_the_text(phrases in prop::collection::vec(any::<String>(), 0..4), text in any::<String>()) {
        let lists: [(&str, &[String]); 1] = [("list", &phrases)];
        for hit in PhraseIndex::new(&lists).find(&text) {
            prop_assert!(text.get(hit.range).is_some());
        }
    }

    #[test]
    fn never_panics_on_its_own_syntax(phrase in "[ab (|)*…#^!.é'-]{0,14}", text in "[abA 1.\n'’é-]{0,30}") {
        let phrases = [phrase];
        for hit in PhraseIndex::new(&[("list", &phrases)]).find(&text) {
            prop_assert!(text.get(hit.range).is_some_and(|said| !said.is_empty()));
        }
    }

    #[test]
    fn keys_leave_nothing_out(
        phrases in prop::collection::vec("[!^]?([ab]{1,3}|who|#|#%|[*](a|b)|(a|abbab)[*]|…|[(]a b[|]b?[)]|[(]ba …[|]# a[)]|[(]a[)]|%|a's)( ([ab]{1,5}|who|#|…|[(]a b[|]b?[)]|[(]ba …[|]# a[)]|[(]a[)]|%|-|a's)){0,4}", 1..4),
        text in "(([ab]{1,5}|a's|b-a|who|whoa|1|1,2|2%|[(]a[)]|%|-|[.]|\n\n|é)([ ]|, )){0,24}",
    ) {
        let lists: Vec<(&str, &[String])> = phrases.chunks(1).map(|list| ("list", list)).collect();
        let mut index = PhraseIndex::new(&lists);
        let found = index.find(&text);
        index.keys = Keys::none(index.targets.len());
        prop_assert_eq!(found, index.find(&text), "{:?} in {:?}", phrases, text);
    }

    #[test]
    fn a_plain_phrase_is_found_in_itself(phrase in "[a-zé]{1,8}( [a-zé']{1,8}){0,3}") {
        prop_assume!(!phrase.ends_with('\''));
        prop_assert_eq!(said(&[&phrase], &phrase), [phrase.as_str()]);
    }
}
