//! A bar on standard error while a long run lasts, where that is a terminal.

use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// A run shorter than this shows nothing.
const PATIENCE: Duration = Duration::from_secs(1);
const STEP: Duration = Duration::from_millis(100);
const WIDTH: usize = 30;

/// Does `work`, which counts up what it is given for each of `total` files done.
pub(super) fn during<T>(total: usize, work: impl FnOnce(&AtomicUsize) -> T) -> T {
    let done = AtomicUsize::new(0);
    if !std::io::stderr().is_terminal() {
        return work(&done);
    }
    let (finished, waits) = channel();
    std::thread::scope(|scope| {
        let counted = &done;
        scope.spawn(move || draw(total, counted, &waits));
        let result = work(&done);
        drop(finished);
        result
    })
}

fn draw(total: usize, done: &AtomicUsize, waits: &Receiver<()>) {
    let mut pause = PATIENCE;
    while waits.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
        pause = STEP;
        let count = done.load(Ordering::Relaxed).min(total);
        let filled = WIDTH * count / total.max(1);
        let bar = format!("\r[{}{}] {count} of {total} files ", "#".repeat(filled), ".".repeat(WIDTH - filled));
        put(&bar);
    }
    if pause == STEP {
        put("\r\u{1b}[2K");
    }
}

fn put(text: &str) {
    let mut err = std::io::stderr().lock();
    // A bar that cannot be drawn is no reason to fail.
    let _ = err.write_all(text.as_bytes()).and_then(|()| err.flush());
}
