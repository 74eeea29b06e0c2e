//! label_value
