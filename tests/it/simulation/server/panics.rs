//! Panics of simulated processes. The runtime catches them task by task; a run must not overlook one.

use std::cell::RefCell;
use std::panic;
use std::sync::Once;

thread_local! {
    static CAUGHT: RefCell<Option<Vec<String>>> = const { RefCell::new(None) };
}

/// Panics on this thread are noted from now on.
pub fn watch() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            CAUGHT.with_borrow_mut(|caught| {
                if let Some(caught) = caught {
                    caught.push(info.to_string());
                }
            });
            before(info);
        }));
    });
    CAUGHT.set(Some(Vec::new()));
}

/// Panics are only printed again.
pub fn leave() {
    CAUGHT.set(None);
}

/// What was noted since the last look.
pub fn take() -> Vec<String> {
    CAUGHT.with_borrow_mut(|caught| caught.as_mut().map(std::mem::take).unwrap_or_default())
}
