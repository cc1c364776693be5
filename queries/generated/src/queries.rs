// This file was generated with `cornucopia`. Do not modify.

pub mod playback;
pub mod libraries;
pub mod images;
pub mod settings;
