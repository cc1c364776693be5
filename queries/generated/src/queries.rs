// This file was generated with `cornucopia`. Do not modify.

pub mod libraries;
pub mod settings;
pub mod images;
pub mod playback;
