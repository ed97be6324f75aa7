//! The language server, as an editor speaks with it.

use crate::support::{DEAF, Project, RULE};
use serde_json::{Value, json};

fn frame(message: &Value) -> String {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len())
}

/// What the server says to these messages, and its exit code.
fn talk(project: &Project, messages: &[Value]) -> (Vec<Value>, i32) {
    let text: String = messages.iter().map(frame).collect();
    let run = project.pipe(text, &["lsp", "--stdio"]);
    assert_eq!(run.err, "");
    let mut said = Vec::new();
    let mut rest = run.out.as_str();
    while let Some((head, after)) = rest.split_once("\r\n\r\n") {
        let length: usize = head.strip_prefix("Content-Length: ").and_then(|n| n.parse().ok()).expect("a length");
        said.push(serde_json::from_str(&after[..length]).expect("JSON"));
        rest = &after[length..];
    }
    assert_eq!(rest, "", "nothing but messages goes to standard output");
    (said, run.code)
}

fn ask(id: u32, method: &str) -> Value {
    json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": {} })
}

fn tell(method: &str, params: &Value) -> Value {
    json!({ "jsonrpc": "2.0", "method": method, "params": params })
}

fn uri(project: &Project, name: &str) -> String {
    format!("file://{}", project.path(name).display())
}

fn opened(uri: &str, text: &str) -> Value {
    let document = json!({ "uri": uri, "languageId": "toml", "version": 1, "text": text });
    tell("textDocument/didOpen", &json!({ "textDocument": document }))
}

fn codes(publication: &Value) -> Vec<&str> {
    let list = publication["params"]["diagnostics"].as_array().expect("a list");
    list.iter().filter_map(|diagnostic| diagnostic["code"].as_str()).collect()
}

#[test]
fn an_editor_hears_of_a_text_while_it_is_written() {
    let project = Project::new();
    project.write("outreach-lint.toml", format!("select = [{RULE:?}]\n"));
    let uri = uri(&project, "a.toml");
    let kind = DEAF.replace("[\"decline\"", "[\"reply\", \"decline\"");
    let change = json!({ "textDocument": { "uri": uri, "version": 2 }, "contentChanges": [{ "text": kind }] });
    let (said, code) = talk(
        &project,
        &[
            ask(1, "initialize"),
            tell("initialized", &json!({})),
            opened(&uri, &DEAF.replace("on = [", "on = [ # é😀\n")),
            tell("textDocument/didChange", &change),
            tell("textDocument/didClose", &json!({ "textDocument": { "uri": uri } })),
            ask(2, "shutdown"),
            tell("exit", &Value::Null),
        ],
    );
    assert_eq!(code, 0);
    assert_eq!(said.len(), 5, "{said:#?}");
    assert_eq!(said[0]["result"]["capabilities"]["textDocumentSync"]["change"], 1);
    let found = &said[1]["params"];
    assert_eq!((&found["uri"], &found["version"]), (&json!(uri), &json!(1)));
    assert_eq!(codes(&said[1]), [RULE]);
    let first = &found["diagnostics"][0];
    assert_eq!(first["range"]["start"], json!({ "line": 13, "character": 5 }));
    assert_eq!((&first["severity"], &first["source"]), (&json!(1), &json!("outreach-lint")));
    assert!(first["message"].as_str().is_some_and(|text| text.contains("a person who") && text.contains("\nhelp: ")));
    assert_eq!(first["relatedInformation"][0]["location"]["uri"], json!(uri));
    assert_eq!((codes(&said[2]).len(), &said[2]["params"]["version"]), (0, &json!(2)), "mended");
    assert_eq!(codes(&said[3]).len(), 0, "closed");
    assert_eq!(said[4], json!({ "jsonrpc": "2.0", "id": 2, "result": null }));
}

#[test]
fn configs_count_and_are_texts_themselves() {
    let project = Project::new();
    project.write("outreach-lint.toml", "presett = 1\n");
    let (a, config) = (uri(&project, "a.toml"), uri(&project, "outreach-lint.toml"));
    let messages = [
        ask(1, "initialize"),
        opened(&a, DEAF),
        opened(&config, "preset = \"strct\"\n"),
        opened(&uri(&project, "package.json"), "{ \"name\": \"x\" }"),
    ];
    let (said, code) = talk(&project, &messages);
    assert_eq!(code, 1, "the editor left without a word");
    assert_eq!(codes(&said[1]), ["structure/unknown-field"], "nothing is judged with a half-understood config");
    let message = said[1]["params"]["diagnostics"][0]["message"].as_str().expect("a text");
    assert!(message.starts_with("outreach-lint.toml:1: the config has no key"), "{message}");
    assert_eq!(codes(&said[2]), ["structure/invalid-value"]);
    assert_eq!(codes(&said[3]), [""; 0], "no campaign");
}

#[test]
fn what_the_server_cannot_do_is_refused_by_number() {
    let project = Project::new();
    let (said, code) = talk(
        &project,
        &[ask(1, "shutdown"), ask(2, "initialize"), ask(3, "textDocument/hover"), ask(4, "shutdown"), ask(5, "x/y")],
    );
    let errors: Vec<&Value> = said.iter().map(|answer| &answer["error"]["code"]).collect();
    assert_eq!(errors, [&json!(-32002), &Value::Null, &json!(-32601), &Value::Null, &json!(-32600)]);
    assert_eq!(code, 1, "without `exit`");
    let run = project.pipe("hello\r\n\r\n", &["lsp"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("the editor cannot be understood"), "{}", run.err);
}
