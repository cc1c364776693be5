//! What a child says to its parent: one line of JSON, then the pictures' bytes one after the other.
//!
//! The parent believes nothing: lengths are checked against what came, and a child that a broken file has taken over
//! can at worst deliver a wrong picture.

use serde::{Deserialize, Serialize};

/// A still in several widths, narrowest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stills {
    /// `#rrggbb`
    pub color: String,
    pub blurhash: String,
    pub pictures: Vec<Picture>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    pub width: u32,
    pub height: u32,
    pub jpeg: Vec<u8>,
    /// Absent where this machine cannot make it.
    pub webp: Option<Vec<u8>>,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Head {
    Made { color: String, blurhash: String, pictures: Vec<Size> },
    Failed { error: String },
}

#[derive(Serialize, Deserialize)]
struct Size {
    width: u32,
    height: u32,
    len: usize,
    #[serde(default)]
    webp_len: usize,
}

pub fn encode(result: &Result<Stills, String>) -> Vec<u8> {
    let head = match result {
        Ok(stills) => Head::Made {
            color: stills.color.clone(),
            blurhash: stills.blurhash.clone(),
            pictures: stills
                .pictures
                .iter()
                .map(|p| Size {
                    width: p.width,
                    height: p.height,
                    len: p.jpeg.len(),
                    webp_len: p.webp.as_ref().map_or(0, Vec::len),
                })
                .collect(),
        },
        Err(error) => Head::Failed { error: error.clone() },
    };
    let mut bytes = serde_json::to_vec(&head).unwrap_or_default();
    bytes.push(b'\n');
    for picture in result.iter().flat_map(|stills| &stills.pictures) {
        bytes.extend_from_slice(&picture.jpeg);
        bytes.extend_from_slice(picture.webp.as_deref().unwrap_or_default());
    }
    bytes
}

/// `Err` is a child's own failure or an answer that is none.
pub fn decode(bytes: &[u8]) -> Result<Stills, String> {
    let garbled = || "the answer is garbled".to_owned();
    let end = bytes.iter().position(|b| *b == b'\n').ok_or_else(garbled)?;
    let head = serde_json::from_slice(&bytes[..end]).map_err(|_| garbled())?;
    let (color, blurhash, sizes) = match head {
        Head::Made { color, blurhash, pictures } => (color, blurhash, pictures),
        Head::Failed { error } => return Err(error),
    };
    if !is_color(&color) || !blurhash.is_ascii() || blurhash.len() > 100 || sizes.is_empty() {
        return Err(garbled());
    }
    let mut rest = &bytes[end + 1..];
    let mut pictures = Vec::with_capacity(sizes.len().min(8));
    for Size { width, height, len, webp_len } in sizes {
        let (jpeg, after) = rest.split_at_checked(len).ok_or_else(garbled)?;
        let (webp, after) = after.split_at_checked(webp_len).ok_or_else(garbled)?;
        if !jpeg.starts_with(&[0xFF, 0xD8]) || webp_len > 0 && !webp.starts_with(b"RIFF") {
            return Err(garbled());
        }
        let webp = (webp_len > 0).then(|| webp.to_vec());
        pictures.push(Picture { width, height, jpeg: jpeg.to_vec(), webp });
        rest = after;
    }
    Ok(Stills { color, blurhash, pictures })
}

fn is_color(text: &str) -> bool {
    text.len() == 7 && text.starts_with('#') && text[1..].bytes().all(|b| b.is_ascii_hexdigit())
}
