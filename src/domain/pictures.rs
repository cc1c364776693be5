//! Pictures of items: the widths that there is one in, and what is said of one that is gone.

use uuid::Uuid;

/// Widths that the UI asks for. A picture is never made wider than it is.
pub const WIDTHS: [u32; 4] = [160, 320, 640, 1280];

/// Setting with the id of the database that a folder of pictures belongs to. A restore takes it away: the pictures of then may
/// not be those of now.
pub const FOLDER_SETTING: &str = "pictures_folder";

/// In which widths a picture is stored whose widest is this one, smallest first.
pub fn stored_widths(widest: u32) -> Vec<u32> {
    WIDTHS.into_iter().filter(|width| *width < widest).chain([widest]).collect()
}

/// Something that the database promises and the store does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LostPicture {
    /// A width of an item's own picture.
    OfItem(Uuid),
    /// A sheet of a complete set of seek previews, by its number.
    Sheet { set: Uuid, sheet: u32 },
}

impl LostPicture {
    /// Of the item or the set.
    pub fn id(self) -> Uuid {
        match self {
            Self::OfItem(id) | Self::Sheet { set: id, .. } => id,
        }
    }
}
