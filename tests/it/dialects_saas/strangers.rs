//! JSON that an ordinary repository holds, some of it with the very keys that exports have: none of it is a campaign.

use super::read;

const STRANGERS: &[(&str, &str)] = &[
    ("nothing", "null"),
    ("a number", "3"),
    ("an empty table", "{}"),
    ("an empty list", "[]"),
    ("lists in lists", "[[[[[[[[{}]]]]]]]]"),
    (
        "package.json",
        r#"{"name": "site", "version": "1.0.0", "scripts": {"build": "tsc"}, "dependencies": {"react": "^19"}}"#,
    ),
    (
        "package-lock.json",
        r#"{"name": "site", "lockfileVersion": 3, "packages": {"": {"name": "site"}, "node_modules/a": {"version": "1.0.0"}}}"#,
    ),
    ("tsconfig.json", r#"{"compilerOptions": {"strict": true, "target": "es2022"}, "include": ["src"]}"#),
    (
        "translations",
        r#"{"campaign": "Kampagne", "sequence": {"steps": "Schritte", "delay": "Wartezeit"}, "data": "Daten"}"#,
    ),
    (
        "OpenAPI",
        r#"{"openapi": "3.1.0", "paths": {"/campaigns": {"get": {"responses": {"200": {"content": {"application/json": {"example": {"campaign_schedule": {}}}}}}}}}, "components": {"schemas": {"Step": {"properties": {"delayInMinutes": {"type": "integer"}}}}}}"#,
    ),
    (
        "JSON Schema",
        r#"{"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "properties": {"steps": {"type": "array"}, "actions": {"type": "array"}, "triggers": {"type": "array"}}}"#,
    ),
    (
        "Grafana",
        r#"{"panels": [{"id": 1, "type": "graph", "targets": []}], "schemaVersion": 39, "templating": {"list": []}, "annotations": {"list": []}}"#,
    ),
    (
        "GeoJSON",
        r#"{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": {"type": "Point", "coordinates": [1, 2]}, "properties": {}}]}"#,
    ),
    (
        "a Kubernetes list",
        r#"{"kind": "List", "items": [{"kind": "Pod", "metadata": {"name": "a"}, "status": {"phase": "Running"}}]}"#,
    ),
    (
        "a CI pipeline",
        r#"{"steps": [{"type": "email", "delay": 3, "name": "notify"}, {"type": "call", "delay": "1d"}], "triggers": [{"type": "push"}]}"#,
    ),
    ("steps that count minutes", r#"{"steps": [{"type": "email", "delayInMinutes": 5}]}"#),
    (
        "GitHub actions by API",
        r#"{"total_count": 1, "workflows": [{"id": 1, "name": "CI", "state": "active", "path": ".github/workflows/ci.yml"}]}"#,
    ),
    (
        "home automation",
        r#"{"triggers": [{"type": "state"}], "conditions": [], "actions": [{"type": "turn_on", "data": {"brightness": 3}}, {"type": "delay", "data": {"minutes": 5}}]}"#,
    ),
    (
        "a state machine",
        r#"{"initial_state": "idle", "states": [{"name": "idle", "type": "atomic", "transitions": [{"event": "GO", "next": "run"}]}]}"#,
    ),
    (
        "another state machine",
        r#"{"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 10, "Next": "B"}, "B": {"Type": "Succeed"}}}"#,
    ),
    (
        "data factory",
        r#"{"name": "p", "properties": {"activities": [{"name": "Wait1", "type": "Wait", "typeProperties": {"waitTimeInSeconds": 1}}]}}"#,
    ),
    (
        "another JSON:API",
        r#"{"data": [{"type": "sequence", "id": "1", "attributes": {"name": "dna", "letters": "ACGT"}}, {"type": "template", "id": "2", "attributes": {"html": "<p></p>"}}], "included": [{"type": "sequenceStep", "id": "3", "attributes": {"order": 1}}]}"#,
    ),
    (
        "templates by JSON:API",
        r#"{"data": [{"type": "template", "id": "1", "attributes": {"bodyHtml": "<p>Hi</p>"}}, {"type": "template", "id": "2", "attributes": {"trackLinks": true}}]}"#,
    ),
    ("a flow of another kind", r#"{"data": {"type": "flow", "attributes": {"name": "river", "rate": 3}}}"#),
    (
        "test results",
        r#"{"results": [{"name": "a", "status": "passed", "duration": 3, "steps": [{"name": "open", "status": "passed"}]}]}"#,
    ),
    (
        "a Postman collection",
        r#"{"info": {"name": "api"}, "item": [{"name": "campaigns", "request": {"method": "GET", "body": {"raw": "{\"sequences\": []}"}}}]}"#,
    ),
    ("a notebook", r#"{"cells": [{"cell_type": "code", "source": ["x"]}], "nbformat": 4, "metadata": {}}"#),
    ("DNA sequences", r#"{"sequences": [{"id": "seq_1", "steps": 4}, {"id": "seq_2"}]}"#),
    ("tables by odd ids", r#"{"seq_1": {"steps": 4}, "seq_2": {"steps": "many"}, "_id": "camera_1"}"#),
    ("a cadence of music", r#"{"cadence": {"bpm": 120, "steps": [{"note": "c", "delay": 1}]}}"#),
    ("a to-do list", r#"[{"id": 1, "type": "task", "subject": "Buy milk", "position": 1, "status": "open"}]"#),
    (
        "workflows that send nothing",
        r#"{"name": "sync", "nodes": [{"name": "Cron", "type": "n8n-nodes-base.cron", "parameters": {}}], "connections": {}}"#,
    ),
    (
        "a template of email",
        r#"{"data": {"type": "template", "id": "x", "attributes": {"name": "t", "editor_type": "CODE", "html": "<p></p>", "text": ""}}}"#,
    ),
    (
        "ad campaigns",
        r#"{"campaigns": [{"id": 1, "name": "Spring", "status": "ACTIVE", "daily_budget": 100, "objective": "REACH"}]}"#,
    ),
];

#[test]
fn other_json_is_no_campaign_and_no_finding() {
    for (name, text) in STRANGERS {
        let imported = read(text, None);
        let dialect = imported.dialect.filter(|name| *name != "native");
        assert_eq!(dialect, None, "{name}");
        assert_eq!(imported.unread, [""; 0], "{name}");
    }
}

#[test]
fn wrappers_are_taken_off_whatever_their_order() {
    let bare = super::fixture("instantly/campaign.json");
    for wrapper in [
        r#"{"data": X}"#,
        r#"{"success": true, "data": X}"#,
        r#"{"items": [X], "next_starting_after": null}"#,
        r#"{"results": [{"data": X}]}"#,
        r#"{"campaign": X}"#,
        "[X]",
        r#"[{"json": {"body": X}}]"#,
    ] {
        let imported = read(&wrapper.replace('X', &bare), None);
        assert_eq!((imported.dialect, imported.campaigns.len()), (Some("instantly"), 1), "{wrapper}");
    }
    let twice = read(&format!("[{bare}, {{\"data\": {bare}}}]"), None);
    assert_eq!(twice.campaigns.len(), 2, "several campaigns in one file");
}

#[test]
fn the_user_may_say_what_a_file_is() {
    let bare = super::fixture("instantly/campaign.json");
    assert_eq!(read(&bare, Some("klaviyo")).dialect, None, "there is no flow in it");
    assert_eq!(read(&bare, Some("instantly")).dialect, Some("instantly"));
}
