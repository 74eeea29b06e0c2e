//! What the function attributes refuse: each mistake one error, on the token that is wrong.
#![allow(missing_docs)]

#[test]
fn each_mistake_on_a_function_is_one_error() {
    trybuild::TestCases::new().compile_fail("tests/compile_fail/instrument/*.rs");
}
