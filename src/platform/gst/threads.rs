//! Streaming threads give way to requests.
//!
//! GStreamer's threads come from a pool of GLib's, so they inherit nothing from whoever builds a pipeline. Each says on the
//! bus, from within itself, that it begins: there it is lowered, before an encoder starts threads of its own.

use gstreamer as gst;

use crate::base::Priority;

/// To be called by a bus's sync handler for each message.
pub fn lower(message: &gst::MessageRef) {
    if let gst::MessageView::StreamStatus(status) = message.view()
        && status.get().0 == gst::StreamStatusType::Enter
    {
        Priority::Media.lower_this_thread();
    }
}

/// For a bus that is read elsewhere and has no sync handler yet.
pub fn lower_all(bus: &gst::Bus) {
    bus.set_sync_handler(|_, message| {
        lower(message);
        gst::BusSyncReply::Pass
    });
}
