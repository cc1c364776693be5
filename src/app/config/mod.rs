//! Configuration: one struct, declared once in `settings`, layered by `load`.
//!
//! defaults → board → file → credentials → environment → flags. The table of keys is what parsing, `config show`, the
//! reference page and the tests derive from; nothing else in the program reads the environment or a settings file.

mod key;
mod layer;
mod load;
mod settings;
mod show;
mod value;

pub use key::{Key, Kind};
pub use load::{Loaded, Sources, load};
pub use settings::{Config, KEYS};
pub use show::{Shown, reference};
pub use value::LogFormat;
