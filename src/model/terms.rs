//! The field's words: each list of FORMAT's values as an enum that knows its spelling.

/// Declares an enum whose variants are the words of the native format, in the order in which a message lists them.
macro_rules! terms {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)+ }

        impl $name {
            /// Every value, in the order of the format's description.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];
            /// Every word, in the same order.
            pub const WORDS: &'static [&'static str] = &[$($word,)+];

            /// The word of the native format.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// The value of a word; exact spelling.
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

terms! {
    /// Why the campaign writes.
    Purpose {
        /// Advertising to many.
        Marketing = "marketing",
        /// One seller to one prospect.
        Sales = "sales",
        /// What the recipient asked for.
        Requested = "requested",
        /// What a transaction needs: a receipt, a password.
        Transactional = "transactional",
        /// Customer service.
        Service = "service",
    }
}

impl Purpose {
    /// Whether law and recipient take it for advertising.
    pub fn is_commercial(self) -> bool {
        matches!(self, Self::Marketing | Self::Sales)
    }
}

terms! {
    /// Whether the campaign is sent at present.
    Status {
        /// Being written.
        Draft = "draft",
        /// Sending.
        Active = "active",
        /// Stopped for a while.
        Paused = "paused",
        /// Over.
        Archived = "archived",
    }
}

terms! {
    /// How the people got into the campaign.
    AudienceSource {
        /// They asked.
        Inquiry = "inquiry",
        /// They came for the first time.
        FirstVisit = "first-visit",
        /// They bought.
        Purchase = "purchase",
        /// They try the product.
        Trial = "trial",
        /// They came to an event.
        Event = "event",
        /// They signed up for the messages.
        Subscription = "subscription",
        /// Somebody they know named them.
        Referral = "referral",
        /// They complained.
        Complaint = "complaint",
        /// They cancelled.
        Cancellation = "cancellation",
        /// They never had to do with the sender; the list was gathered.
        ColdList = "cold-list",
        /// They never had to do with the sender; the list was bought.
        PurchasedList = "purchased-list",
    }
}

impl AudienceSource {
    /// Whether the people did not ask for anything.
    pub fn is_cold(self) -> bool {
        matches!(self, Self::ColdList | Self::PurchasedList)
    }
}

/// Declared from the weakest to the strongest, so that `<` reads "less consent than".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Consent {
    /// None at all.
    None,
    /// Follows from a relationship: an inquiry, a visit.
    Implied,
    /// A customer's address used for similar products, with a way out at every turn (ePrivacy Art. 13(2)).
    SoftOptIn,
    /// Said yes.
    Express,
    /// Said yes in writing, with the disclosures that the law asks (47 CFR 64.1200(f)(9)).
    ExpressWritten,
}

impl Consent {
    /// Every word, from the strongest.
    pub const WORDS: &'static [&'static str] = &["express-written", "express", "soft-opt-in", "implied", "none"];

    /// The word of the native format.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Implied => "implied",
            Self::SoftOptIn => "soft-opt-in",
            Self::Express => "express",
            Self::ExpressWritten => "express-written",
        }
    }

    /// The value of a word; exact spelling.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "none" => Some(Self::None),
            "implied" => Some(Self::Implied),
            "soft-opt-in" => Some(Self::SoftOptIn),
            "express" => Some(Self::Express),
            "express-written" => Some(Self::ExpressWritten),
            _ => None,
        }
    }
}

impl std::fmt::Display for Consent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

terms! {
    /// Whom the campaign addresses.
    AudienceKind {
        /// Private persons.
        Consumer = "consumer",
        /// Firms.
        Business = "business",
        /// Both.
        Mixed = "mixed",
    }
}

terms! {
    /// Where the addresses come from.
    Collected {
        /// From the person.
        FromPerson = "from-person",
        /// From somebody else (GDPR Art. 14).
        ThirdParty = "third-party",
    }
}

terms! {
    /// How several senders share the work.
    Assignment {
        /// One recipient keeps one sender.
        Sticky = "sticky",
        /// Whoever is next.
        RoundRobin = "round-robin",
        /// The step decides.
        PerStep = "per-step",
    }
}

terms! {
    /// What a recipient may do, as far as it may end a campaign or open a branch.
    Event {
        /// Answers.
        Reply = "reply",
        /// Says no.
        Decline = "decline",
        /// Wants no more messages.
        OptOut = "opt-out",
        /// Complains.
        Complaint = "complaint",
        /// Cancels.
        Cancel = "cancel",
        /// Buys or books.
        Convert = "convert",
        /// Opens a message.
        Open = "open",
        /// Clicks a link.
        Click = "click",
        /// The message could not be delivered.
        Bounce = "bounce",
        /// Comes by.
        Visit = "visit",
    }
}

impl Event {
    /// The events that may stand in `stop.on`.
    pub const STOPPING: &'static [Self] =
        &[Self::Reply, Self::Decline, Self::OptOut, Self::Complaint, Self::Cancel, Self::Convert, Self::Bounce];
}

terms! {
    /// How far something reaches.
    Scope {
        /// Every channel.
        AllChannels = "all-channels",
        /// The one channel that it came by.
        SameChannel = "same-channel",
    }
}

