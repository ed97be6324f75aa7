//! The way from a text that was made of another back to that other.
//!
//! Owns the map; who makes a text says what each stretch of it stands for.

use std::ops::Range;

/// Which bytes of a source a made text stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Offsets {
    pieces: Vec<Piece>,
}

/// A stretch of the made text, up to the next piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    made: usize,
    source: usize,
    /// Length of what it stands for as a whole; `None` where both run in step.
    replaced: Option<usize>,
}

impl Offsets {
    /// What is added to the made text at `made` stands at `source`, byte for byte.
    pub(super) fn verbatim(&mut self, made: usize, source: usize) {
        let in_step = |piece: &Piece| piece.replaced.is_none() && piece.source + (made - piece.made) == source;
        if !self.pieces.last().is_some_and(in_step) {
            self.pieces.push(Piece { made, source, replaced: None });
        }
    }

    /// What is added to the made text at `made` stands for `source` as a whole.
    pub(super) fn replace(&mut self, made: usize, source: Range<usize>) {
        self.pieces.push(Piece { made, source: source.start, replaced: Some(source.len()) });
    }

    /// How many pieces there are, for [`Self::truncate`].
    pub(super) fn len(&self) -> usize {
        self.pieces.len()
    }

    /// Forgets all but the first `pieces`.
    pub(super) fn truncate(&mut self, pieces: usize) {
        self.pieces.truncate(pieces);
    }

    /// Where a range of the made text stands in the source. What was replaced as a whole is given as a whole.
    pub(super) fn source(&self, made: Range<usize>) -> Range<usize> {
        let start = self.piece(made.start).map_or(0, |piece| match piece.replaced {
            Some(_) => piece.source,
            None => piece.source + (made.start - piece.made),
        });
        if made.is_empty() {
            return start..start;
        }
        let end = self.piece(made.end - 1).map_or(start, |piece| match piece.replaced {
            Some(length) => piece.source + length,
            None => piece.source + (made.end - piece.made),
        });
        start..end.max(start)
    }

    fn piece(&self, made: usize) -> Option<Piece> {
        let behind = self.pieces.partition_point(|piece| piece.made <= made);
        self.pieces.get(behind.checked_sub(1)?).copied()
    }
}
