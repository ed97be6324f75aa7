//! What the words of a message say: merge tags, visible text of HTML, greeting, phrases, segments of a text message.
//!
//! Owns reading of copy. It knows no campaign and no rule.

pub mod similar;
pub mod sms;
