//! Mistakes that do not compile, and what the compiler says of each. The texts are those of rustc 1.95.
#![allow(missing_docs)]

#[test]
fn every_mistake_is_one_error_on_the_wrong_token() {
    trybuild::TestCases::new().compile_fail("tests/compile_fail/*/*.rs");
}
