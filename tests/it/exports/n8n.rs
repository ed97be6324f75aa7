//! Workflows of n8n from their nodes and the lines between them.

use serde_json::{Map, Value, json};

/// A value that is another one for each person.
pub(super) const TO: &str = "={{ $json.email }}";

/// A workflow of nodes, each a name, a type (`wait/1.1`: with its version) and its settings, and lines between them, each
/// from a node's output to another node.
pub(super) fn workflow(nodes: &[(&str, &str, Value)], lines: &[(&str, usize, &str)]) -> Value {
    let mut connections: Map<String, Value> = Map::new();
    for (from, output, to) in lines {
        let outputs = connections.entry(*from).or_insert_with(|| json!({"main": []}));
        let outputs = outputs["main"].as_array_mut().expect("a list");
        while outputs.len() <= *output {
            outputs.push(json!([]));
        }
        outputs[*output].as_array_mut().expect("a list").push(json!({"node": to, "type": "main", "index": 0}));
    }
    let nodes: Vec<Value> = nodes.iter().map(node).collect();
    json!({"name": "Studio", "nodes": nodes, "connections": connections, "settings": {}})
}

/// A workflow whose nodes follow each other.
pub(super) fn row(nodes: &[(&str, &str, Value)]) -> Value {
    let lines: Vec<_> = nodes.windows(2).map(|pair| (pair[0].0, 0, pair[1].0)).collect();
    workflow(nodes, &lines)
}

/// What goes out when somebody has filled in a form elsewhere.
pub(super) fn asked(name: &str, kind: &str, settings: Value) -> Value {
    row(&[("Request", "webhook", json!({"path": "a"})), (name, kind, settings)])
}

/// The settings of an email to somebody of a list.
pub(super) fn mail() -> Value {
    json!({"sendTo": TO, "subject": "The room", "message": "The room is warm, come by any day."})
}

fn node((name, kind, settings): &(&str, &str, Value)) -> Value {
    let (kind, version) = kind.split_once('/').unwrap_or((kind, "2.1"));
    let version: f64 = version.parse().expect("a version");
    let mut node =
        json!({"name": name, "type": format!("n8n-nodes-base.{kind}"), "typeVersion": version, "parameters": settings});
    for switch in ["disabled", "onError"] {
        if let Some(value) = node["parameters"].as_object_mut().and_then(|settings| settings.remove(switch)) {
            node[switch] = value;
        }
    }
    node
}
