//! From files on disk to items: the walk, disks that come and go, the scan job.

mod walk;
