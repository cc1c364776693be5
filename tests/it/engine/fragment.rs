//! A media segment read back: decode time and samples, as ISO 14496-12 says, not as our writer thinks.

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fragment {
    /// `tfdt`
    pub decode_time: u64,
    pub samples: Vec<Sample>,
    pub n_data_bytes: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    pub duration: u32,
    pub size: u32,
    pub is_sync: bool,
    pub offset: i32,
}

impl Fragment {
    pub fn read(bytes: &[u8]) -> Self {
        let traf = find(find(bytes, *b"moof"), *b"traf");
        let tfdt = find(traf, *b"tfdt");
        assert_eq!(tfdt[0], 1, "a 64-bit decode time");
        let trun = find(traf, *b"trun");
        assert_eq!(trun[..4], [1, 0, 0x0f, 1], "version and flags of trun");
        let n = number(&trun[4..]) as usize;
        let data_offset = number(&trun[8..]) as usize;
        let moof = find(bytes, *b"moof").len() + 8;
        assert_eq!(data_offset, moof + 8, "data starts behind the header of mdat");
        let samples = trun[12..].chunks_exact(16).map(|row| Sample {
            duration: number(row),
            size: number(&row[4..]),
            is_sync: number(&row[8..]) & 0x0001_0000 == 0,
            offset: number(&row[12..]).cast_signed(),
        });
        let samples: Vec<Sample> = samples.collect();
        assert_eq!(samples.len(), n);
        let n_data_bytes = find(bytes, *b"mdat").len();
        assert_eq!(samples.iter().map(|s| s.size as usize).sum::<usize>(), n_data_bytes);
        Self { decode_time: u64::from_be_bytes(*tfdt[4..].first_chunk().unwrap()), samples, n_data_bytes }
    }

    /// Presentation times in ticks, in order.
    pub fn times(&self) -> Vec<i64> {
        let mut at = self.decode_time.cast_signed();
        let mut times = Vec::new();
        for sample in &self.samples {
            times.push(at + i64::from(sample.offset));
            at += i64::from(sample.duration);
        }
        times.sort_unstable();
        times
    }
}

/// The content of the first box of this kind.
pub fn find(bytes: &[u8], kind: [u8; 4]) -> &[u8] {
    let mut at = 0;
    while at + 8 <= bytes.len() {
        let size = number(&bytes[at..]) as usize;
        if bytes[at + 4..at + 8] == kind {
            return &bytes[at + 8..at + size];
        }
        at += size;
    }
    panic!("no {} box", String::from_utf8_lossy(&kind));
}

fn number(bytes: &[u8]) -> u32 {
    u32::from_be_bytes(*bytes.first_chunk().unwrap())
}
