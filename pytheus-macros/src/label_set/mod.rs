//! label_set
