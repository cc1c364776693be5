//! Deserialising with all unknown names collected and the place of an error known.

use serde::Deserialize;
use serde::de::Deserializer;
use serde_path_to_error::{Segment, Track};

use crate::base::FieldError;

/// Reads a `T`; on failure says which fields are wrong. `join` makes a pointer or key of a field's path.
pub fn read<'de, T, D>(deserializer: D, join: fn(&[String]) -> String) -> Result<T, Failed<D::Error>>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    let mut track = Track::new();
    let mut unknown = Vec::new();
    let tracked = serde_path_to_error::Deserializer::new(deserializer, &mut track);
    let result: Result<T, D::Error> = serde_ignored::deserialize(tracked, |path| {
        unknown.push(FieldError { pointer: join(&ignored(&path)), detail: "unknown field".into() });
    });
    match result {
        Ok(value) if unknown.is_empty() => Ok(value),
        Ok(_) => Err(Failed { fields: unknown, error: None }),
        Err(error) => {
            unknown.push(wrong_field(tracked_path(track), &error.to_string(), join));
            Err(Failed { fields: unknown, error: Some(error) })
        }
    }
}

/// The wrong fields, and the format's own error where there was one.
pub struct Failed<E> {
    pub fields: Vec<FieldError>,
    pub error: Option<E>,
}

/// serde reports a missing field at its parent: the name is only in the message.
fn wrong_field(mut path: Vec<String>, message: &str, join: fn(&[String]) -> String) -> FieldError {
    let message = message.split(" at line ").next().unwrap_or_default();
    let quoted = message.split('`').nth(1).unwrap_or_default();
    for (start, detail) in
        [("missing field", "is missing"), ("unknown field", "unknown field"), ("duplicate field", "is given twice")]
    {
        if message.starts_with(start) {
            if path.last().is_none_or(|last| last != quoted) {
                path.push(quoted.to_owned());
            }
            return FieldError { pointer: join(&path), detail: detail.into() };
        }
    }
    FieldError { pointer: join(&path), detail: message.to_owned() }
}

fn tracked_path(track: Track) -> Vec<String> {
    let path = track.path();
    path.iter()
        .filter_map(|segment| match segment {
            Segment::Seq { index } => Some(index.to_string()),
            Segment::Map { key } => Some(key.clone()),
            Segment::Enum { .. } | Segment::Unknown => None,
        })
        .collect()
}

fn ignored(path: &serde_ignored::Path<'_>) -> Vec<String> {
    use serde_ignored::Path;
    let (parent, own) = match path {
        Path::Root => return Vec::new(),
        Path::Seq { parent, index } => (parent, Some(index.to_string())),
        Path::Map { parent, key } => (parent, Some(key.clone())),
        Path::Some { parent } | Path::NewtypeStruct { parent } | Path::NewtypeVariant { parent } => (parent, None),
    };
    let mut segments = ignored(parent);
    segments.extend(own);
    segments
}
