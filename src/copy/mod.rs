//! What the words of a message say: merge tags, visible text of HTML, greeting, phrases, segments of a text message.
//!
//! Owns reading of copy: text in, ranges and facts out. It knows no campaign, no rule and no file; every range counts
//! bytes of the text that was handed in, and the caller maps it to a place. Nothing here fails or panics, whatever the
//! text, and every scan takes time in proportion to its length.

mod bytes;
mod contractions;
pub mod fold;
pub mod html;
pub mod message;
mod offsets;
pub mod phrases;
pub mod similar;
pub mod sms;
pub mod tags;