terms! {
    /// How a recipient gets out.
    OptOutMethod {
        /// One click, no page to fill in (RFC 8058).
        OneClick = "one-click",
        /// A link.
        Link = "link",
        /// An answer.
        Reply = "reply",
        /// A word, as STOP.
        Keyword = "keyword",
        /// A page with choices.
        PreferenceCenter = "preference-center",
        /// Said on the phone.
        Spoken = "spoken",
        /// There is none.
        None = "none",
    }
}

terms! {
    /// What a way out asks of the recipient.
    OptOutBurden {
        /// To log in.
        Login = "login",
        /// To have or make an account.
        Account = "account",
        /// To call.
        PhoneCall = "phone-call",
        /// To open a ticket.
        Ticket = "ticket",
        /// To pay.
        Fee = "fee",
        /// To fill in a survey.
        Survey = "survey",
        /// To give a reason.
        Reason = "reason",
    }
}

terms! {
    /// What happens on public holidays.
    Holidays {
        /// Nothing goes out.
        Skip = "skip",
        /// As on any day.
        Send = "send",
    }
}

terms! {
    /// The ways to reach a person.
    Channel {
        /// Email.
        Email = "email",
        /// A text message.
        Sms = "sms",
        /// A phone call.
        Call = "call",
        /// A message on the voicemail.
        Voicemail = "voicemail",
        /// A WhatsApp message.
        Whatsapp = "whatsapp",
        /// A push notification.
        Push = "push",
        /// A message inside the product.
        InApp = "in-app",
        /// A message on LinkedIn.
        Linkedin = "linkedin",
        /// A letter.
        Postal = "postal",
    }
}

impl Channel {
    /// How much a touch intrudes: text < email < call. In-app and postal 0, push, SMS, WhatsApp and LinkedIn 1,
    /// email 2, voicemail and call 3 (the article on the phone plan: "text < email < call").
    pub fn loudness(self) -> u8 {
        match self {
            Self::InApp | Self::Postal => 0,
            Self::Push | Self::Sms | Self::Whatsapp | Self::Linkedin => 1,
            Self::Email => 2,
            Self::Voicemail | Self::Call => 3,
        }
    }

    /// With an article, in a sentence: "an email", "a call".
    pub fn with_article(self) -> &'static str {
        match self {
            Self::Email => "an email",
            Self::Sms => "a text",
            Self::Call => "a call",
            Self::Voicemail => "a voicemail",
            Self::Whatsapp => "a WhatsApp message",
            Self::Push => "a push notification",
            Self::InApp => "an in-app message",
            Self::Linkedin => "a LinkedIn message",
            Self::Postal => "a letter",
        }
    }

    /// Several, in a sentence: "emails", "texts".
    pub fn plural(self) -> &'static str {
        match self {
            Self::Email => "emails",
            Self::Sms => "texts",
            Self::Call => "calls",
            Self::Voicemail => "voicemails",
            Self::Whatsapp => "WhatsApp messages",
            Self::Push => "push notifications",
            Self::InApp => "in-app messages",
            Self::Linkedin => "LinkedIn messages",
            Self::Postal => "letters",
        }
    }

    /// The channel whose consent and opt-out hold where this one has none of its own: a voicemail is a call, a
    /// WhatsApp message a text.
    pub fn kin(self) -> Option<Self> {
        match self {
            Self::Voicemail => Some(Self::Call),
            Self::Whatsapp => Some(Self::Sms),
            _ => None,
        }
    }
}

terms! {
    /// What a touch is for.
    Intent {
        /// Thanks.
        ThankYou = "thank-you",
        /// Welcomes.
        Welcome = "welcome",
        /// Follows up.
        FollowUp = "follow-up",
        /// Checks in, once, later.
        CheckIn = "check-in",
        /// Says good-bye.
        FinalNote = "final-note",
        /// Offers.
        Offer = "offer",
        /// Confirms.
        Confirmation = "confirmation",
        /// Says that something arrived.
        Acknowledgement = "acknowledgement",
        /// Says that something is solved.
        Resolution = "resolution",
        /// Asks questions.
        Survey = "survey",
        /// Reminds of an appointment or a date.
        Reminder = "reminder",
        /// Tells news.
        Announcement = "announcement",
    }
}

terms! {
    /// What is offered.
    OfferKind {
        /// Money off.
        Discount = "discount",
        /// A present.
        Gift = "gift",
        /// Something to read, see or hear.
        Content = "content",
        /// A trial.
        Trial = "trial",
        /// A better plan.
        Upgrade = "upgrade",
        /// Something for bringing somebody.
        Referral = "referral",
        /// A service.
        Service = "service",
    }
}

terms! {
    /// Who gains by an offer.
    Benefits {
        /// The one who reads it.
        Recipient = "recipient",
        /// The friend who is brought.
        Friend = "friend",
        /// Both.
        Both = "both",
        /// The sender.
        Sender = "sender",
    }
}

terms! {
    /// What an offer asks first.
    OfferRequirement {
        /// To bring a friend.
        BringAFriend = "bring-a-friend",
        /// To buy.
        Purchase = "purchase",
        /// To come.
        Visit = "visit",
        /// To call back.
        CallBack = "call-back",
        /// To write a review.
        Review = "review",
        /// To make an account.
        Account = "account",
    }
}

terms! {
    /// Whose voice a call or voicemail has.
    Voice {
        /// A person's, live.
        Live = "live",
        /// A recording.
        Prerecorded = "prerecorded",
        /// A machine's.
        Ai = "ai",
        /// A recording put on the voicemail without a ring.
        Ringless = "ringless",
    }
}
