//! The same page in fewer bytes: what HTML lets a writer leave out is left out.
//!
//! Takes what the templates made, in which every text is escaped, so that `<` begins a tag and nothing else. Changes no
//! text and no tree: quotes of texts stand for themselves, attributes that need no quotes have none, and end tags go
//! where the standard (HTML, 13.1.2.4) calls them optional.

/// Elements that are written without an end tag where they are empty: shapes of a drawing.
const SHAPES: [&str; 3] = ["use", "circle", "line"];

/// What may follow a paragraph whose end is not written, of what the templates use.
const AFTER_P: [&str; 9] = ["p", "dl", "ul", "div", "h2", "h3", "section", "form", "fieldset"];

pub(super) fn tight(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((text, tail)) = rest.split_once('<') {
        push_text(text, &mut out);
        let Some((tag, behind)) = tail.split_once('>') else {
            out.push('<');
            rest = tail;
            break;
        };
        rest = behind;
        if let Some(name) = tag.strip_prefix('/') {
            if !is_optional(name, rest) {
                out.extend(["</", name, ">"]);
            }
        } else {
            let name = tag.split(' ').next().unwrap_or(tag);
            push_tag(tag, &mut out);
            let end = rest.strip_prefix("</").and_then(|r| r.strip_prefix(name)).and_then(|r| r.strip_prefix('>'));
            if let Some(behind) = end.filter(|_| SHAPES.contains(&name)) {
                rest = behind;
                out.push_str(" />");
            } else {
                out.push('>');
            }
        }
    }
    push_text(rest, &mut out);
    out
}

fn push_text(text: &str, out: &mut String) {
    let mut parts = text.split("&quot;");
    out.push_str(parts.next().unwrap_or(""));
    for part in parts {
        out.push('"');
        out.push_str(part);
    }
}

/// An opening tag up to its `>`, which is not written.
fn push_tag(tag: &str, out: &mut String) {
    out.push('<');
    let mut parts = tag.split("=\"");
    out.push_str(parts.next().unwrap_or(""));
    for part in parts {
        let (value, behind) = part.split_once('"').unwrap_or((part, ""));
        out.push('=');
        if value.is_empty() || value.contains([' ', '\t', '\n', '\'', '=', '`']) {
            out.extend(["\"", value, "\""]);
        } else {
            out.push_str(value);
        }
        out.push_str(behind);
    }
}

/// Whether the end tag of `name` says nothing that what follows does not say.
fn is_optional(name: &str, rest: &str) -> bool {
    let Some(next) = rest.strip_prefix('<') else { return false };
    let next = next.split([' ', '>']).next().unwrap_or("");
    let ends = next.starts_with('/');
    match name {
        "p" => (ends && next != "/a") || AFTER_P.contains(&next),
        "li" => ends || next == "li",
        "dt" => matches!(next, "dt" | "dd"),
        "dd" => ends || matches!(next, "dt" | "dd"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::tight;

    #[test]
    fn what_says_nothing_is_left_out() {
        assert_eq!(
            tight(
                r##"<dl class="e"><dt>24 &quot;on&quot;</dt><dd><a href="#1">a &lt;b&gt;</a><p>x</p></dd><dd>y</dd></dl>"##
            ),
            r#"<dl class=e><dt>24 "on"<dd><a href=#1>a &lt;b&gt;</a><p>x<dd>y</dl>"#
        );
        assert_eq!(
            tight(r#"<use x="3.0%"></use><use><title>a</title></use>"#),
            "<use x=3.0% /><use><title>a</title></use>"
        );
    }

    #[test]
    fn what_says_something_stays() {
        for kept in [
            r#"<p>a</p><svg viewBox="0 0 1 1"></svg>"#,
            "<p>a</p> b",
            r#"<a title="say &quot;hi&quot; to=them" class="">x</a>"#,
            "<dt>a</dt> <dd>b</dd> c",
            "a &amp; b &lt;p&gt; <",
            "a <b",
        ] {
            assert_eq!(tight(kept), kept);
        }
    }
}
