//! GStreamer: probing, remuxing, transcoding, stills. The only room that names it.
