//! state_set
