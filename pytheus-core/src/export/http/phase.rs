use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use tokio::time::Instant;

use super::limits::Limits;

/// What a connection is doing, and until when it may: its socket, its service and its task share one.
pub(super) struct Phase {
    limits: Rc<Limits>,
    doing: Cell<Doing>,
    deadline: Cell<Option<Instant>>,
    unread: Cell<bool>,
    /// The last bytes that came in.
    last: Cell<[u8; 3]>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Doing {
    /// Waits for a request.
    Idle,
    /// Has read a part of one.
    Head,
    /// Gathers; how long that may take is for the storages to say.
    Work,
    /// Hands its answer's body over.
    Answer,
    /// Has handed it over, and sends it.
    Send,
    /// Has ended, and reads what the client still sends.
    Linger,
}

impl Phase {
    pub(super) fn new(limits: Rc<Limits>) -> Self {
        let deadline = Cell::new(after(limits.idle));
        Self { limits, doing: Cell::new(Doing::Idle), deadline, unread: Cell::new(false), last: Cell::default() }
    }

    /// When it is too late for what the connection does.
    pub(super) fn deadline(&self) -> Option<Instant> {
        self.deadline.get()
    }

    /// Whether no request is being answered.
    pub(super) fn waits(&self) -> bool {
        matches!(self.doing.get(), Doing::Idle | Doing::Head | Doing::Linger)
    }

    /// Bytes came in.
    pub(super) fn has_read(&self, bytes: &[u8]) {
        let mut last = self.last.get();
        for &byte in &bytes[bytes.len().saturating_sub(last.len())..] {
            last.rotate_left(1);
            last[2] = byte;
        }
        self.last.set(last);
        if self.doing.get() == Doing::Idle {
            self.enter(Doing::Head, Some(self.limits.header));
        }
    }

    /// The head of a request is complete; `body` tells whether something follows that nobody will read.
    pub(super) fn has_request(&self, body: bool) {
        self.unread.set(body);
        self.enter(Doing::Work, None);
    }

    /// The answer is ready.
    pub(super) fn has_answer(&self) {
        self.enter(Doing::Answer, Some(self.limits.write));
    }

    /// The answer's body is with the connection.
    pub(super) fn has_body(&self) {
        if self.doing.get() == Doing::Answer {
            self.doing.set(Doing::Send);
        }
    }

    /// All that the connection had to send is with the system.
    pub(super) fn has_flushed(&self) {
        if self.doing.get() != Doing::Send {
            return;
        }
        if self.ends_a_head() {
            self.enter(Doing::Idle, Some(self.limits.idle));
        } else {
            // A part of the next request came with this one.
            self.enter(Doing::Head, Some(self.limits.header.min(self.limits.idle)));
        }
    }

    /// The connection is closed on our side; gives whether the client may still be sending a body.
    pub(super) fn has_ended(&self) -> bool {
        if self.unread.get() && self.doing.get() != Doing::Linger {
            self.enter(Doing::Linger, Some(LINGER));
        }
        self.unread.get()
    }

    /// Whether what came in so far ends in an empty line, as a head does.
    fn ends_a_head(&self) -> bool {
        matches!(self.last.get(), [b'\n', b'\r', b'\n'] | [_, b'\n', b'\n'])
    }

    fn enter(&self, doing: Doing, limit: Option<Duration>) {
        self.doing.set(doing);
        self.deadline.set(limit.and_then(after));
    }
}

const LINGER: Duration = Duration::from_secs(1);

/// `None` for a limit beyond the end of time, which is no limit.
fn after(limit: Duration) -> Option<Instant> {
    Instant::now().checked_add(limit)
}
