use std::cell::RefCell;

use crate::label::LabelSet;
use crate::model::LabelSpec;

/// Runs `build`, during which the default expressions of each label set are evaluated once, however many metrics have it:
/// a host name that changes, or an id that counts up, is the same in all metrics of one struct.
pub(crate) fn evaluated_once<R>(build: impl FnOnce() -> R) -> R {
    if MEMO.with_borrow(Option::is_some) {
        // A struct within another one.
        return build();
    }
    MEMO.set(Some(Vec::new()));
    let _forget = Forget;
    build()
}

/// The labels of a set, as evaluated before if that was within the same struct.
pub(super) fn of<L: LabelSet>() -> Vec<LabelSpec> {
    // Sets whose functions were merged by the linker are alike to the letter, so sharing them shows nowhere.
    let set = L::specs as fn() -> Vec<LabelSpec> as usize;
    let known =
        MEMO.with_borrow(|memo| memo.iter().flatten().find(|(known, _)| *known == set).map(|(_, specs)| specs.clone()));
    known.unwrap_or_else(|| {
        // Default expressions are user code: they run with nothing borrowed.
        let specs = L::specs();
        MEMO.with_borrow_mut(|memo| memo.iter_mut().for_each(|memo| memo.push((set, specs.clone()))));
        specs
    })
}

type Memo = Vec<(usize, Vec<LabelSpec>)>;

thread_local! {
    /// What was evaluated for the struct that this thread is registering, if it is.
    static MEMO: RefCell<Option<Memo>> = const { RefCell::new(None) };
}

/// Forgets when it is dropped, also by a panic of a default expression.
struct Forget;

impl Drop for Forget {
    fn drop(&mut self) {
        MEMO.set(None);
    }
}
