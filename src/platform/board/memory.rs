//! The allocator's manners: few arenas, and memory given back after work that used much of it.
//!
//! Measured on the C library's allocator: two arenas alone keep what was freed; the trim returns it. mimalloc kept ten
//! times the live size. musl has neither call, and needs neither.

/// Before the first thread starts: arenas are handed out to threads as they come.
pub fn limit_arenas() {
    #[cfg(target_env = "gnu")]
    {
        #[expect(unsafe_code, reason = "the C library's allocator has no safe interface")]
        // SAFETY: mallopt only sets a number inside the allocator; it is called before any other thread exists.
        unsafe {
            libc::mallopt(libc::M_ARENA_MAX, 2);
        }
    }
}

/// Gives freed memory back to the system. Takes milliseconds; meant for the end of a scan or a transcode.
pub fn give_back() {
    #[cfg(target_env = "gnu")]
    {
        #[expect(unsafe_code, reason = "the C library's allocator has no safe interface")]
        // SAFETY: malloc_trim takes the allocator's own locks and may be called from any thread at any time.
        unsafe {
            libc::malloc_trim(0);
        }
    }
}
