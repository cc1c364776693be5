//! From a job to the parts of its pipeline between the demuxer's pad and the H.264 parser: pure.

use std::fmt;

use super::known::{Backend, parser_of};
use super::{Job, Part, software};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// From the coded stream to pictures of the encoder's size. The last part's output is where frames are dropped and
    /// keyframes ordered.
    pub pictures: Vec<Part>,
    /// The encoder first, then the caps that it has to keep.
    pub encode: Vec<Part>,
    /// Decoding and scaling are the device's too.
    pub is_on_device: bool,
}

impl Backend {
    pub fn plan(&self, job: &Job<'_>) -> Plan {
        let codec = job.stream.codec.as_str();
        // What is drawn into a picture is drawn in the processor's memory.
        let is_open = job.target.burn_in.is_none();
        let takes = |decoder: &&String| is_open && self.decodes(decoder, codec);
        let own = self.decoders().iter().filter(takes).find_map(|decoder| self.family().decode(decoder, job));
        let is_on_device = own.is_some();
        let parsed = |own| parser_of(codec).map(|parser| Part::element(parser, Vec::new())).into_iter().chain(own);
        let shaped = || software::shaping(job, software::input_format(self.takes_planes()));
        let pictures = own.map_or_else(shaped, |own| parsed(own).collect());
        Plan { pictures, encode: self.family().encode(self.encoder(), is_on_device, job), is_on_device }
    }

    /// Encoders of the processor take planes, devices luma and interleaved chroma.
    fn takes_planes(&self) -> bool {
        self.is_software() || self.limits().needs_decoder
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pictures.iter().try_for_each(|part| writeln!(f, "! {part}"))?;
        writeln!(f, "! (gate)")?;
        self.encode.iter().try_for_each(|part| writeln!(f, "! {part}"))
    }
}
