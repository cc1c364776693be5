//! Entry point: parse, build, run.

fn main() {}
