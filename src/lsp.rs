//! The language server: what an editor says and is told, on any two streams.
//!
//! Owns the protocol (LSP 3.17, whole texts, diagnostics alone). It reads no file: whoever serves hands it a way to judge
//! a text.

use crate::finding::{Finding, Label, Severity};
use crate::render::{encoded, printable};
use crate::rules;
use crate::source::{FileId, Place, SourceFile, Sources, Span};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{self, BufRead, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

/// What a text gave.
#[derive(Debug, Default)]
pub struct Judged {
    /// The texts that the findings point into.
    pub sources: Sources,
    /// The text itself; none where it was not looked at, for the config has faults.
    pub file: Option<FileId>,
    /// What was found.
    pub findings: Vec<Finding>,
    /// The folder that paths count from.
    pub start: PathBuf,
}

/// How the talk ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// As the protocol asks: `shutdown`, then `exit`.
    Asked,
    /// The editor is gone, or said `exit` alone.
    CutOff,
}

/// The longest message that is read, in bytes.
const MAX_MESSAGE: usize = 1 << 30;

/// Speaks with an editor until it ends the talk. Fails where a stream does, or where what comes is no message.
pub fn serve(
    input: &mut dyn BufRead,
    output: &mut dyn Write,
    judge: &dyn Fn(&Path, &str) -> Judged,
) -> io::Result<End> {
    let mut server = Server { phase: Phase::Fresh, open: BTreeMap::new(), judge };
    while let Some(text) = message(input)? {
        let Ok(message) = serde_json::from_slice::<Value>(&text) else {
            send(output, &refusal(&Value::Null, -32700, "this is no JSON"))?;
            continue;
        };
        let Some(method) = message.get("method").and_then(Value::as_str) else { continue };
        let params = message.get("params").unwrap_or(&Value::Null);
        match (method, message.get("id")) {
            ("exit", _) => return Ok(if server.phase == Phase::Down { End::Asked } else { End::CutOff }),
            (method, Some(id)) => send(output, &server.answer(method, id))?,
            (method, None) => {
                for told in server.hear(method, params) {
                    send(output, &told)?;
                }
            }
        }
    }
    Ok(End::CutOff)
}

/// How far the talk is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Fresh,
    Up,
    Down,
}

struct Server<'a> {
    phase: Phase,
    /// The texts that are open, by their URI.
    open: BTreeMap<String, Open>,
    judge: &'a dyn Fn(&Path, &str) -> Judged,
}

struct Open {
    version: Value,
    text: String,
}

impl Server<'_> {
    fn answer(&mut self, method: &str, id: &Value) -> Value {
        let result = match (method, self.phase) {
            ("initialize", Phase::Fresh) => {
                self.phase = Phase::Up;
                json!({
                    "capabilities": {
                        "positionEncoding": "utf-16",
                        "textDocumentSync": { "openClose": true, "change": 1, "save": true },
                    },
                    "serverInfo": { "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") },
                })
            }
            (_, Phase::Fresh) => return refusal(id, -32002, "`initialize` comes first"),
            (_, Phase::Down) => return refusal(id, -32600, "nothing comes behind `shutdown` but `exit`"),
            ("shutdown", Phase::Up) => {
                self.phase = Phase::Down;
                Value::Null
            }
            ("initialize", Phase::Up) => return refusal(id, -32600, "`initialize` comes once"),
            _ => return refusal(id, -32601, &format!("`{method}` is not known here")),
        };
        json!({ "jsonrpc": "2.0", "id": id, "result": result })
    }

    /// Takes in what needs no answer; gives what is to be told.
    fn hear(&mut self, method: &str, params: &Value) -> Vec<Value> {
        let at = |pointer: &str| params.pointer(pointer).and_then(Value::as_str);
        let Some(uri) = at("/textDocument/uri").filter(|_| self.phase == Phase::Up) else { return Vec::new() };
        let text = match method {
            "textDocument/didOpen" => at("/textDocument/text"),
            // Of several whole texts the last one holds.
            "textDocument/didChange" => params
                .get("contentChanges")
                .and_then(Value::as_array)
                .and_then(|changes| changes.last()?.get("text")?.as_str()),
            // What holds for a text may stand in another: its config, or copy beside it.
            "textDocument/didSave" => return self.open.iter().map(|(uri, open)| self.told(uri, open)).collect(),
            "textDocument/didClose" => {
                self.open.remove(uri);
                return vec![publication(uri, &Value::Null, &[])];
            }
            _ => return Vec::new(),
        };
        let Some(text) = text else { return Vec::new() };
        let version = params.pointer("/textDocument/version").cloned().unwrap_or(Value::Null);
        let open = Open { version, text: text.to_owned() };
        let told = self.told(uri, &open);
        self.open.insert(uri.to_owned(), open);
        vec![told]
    }

    fn told(&self, uri: &str, open: &Open) -> Value {
        let judged = (self.judge)(&path_of(uri), &open.text);
        let list: Vec<Value> = judged.findings.iter().map(|finding| diagnostic(&judged, uri, finding)).collect();
        publication(uri, &open.version, &list)
    }
}

fn publication(uri: &str, version: &Value, diagnostics: &[Value]) -> Value {
    let mut params = json!({ "uri": uri, "diagnostics": diagnostics });
    if let (Some(params), false) = (params.as_object_mut(), version.is_null()) {
        params.insert("version".to_owned(), version.clone());
    }
    json!({ "jsonrpc": "2.0", "method": "textDocument/publishDiagnostics", "params": params })
}

fn refusal(id: &Value, code: i32, message: &str) -> Value {
    json!({ "jsonrpc": "2.0", "id": id, "error": { "code": code, "message": message } })
}

