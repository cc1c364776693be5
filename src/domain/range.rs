//! HTTP byte ranges (RFC 9110) as pure arithmetic.
