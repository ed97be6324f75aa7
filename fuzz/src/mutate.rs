//! Changes to a tree of JSON: most changes of single bytes only make it unreadable, and the importers behind it idle.

use serde_json::Value;

/// A generator of numbers (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % limit.max(1)
    }
}

/// Values that mean something somewhere, or nothing anywhere.
const VALUES: &[&str] = &[
    "null", "true", "false", "0", "-1", "1", "5", "1e308", "18446744073709551616", "9223372036854775807", "0.5", "1e-9", "\"\"",
    "[]", "{}", "\"0\"", "\"-1\"", "\"P1D\"", "\"3 days\"", "\"2026-13-45\"", "\"2026-02-28T10:00:00Z\"", "\"99999999999 weeks\"",
    "\"email\"", "\"sms\"", "\"call\"", "\"end\"", "\"\\u202e\\u001b[31m\\n\"", "\"{{ first_name }}\"", "\"<p>Hi {{name}}</p>\"",
    "\"\\u0000\"", "\"\u{1f469}\u{200d}\u{1f469}\"", "[[]]", "[null]", "[{}]", "{\"id\":1}", "3600", "86400", "4294967296", "-2147483649",
];

/// Changes the tree of JSON in the first `size` bytes of `data`, to at most `most`, and gives its new size; none where
/// they are no JSON.
pub fn tree(data: &mut [u8], size: usize, most: usize, seed: u32) -> Option<usize> {
    let text = json(std::str::from_utf8(data.get(..size)?).ok()?, seed, most)?;
    data.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
    Some(text.len())
}

/// `text` with one to four changes to its tree; none where it is no JSON.
fn json(text: &str, seed: u32, most: usize) -> Option<String> {
    let mut tree: Value = serde_json::from_str(text).ok()?;
    let mut dice = Dice(u64::from(seed) << 1 | 1);
    for _ in 0..=dice.below(4) {
        let count = count(&tree);
        let mut other = nth(&mut tree, dice.below(count))?.clone();
        let (pick, value) = (dice.below(8), dice.below(VALUES.len()));
        let target = nth(&mut tree, dice.below(count))?;
        match pick {
            0 | 1 => *target = serde_json::from_str(VALUES.get(value)?).ok()?,
            2 => *target = other,
            3 => std::mem::swap(target, &mut other),
            4 => match target {
                Value::Array(items) if !items.is_empty() => {
                    items.remove(dice.below(items.len()));
                }
                Value::Object(entries) if !entries.is_empty() => {
                    let key = entries.keys().nth(dice.below(entries.len()))?.clone();
                    entries.shift_remove(&key);
                }
                _ => {}
            },
            5 => match target {
                Value::Array(items) if !items.is_empty() => {
                    let copy = items.get(dice.below(items.len()))?.clone();
                    items.insert(dice.below(items.len() + 1), copy);
                }
                Value::Object(entries) => {
                    let key = format!("k{}", dice.below(9));
                    entries.insert(key, other);
                }
                _ => {}
            },
            6 => match target {
                Value::Array(items) => items.push(other),
                Value::Object(entries) if entries.len() > 1 => {
                    let from = entries.keys().nth(dice.below(entries.len()))?.clone();
                    let to = entries.keys().nth(dice.below(entries.len()))?.clone();
                    let value = entries.get(&from)?.clone();
                    entries.insert(to, value);
                }
                Value::Number(number) => {
                    let by = [-1.0, 0.1, 1e9, 1e18][dice.below(4)];
                    *target = serde_json::json!(number.as_f64()? * by);
                }
                Value::String(text) => *target = serde_json::from_str(text).unwrap_or(Value::Bool(true)),
                _ => {}
            },
            _ => match target {
                Value::String(text) => {
                    let mut at = dice.below(text.len() + 1);
                    while !text.is_char_boundary(at) {
                        at -= 1;
                    }
                    let piece: Value = serde_json::from_str(VALUES.get(value)?).ok()?;
                    text.insert_str(at, piece.as_str().unwrap_or("{{ x }}"));
                }
                Value::Array(items) => items.reverse(),
                _ => {}
            },
        }
    }
    let out = tree.to_string();
    (out.len() <= most).then_some(out)
}

fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(entries) => entries.values().map(count).sum(),
        _ => 0,
    }
}

fn nth(value: &mut Value, index: usize) -> Option<&mut Value> {
    if index == 0 {
        return Some(value);
    }
    let mut left = index - 1;
    let children: Vec<&mut Value> = match value {
        Value::Array(items) => items.iter_mut().collect(),
        Value::Object(entries) => entries.values_mut().collect(),
        _ => return None,
    };
    for child in children {
        let size = count(child);
        if left < size {
            return nth(child, left);
        }
        left -= size;
    }
    None
}
