//! One error type with a closed list of kinds.
//!
//! The kind says whose fault it is; HTTP status (`http::problem`) and retry rule (`platform::jobs`) follow from it in
//! exactly one place each. `what` is a sentence that a person can act on; the source keeps the cause for the log.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Whose fault it is, and what to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// The caller sent something that cannot be right.
    Invalid,
    /// No such thing, or the viewer may not see it: the two are the same.
    NotFound,
    /// Not signed in, or the sign-in is no longer good.
    Unauthorized,
    /// Signed in, but this needs more rights.
    Forbidden,
    /// Right in itself, but the present state forbids it.
    Conflict,
    /// The request is larger than its limit.
    TooLarge,
    /// Their file, disk or provider is at fault.
    Source,
    /// Too much at once: the same request will work later.
    Busy,
    /// This caller asks too often.
    Throttled,
    /// A part of the server is away, for example the database restarts.
    Unavailable,
    /// Our fault. The only kind that logs at `error`.
    Internal,
}

/// One wrong field of a request body or query: `pointer` is a JSON pointer or a query key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    pub pointer: String,
    pub detail: String,
}

#[derive(Debug)]
pub struct Error {
    inner: Box<Inner>,
}

#[derive(Debug)]
struct Inner {
    kind: ErrorKind,
    what: Cow<'static, str>,
    fields: Vec<FieldError>,
    retry_after: Option<Duration>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    pub fn new(kind: ErrorKind, what: impl Into<Cow<'static, str>>) -> Self {
        let inner = Inner { kind, what: what.into(), fields: Vec::new(), retry_after: None, source: None };
        Self { inner: Box::new(inner) }
    }

    pub fn invalid(what: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Invalid, what)
    }

    /// A wrong field of the request, named by its JSON pointer (`/paths/0`) or query key.
    pub fn invalid_field(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        let field = FieldError { pointer: pointer.into(), detail: detail.into() };
        let mut error = Self::new(ErrorKind::Invalid, format!("{}: {}", field.pointer, field.detail));
        error.inner.fields.push(field);
        error
    }

    /// Several wrong fields at once, so that a form can show all of them.
    pub fn invalid_fields(fields: Vec<FieldError>) -> Self {
        let sentences: Vec<_> = fields.iter().map(|field| format!("{}: {}", field.pointer, field.detail)).collect();
        let mut error = Self::new(ErrorKind::Invalid, sentences.join("; "));
        error.inner.fields = fields;
        error
    }

    pub fn not_found(thing: &str, id: impl fmt::Display) -> Self {
        Self::new(ErrorKind::NotFound, format!("there is no {thing} {id}"))
    }

    pub fn unauthorized(what: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Unauthorized, what)
    }

    pub fn forbidden(what: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Forbidden, what)
    }

    pub fn conflict(what: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Conflict, what)
    }

    pub fn source_fault(what: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Source, what)
    }

    pub fn busy(what: impl Into<Cow<'static, str>>, retry_after: Duration) -> Self {
        Self::new(ErrorKind::Busy, what).with_retry_after(retry_after)
    }

    pub fn throttled(what: impl Into<Cow<'static, str>>, retry_after: Duration) -> Self {
        Self::new(ErrorKind::Throttled, what).with_retry_after(retry_after)
    }

    pub fn unavailable(what: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Unavailable, what).with_retry_after(Duration::from_secs(1))
    }

    pub fn internal(what: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Internal, what)
    }

    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.inner.source = Some(source.into());
        self
    }

    /// The same kind and cause under a sentence of its own, for a step that people know by another name.
    #[must_use]
    pub fn with_what(mut self, what: impl Into<Cow<'static, str>>) -> Self {
        self.inner.what = what.into();
        self
    }

    #[must_use]
    pub fn with_retry_after(mut self, after: Duration) -> Self {
        self.inner.retry_after = Some(after);
        self
    }

    pub fn kind(&self) -> ErrorKind {
        self.inner.kind
    }

    /// The sentence for people.
    pub fn what(&self) -> &str {
        &self.inner.what
    }

    pub fn fields(&self) -> &[FieldError] {
        &self.inner.fields
    }

    pub fn retry_after(&self) -> Option<Duration> {
        self.inner.retry_after
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.inner.what)?;
        let mut cause = std::error::Error::source(self);
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        let source = self.inner.source.as_deref()?;
        Some(source)
    }
}

/// Names the step that failed. Verb + object, lower case, no full stop: `.context(ErrorKind::Source, "read keyframe index")`.
pub trait ResultExt<T> {
    fn context(self, kind: ErrorKind, what: impl Into<Cow<'static, str>>) -> Result<T>;
}

impl<T, E: Into<Box<dyn std::error::Error + Send + Sync>>> ResultExt<T> for std::result::Result<T, E> {
    fn context(self, kind: ErrorKind, what: impl Into<Cow<'static, str>>) -> Result<T> {
        self.map_err(|source| Error::new(kind, what).with_source(source))
    }
}
