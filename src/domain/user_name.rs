//! What a user may be called, and which names are the same.
//!
//! Two names are the same when they differ in case only. What merely looks the same (full-width letters, mixed
//! scripts, invisible marks) is no name at all, so that nobody can pose as somebody else; at a sign-in such a name
//! matches nobody. Trimming or folding it into the real name was rejected: a look-alike must not open the real account.

use unicode_normalization::UnicodeNormalization;
use unicode_security::MixedScript;

const LONGEST: usize = 64;

/// The key by which a name is stored and compared, or what is wrong with it.
pub fn key(name: &str) -> Result<String, &'static str> {
    if name.is_empty() {
        return Err("must not be empty");
    }
    if name.len() > 4 * LONGEST || name.chars().count() > LONGEST {
        return Err("must be at most 64 characters");
    }
    if name.trim() != name || name.contains("  ") {
        return Err("must not begin or end with a space, nor contain two in a row");
    }
    if !name.chars().all(is_readable) {
        return Err("must not contain control or invisible characters");
    }
    if !name.nfc().eq(name.nfkc()) {
        return Err("must not contain characters that only look like others");
    }
    if !name.is_single_script() {
        return Err("must not mix alphabets");
    }
    Ok(name.nfc().collect::<String>().to_lowercase().nfc().collect())
}

/// What a name looks like: two users may not have the same.
pub fn look(key: &str) -> String {
    unicode_security::skeleton(key).collect()
}

fn is_readable(c: char) -> bool {
    // Beside controls: what shows nothing or turns the direction of the text (UTS 39, default ignorables).
    let is_invisible = matches!(c as u32,
        0x00AD | 0x034F | 0x061C | 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x180B..=0x180F | 0x200B..=0x200F
        | 0x2028..=0x202E | 0x2060..=0x206F | 0x3164 | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFFD
        | 0x1BCA0..=0x1BCA3 | 0x1D173..=0x1D17A | 0xE0000..=0xE0FFF);
    c == ' ' || !(c.is_control() || c.is_whitespace() || is_invisible)
}