fn diagnostic(judged: &Judged, uri: &str, finding: &Finding) -> Value {
    let here = finding.labels.iter().find(|label| Some(label.place.file) == judged.file);
    let mut message = printable(&finding.message).into_owned();
    if let (None, Some(source)) = (here, judged.sources.get(finding.place().file)) {
        // It stands in another file, and this text is what suffers from it.
        message =
            format!("{}:{}: {message}", printable(&source.path), source.position(finding.place().span.start).line);
    }
    if let Some(help) = &finding.help {
        message.push_str("\nhelp: ");
        message.push_str(&printable(help));
    }
    let others = finding.labels.iter().filter(|label| here.is_none_or(|here| !std::ptr::eq(*label, here)));
    let related: Vec<Value> = others.filter_map(|label| related(judged, uri, label)).collect();
    json!({
        "range": here.and_then(|label| range(judged, label.place)).unwrap_or_else(beginning),
        "severity": match finding.severity { Severity::Error => 1, Severity::Warning => 2, Severity::Info => 3 },
        "code": finding.rule,
        "codeDescription": { "href": rules::url(&finding.rule) },
        "source": env!("CARGO_PKG_NAME"),
        "message": message,
        "relatedInformation": related,
    })
}

fn related(judged: &Judged, uri: &str, label: &Label) -> Option<Value> {
    let source = judged.sources.get(label.place.file)?;
    let uri = if Some(label.place.file) == judged.file {
        uri.to_owned()
    } else {
        format!("file://{}", encoded(&judged.start.join(&source.path).to_string_lossy()))
    };
    Some(
        json!({ "location": { "uri": uri, "range": range(judged, label.place)? }, "message": printable(&label.message) }),
    )
}

fn range(judged: &Judged, place: Place) -> Option<Value> {
    let source = judged.sources.get(place.file)?;
    let Span { start, end } = place.span;
    Some(json!({ "start": position(&source, start), "end": position(&source, end) }))
}

fn beginning() -> Value {
    let start = json!({ "line": 0, "character": 0 });
    json!({ "start": start, "end": start })
}

/// Lines from 0, columns in UTF-16 units.
fn position(source: &SourceFile, offset: u32) -> Value {
    let line = source.position(offset).line;
    let start = source.line_span(line).map_or(0, |span| span.start as usize);
    let before = source.text.get(start..offset as usize).unwrap_or("").trim_start_matches('\u{feff}');
    json!({ "line": line.saturating_sub(1), "character": before.encode_utf16().count() })
}

/// The path that a URI stands for. A text without a file has a name alone.
fn path_of(uri: &str) -> PathBuf {
    let Some(rest) = uri.strip_prefix("file://") else { return PathBuf::from("untitled") };
    let path = rest.find('/').and_then(|at| rest.get(at..)).unwrap_or(rest);
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        let mut ahead = rest.clone();
        let hex = |byte: Option<u8>| char::from(byte?).to_digit(16);
        match (byte, hex(ahead.next()), hex(ahead.next())) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                rest = ahead;
            }
            _ => bytes.push(byte),
        }
    }
    let path = String::from_utf8_lossy(&bytes).into_owned();
    // `file:///c:/a` is `c:/a`.
    let has_drive = cfg!(windows) && path.get(2..3) == Some(":");
    PathBuf::from(if has_drive { path.trim_start_matches('/') } else { &path })
}

/// The body of the next message; none where nothing comes any more.
fn message(input: &mut dyn BufRead) -> io::Result<Option<Vec<u8>>> {
    let broken = |what: &str| io::Error::new(ErrorKind::InvalidData, what.to_owned());
    let mut length = None;
    loop {
        let mut line = Vec::new();
        if input.take(4096).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim();
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').ok_or_else(|| broken("a message has a head and a body"))?;
        if name.trim().eq_ignore_ascii_case("Content-Length") {
            length = value.trim().parse::<usize>().ok();
        }
    }
    let length = length.filter(|length| *length <= MAX_MESSAGE).ok_or_else(|| broken("a message says its length"))?;
    let mut body = Vec::new();
    let read = input.take(length as u64).read_to_end(&mut body)?;
    Ok((read == length).then_some(body))
}

fn send(output: &mut dyn Write, message: &Value) -> io::Result<()> {
    let body = message.to_string();
    write!(output, "Content-Length: {}\r\n\r\n{body}", body.len())?;
    output.flush()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Language;

    #[test]
    fn a_uri_stands_for_a_path() {
        assert_eq!(path_of("file:///a%20b/%C3%A9.toml"), Path::new("/a b/é.toml"));
        assert_eq!(path_of("file://host/a%2"), Path::new("/a%2"));
        assert_eq!(path_of("untitled:Untitled-1"), Path::new("untitled"));
    }

    #[test]
    fn columns_count_as_editors_count() {
        let source = SourceFile::from_text("a.toml", "\u{feff}a = 1\nb = \"é😀x\"\n", Language::Toml);
        let at = source.text.find('x').expect("it is there") as u32;
        assert_eq!(position(&source, at), json!({ "line": 1, "character": 8 }));
        assert_eq!(position(&source, 3), json!({ "line": 0, "character": 0 }));
    }

    #[test]
    fn what_is_no_message_ends_the_talk() {
        let talk = |mut text: &[u8]| serve(&mut text, &mut Vec::new(), &|_, _| Judged::default());
        assert_eq!(talk(b"").expect("nothing came"), End::CutOff);
        assert_eq!(talk(b"Content-Length: 9\r\n\r\n{").expect("it broke off"), End::CutOff);
        assert!(talk(b"hello\r\n\r\n").is_err());
        assert!(talk(b"Content-Length: x\r\n\r\n").is_err());
    }
}
