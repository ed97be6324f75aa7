//! `concise`: a line each, for editors, coding agents and `grep`.

use super::{Format, View, closing, printable};
use std::io::{self, Write};

pub(super) const FORMAT: Format = Format { name: "concise", for_people: true, write };

fn write(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    for finding in &view.shown {
        let place = finding.place();
        let path = view.path(place);
        let at = view.sources.get(place.file).map(|source| source.position(place.span.start));
        let (line, column) = at.map_or((1, 1), |at| (at.line, at.column));
        write!(
            out,
            "{}:{line}:{column}: {}[{}] {}",
            printable(&path),
            finding.severity.as_str(),
            printable(&finding.rule),
            printable(&finding.message)
        )?;
        if let Some(help) = &finding.help {
            write!(out, " | help: {}", printable(help))?;
        }
        writeln!(out)?;
    }
    out.write_all(closing(view).as_bytes())
}
