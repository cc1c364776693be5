//! The server's side of a sheet: one child, one answer, one deadline.
//!
//! The child is not believed: a size that is none, or bytes that are no JPEG, are no answer.

use std::fmt;
use std::time::Duration;

use super::Head;
use crate::domain::previews::BOX;
use crate::platform::fs::MediaFile;
use crate::platform::gst::child::{self, ChildError, Order, Program};

/// A sheet with its pictures from left to right and from top to bottom.
#[derive(Debug)]
pub struct Sheet {
    /// Of one picture.
    pub width: u32,
    pub height: u32,
    pub jpeg: Vec<u8>,
}

/// What a sheet shows, nanoseconds since the film's origin.
pub struct Moments {
    pub at_ns: Vec<i64>,
    /// Where none of those can be shown, the whole sheet shows the first of these that can.
    pub otherwise_ns: Vec<i64>,
    /// Where the file's own times begin, if the moments are those of keyframes.
    pub origin_ns: Option<i64>,
}

#[derive(Debug)]
pub enum SheetError {
    /// The file has no picture to show, or none that decodes.
    NoPicture(String),
    /// The child was killed by its deadline or a limit, or crashed: the file is at fault, another try is of little use.
    Child(ChildError),
    /// It was called off.
    Unwanted,
}

impl fmt::Display for SheetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPicture(why) => f.write_str(why),
            Self::Child(e) => e.fmt(f),
            Self::Unwanted => f.write_str("called off"),
        }
    }
}

impl std::error::Error for SheetError {}

/// Makes one sheet. Blocks up to the deadline, or until nobody wants it any more.
pub fn extract_sheet(
    program: &Program,
    file: &MediaFile,
    moments: &Moments,
    deadline: Duration,
    is_wanted: &dyn Fn() -> bool,
) -> Result<Sheet, SheetError> {
    // The parent keeps the plugin registry fresh, because a child may not write it.
    crate::platform::gst::init().map_err(|e| SheetError::NoPicture(e.to_string()))?;
    let otherwise = (!moments.otherwise_ns.is_empty()).then(|| format!("--otherwise={}", list(&moments.otherwise_ns)));
    let origin = moments.origin_ns.map(|origin_ns| format!("--origin-ns={origin_ns}"));
    let arguments: Vec<String> =
        [format!("--at={}", list(&moments.at_ns))].into_iter().chain(otherwise).chain(origin).collect();
    let order = Order { task: "sheet", arguments: &arguments, deadline, is_wanted };
    let answer = child::carry_out(program, &order, file).map_err(|error| match error {
        ChildError::Unwanted => SheetError::Unwanted,
        error => SheetError::Child(error),
    })?;
    read(&answer)
}

fn list(times_ns: &[i64]) -> String {
    let micros = times_ns.iter().map(|ns| (ns.max(&0) / 1000).to_string());
    micros.collect::<Vec<_>>().join(",")
}

fn read(answer: &[u8]) -> Result<Sheet, SheetError> {
    let garbled = || SheetError::NoPicture("the answer is garbled".to_owned());
    let end = answer.iter().position(|b| *b == b'\n').ok_or_else(garbled)?;
    let (width, height) = match serde_json::from_slice(&answer[..end]).map_err(|_| garbled())? {
        Head::Made { width, height } => (width, height),
        Head::Failed { error } => return Err(SheetError::NoPicture(error)),
    };
    let jpeg = &answer[end + 1..];
    // A turned film has the box turned.
    let fits = |side: u32| (1..=BOX.0.max(BOX.1)).contains(&side);
    if !fits(width) || !fits(height) || !jpeg.starts_with(&[0xFF, 0xD8]) {
        return Err(garbled());
    }
    Ok(Sheet { width, height, jpeg: jpeg.to_vec() })
}
