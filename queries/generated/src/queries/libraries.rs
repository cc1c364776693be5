// This file was generated with `cornucopia`. Do not modify.

#[derive(Debug)]
pub struct InsertLibraryParams<T1: crate::StringSql, T2: crate::StringSql> {
    pub id: uuid::Uuid,
    pub name: T1,
    pub kind: T2,
    pub created_at: time::OffsetDateTime,
}
#[derive(Debug)]
pub struct FindLibraryParams<T1: crate::ArraySql<Item = uuid::Uuid>> {
    pub id: uuid::Uuid,
    pub visible: T1,
}
#[derive(Debug)]
pub struct RenameLibraryParams<T1: crate::StringSql> {
    pub name: T1,
    pub id: uuid::Uuid,
}
#[derive(Clone, Copy, Debug)]
pub struct SetLibraryPreviewsParams {
    pub previews: bool,
    pub id: uuid::Uuid,
}
#[derive(Clone, Copy, Debug)]
pub struct PutPreviewTrialParams {
    pub tile_bytes: i32,
    pub tile_ms: i32,
    pub id: uuid::Uuid,
}
#[derive(Clone, Copy, Debug)]
pub struct DeleteLibraryItemsParams {
    pub library: uuid::Uuid,
    pub limit: i64,
}
#[derive(Clone, Copy, Debug)]
pub struct DeleteLibraryFilesParams {
    pub library: uuid::Uuid,
    pub limit: i64,
}
#[derive(Debug)]
pub struct InsertRootsParams<
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::ArraySql<Item = i32>,
    T3: crate::BytesSql,
    T4: crate::ArraySql<Item = T3>,
> {
    pub library: uuid::Uuid,
    pub ids: T1,
    pub positions: T2,
    pub paths: T4,
}
#[derive(Debug)]
pub struct RemoveRootsParams<T1: crate::BytesSql, T2: crate::ArraySql<Item = T1>> {
    pub now: time::OffsetDateTime,
    pub library: uuid::Uuid,
    pub kept_paths: T2,
}
#[derive(Debug)]
pub struct SetRootOnlineParams<T1: crate::StringSql> {
    pub identity: T1,
    pub id: uuid::Uuid,
}
#[derive(Debug)]
pub struct SetRootOfflineParams<T1: crate::StringSql> {
    pub now: time::OffsetDateTime,
    pub reason: T1,
    pub id: uuid::Uuid,
}
#[derive(Clone, Copy, Debug)]
pub struct SetRemovedRootFilesMissingParams {
    pub now: time::OffsetDateTime,
    pub library: uuid::Uuid,
}
#[derive(Debug)]
pub struct ListKnownFilesParams<T1: crate::BytesSql> {
    pub root: uuid::Uuid,
    pub after: T1,
    pub limit: i64,
}
#[derive(Debug)]
pub struct PutFoldersParams<
    T1: crate::BytesSql,
    T2: crate::ArraySql<Item = T1>,
    T3: crate::ArraySql<Item = i64>,
    T4: crate::ArraySql<Item = bool>,
> {
    pub root: uuid::Uuid,
    pub library: uuid::Uuid,
    pub paths: T2,
    pub mtimes: T3,
    pub mounts: T4,
}
#[derive(Debug)]
pub struct DeleteFoldersParams<T1: crate::BytesSql, T2: crate::ArraySql<Item = T1>> {
    pub root: uuid::Uuid,
    pub paths: T2,
}
#[derive(Debug)]
pub struct InsertFilesParams<
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::BytesSql,
    T3: crate::ArraySql<Item = T2>,
    T4: crate::ArraySql<Item = i64>,
    T5: crate::ArraySql<Item = i64>,
    T6: crate::ArraySql<Item = i64>,
> {
    pub library: uuid::Uuid,
    pub root: uuid::Uuid,
    pub now: time::OffsetDateTime,
    pub ids: T1,
    pub paths: T3,
    pub sizes: T4,
    pub mtimes: T5,
    pub ctimes: T6,
}
#[derive(Debug)]
pub struct SetFilesChangedParams<
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::ArraySql<Item = i64>,
    T3: crate::ArraySql<Item = i64>,
    T4: crate::ArraySql<Item = i64>,
> {
    pub ids: T1,
    pub sizes: T2,
    pub mtimes: T3,
    pub ctimes: T4,
}
#[derive(Debug)]
pub struct SetFilesMissingParams<T1: crate::ArraySql<Item = uuid::Uuid>> {
    pub now: time::OffsetDateTime,
    pub ids: T1,
}
#[derive(Debug)]
pub struct ListUnreadFilesParams<T1: crate::ArraySql<Item = uuid::Uuid>> {
    pub library: uuid::Uuid,
    pub after: uuid::Uuid,
    pub roots: T1,
    pub limit: i64,
}
#[derive(Debug)]
pub struct PutProbedFilesParams<
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::ArraySql<Item = i64>,
    T3: crate::ArraySql<Item = i64>,
    T4: crate::ArraySql<Item = i64>,
    T5: crate::BytesSql,
    T6: crate::ArraySql<Item = T5>,
    T7: crate::StringSql,
    T8: crate::ArraySql<Item = T7>,
    T9: crate::StringSql,
    T10: crate::ArraySql<Item = T9>,
    T11: crate::ArraySql<Item = i64>,
    T12: crate::ArraySql<Item = i64>,
> {
    pub now: time::OffsetDateTime,
    pub ids: T1,
    pub sizes: T2,
    pub mtimes: T3,
    pub ctimes: T4,
    pub fingerprints: T6,
    pub media: T8,
    pub containers: T10,
    pub durations: T11,
    pub bit_rates: T12,
}
#[derive(Debug)]
pub struct PutKeyframeIndexesParams<
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::BytesSql,
    T3: crate::ArraySql<Item = T2>,
> {
    pub library: uuid::Uuid,
    pub ids: T1,
    pub packed: T3,
}
#[derive(Debug)]
pub struct SetFilesBrokenParams<T1: crate::ArraySql<Item = uuid::Uuid>> {
    pub now: time::OffsetDateTime,
    pub ids: T1,
}
#[derive(Clone, Copy, Debug)]
pub struct TouchFileParams {
    pub size_bytes: i64,
    pub mtime_ns: i64,
    pub ctime_ns: i64,
    pub id: uuid::Uuid,
}
#[derive(Debug)]
pub struct FindTombstonesParams<
    T1: crate::BytesSql,
    T2: crate::ArraySql<Item = T1>,
    T3: crate::ArraySql<Item = uuid::Uuid>,
> {
    pub library: uuid::Uuid,
    pub fingerprints: T2,
    pub online_roots: T3,
}
#[derive(Debug)]
pub struct MoveSidecarsParams<
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::ArraySql<Item = uuid::Uuid>,
> {
    pub kept: T1,
    pub dropped: T2,
}
#[derive(Debug)]
pub struct MoveFilesParams<
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::ArraySql<Item = uuid::Uuid>,
    T3: crate::BytesSql,
    T4: crate::ArraySql<Item = T3>,
> {
    pub ids: T1,
    pub roots: T2,
    pub paths: T4,
}
#[derive(Debug)]
pub struct ClearFolderSidecarsParams<
    T1: crate::BytesSql,
    T2: crate::ArraySql<Item = T1>,
> {
    pub root: uuid::Uuid,
    pub paths: T2,
}
#[derive(Debug)]
pub struct InsertSidecarsParams<
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::BytesSql,
    T3: crate::ArraySql<Item = T2>,
    T4: crate::BytesSql,
    T5: crate::ArraySql<Item = T4>,
    T6: crate::StringSql,
    T7: crate::ArraySql<Item = T6>,
    T8: crate::StringSql,
    T9: crate::ArraySql<Item = T8>,
    T10: crate::ArraySql<Item = bool>,
    T11: crate::ArraySql<Item = bool>,
    T12: crate::StringSql,
    T13: crate::ArraySql<Item = T12>,
> {
    pub ids: T1,
    pub file_paths: T3,
    pub paths: T5,
    pub formats: T7,
    pub languages: T9,
    pub forced: T10,
    pub hearing_impaired: T11,
    pub titles: T13,
    pub root: uuid::Uuid,
}
#[derive(Debug)]
pub struct RefreshItemsOfFilesParams<T1: crate::ArraySql<Item = uuid::Uuid>> {
    pub now: time::OffsetDateTime,
    pub files: T1,
}
#[derive(Debug)]
pub struct CountShowFilesParams<
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::ArraySql<Item = uuid::Uuid>,
> {
    pub shows: T1,
    pub files: T2,
}
#[derive(Debug)]
pub struct FindItemsByKeyParams<
    T1: crate::StringSql,
    T2: crate::StringSql,
    T3: crate::ArraySql<Item = T2>,
> {
    pub library: uuid::Uuid,
    pub kind: T1,
    pub keys: T3,
}
#[derive(Debug)]
pub struct FindShowsByTitleParams<
    T1: crate::StringSql,
    T2: crate::ArraySql<Item = T1>,
    T3: crate::StringSql,
> {
    pub titles: T2,
    pub library: uuid::Uuid,
    pub kind: T3,
}
#[derive(Debug)]
pub struct PutItemsParams<T1: crate::StringSql, T2: crate::StringSql> {
    pub library: uuid::Uuid,
    pub kind: T1,
    pub now: time::OffsetDateTime,
    pub items: T2,
}
#[derive(Debug)]
pub struct RekeyItemsParams<T1: crate::StringSql> {
    pub now: time::OffsetDateTime,
    pub items: T1,
}
#[derive(Debug)]
pub struct PutItemFilesParams<
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::ArraySql<Item = uuid::Uuid>,
    T3: crate::StringSql,
    T4: crate::ArraySql<Item = T3>,
    T5: crate::ArraySql<Item = i32>,
> {
    pub library: uuid::Uuid,
    pub items: T1,
    pub files: T2,
    pub editions: T4,
    pub parts: T5,
}
#[derive(Debug)]
pub struct DeleteItemFilesParams<
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::ArraySql<Item = uuid::Uuid>,
> {
    pub items: T1,
    pub files: T2,
}
#[derive(Clone, Copy, Debug)]
pub struct RefreshLeafPresenceParams {
    pub now: time::OffsetDateTime,
    pub library: uuid::Uuid,
}
#[derive(Debug)]
pub struct RefreshParentPresenceParams<
    T1: crate::StringSql,
    T2: crate::ArraySql<Item = T1>,
> {
    pub now: time::OffsetDateTime,
    pub library: uuid::Uuid,
    pub kinds: T2,
}
#[derive(Debug)]
pub struct PutProblemsParams<
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::BytesSql,
    T3: crate::ArraySql<Item = T2>,
    T4: crate::StringSql,
    T5: crate::ArraySql<Item = T4>,
    T6: crate::StringSql,
    T7: crate::ArraySql<Item = T6>,
    T8: crate::StringSql,
    T9: crate::ArraySql<Item = T8>,
> {
    pub library: uuid::Uuid,
    pub root: uuid::Uuid,
    pub now: time::OffsetDateTime,
    pub ids: T1,
    pub paths: T3,
    pub codes: T5,
    pub messages: T7,
    pub remedies: T9,
}
#[derive(Debug)]
pub struct DeleteStaleProblemsParams<T1: crate::ArraySql<Item = uuid::Uuid>> {
    pub library: uuid::Uuid,
    pub scan_started: time::OffsetDateTime,
    pub read_roots: T1,
}
#[derive(Clone, Copy, Debug)]
pub struct ListProblemsParams {
    pub library: uuid::Uuid,
    pub after: uuid::Uuid,
    pub limit: i64,
}
#[derive(Clone, Copy, Debug)]
pub struct SetLibraryScannedParams {
    pub now: time::OffsetDateTime,
    pub id: uuid::Uuid,
}
#[derive(Clone, Copy, Debug)]
pub struct FindStillSourceParams {
    pub file: uuid::Uuid,
    pub library: uuid::Uuid,
}
#[derive(Debug)]
pub struct ListFilesOfAlbumsParams<
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::ArraySql<Item = uuid::Uuid>,
> {
    pub albums: T1,
    pub files: T2,
}
#[derive(Debug)]
pub struct InsertCreditsParams<
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::StringSql,
    T3: crate::ArraySql<Item = T2>,
    T4: crate::ArraySql<Item = i32>,
    T5: crate::ArraySql<Item = uuid::Uuid>,
    T6: crate::StringSql,
    T7: crate::ArraySql<Item = T6>,
> {
    pub library: uuid::Uuid,
    pub items: T1,
    pub roles: T3,
    pub positions: T4,
    pub artists: T5,
    pub names: T7,
}
#[derive(Debug)]
pub struct CountAlbumFilesParams<
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::ArraySql<Item = uuid::Uuid>,
> {
    pub files: T1,
    pub albums: T2,
}
#[derive(Debug)]
pub struct SetParentsParams<
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::ArraySql<Item = uuid::Uuid>,
> {
    pub now: time::OffsetDateTime,
    pub items: T1,
    pub parents: T2,
}
#[derive(Clone, Copy, Debug)]
pub struct RefreshAlbumsParams {
    pub now: time::OffsetDateTime,
    pub library: uuid::Uuid,
}
#[derive(Debug, Clone, PartialEq)]
pub struct Library {
    pub id: uuid::Uuid,
    pub name: String,
    pub kind: String,
    pub created_at: time::OffsetDateTime,
    pub last_scan_at: Option<time::OffsetDateTime>,
    pub previews: bool,
}
pub struct LibraryBorrowed<'a> {
    pub id: uuid::Uuid,
    pub name: &'a str,
    pub kind: &'a str,
    pub created_at: time::OffsetDateTime,
    pub last_scan_at: Option<time::OffsetDateTime>,
    pub previews: bool,
}
impl<'a> From<LibraryBorrowed<'a>> for Library {
    fn from(
        LibraryBorrowed {
            id,
            name,
            kind,
            created_at,
            last_scan_at,
            previews,
        }: LibraryBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            name: name.into(),
            kind: kind.into(),
            created_at,
            last_scan_at,
            previews,
        }
    }
}
#[derive(Debug, Clone, PartialEq, Copy)]
pub struct CountLibrary {
    pub n_items: i64,
    pub n_files: i64,
    pub n_problems: i64,
}
#[derive(Debug, Clone, PartialEq)]
pub struct Root {
    pub id: uuid::Uuid,
    pub library_id: uuid::Uuid,
    pub path: Vec<u8>,
    pub identity: Option<String>,
    pub offline_since: Option<time::OffsetDateTime>,
    pub offline_reason: Option<String>,
}
pub struct RootBorrowed<'a> {
    pub id: uuid::Uuid,
    pub library_id: uuid::Uuid,
    pub path: &'a [u8],
    pub identity: Option<&'a str>,
    pub offline_since: Option<time::OffsetDateTime>,
    pub offline_reason: Option<&'a str>,
}
impl<'a> From<RootBorrowed<'a>> for Root {
    fn from(
        RootBorrowed {
            id,
            library_id,
            path,
            identity,
            offline_since,
            offline_reason,
        }: RootBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            library_id,
            path: path.into(),
            identity: identity.map(|v| v.into()),
            offline_since,
            offline_reason: offline_reason.map(|v| v.into()),
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct ListAllRoots {
    pub library_id: uuid::Uuid,
    pub path: Vec<u8>,
    pub library_name: String,
    pub last_scan_at: Option<time::OffsetDateTime>,
}
pub struct ListAllRootsBorrowed<'a> {
    pub library_id: uuid::Uuid,
    pub path: &'a [u8],
    pub library_name: &'a str,
    pub last_scan_at: Option<time::OffsetDateTime>,
}
impl<'a> From<ListAllRootsBorrowed<'a>> for ListAllRoots {
    fn from(
        ListAllRootsBorrowed {
            library_id,
            path,
            library_name,
            last_scan_at,
        }: ListAllRootsBorrowed<'a>,
    ) -> Self {
        Self {
            library_id,
            path: path.into(),
            library_name: library_name.into(),
            last_scan_at,
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct SampleFiles {
    pub rel_path: Vec<u8>,
    pub size_bytes: i64,
    pub mtime_ns: i64,
}
pub struct SampleFilesBorrowed<'a> {
    pub rel_path: &'a [u8],
    pub size_bytes: i64,
    pub mtime_ns: i64,
}
impl<'a> From<SampleFilesBorrowed<'a>> for SampleFiles {
    fn from(
        SampleFilesBorrowed { rel_path, size_bytes, mtime_ns }: SampleFilesBorrowed<'a>,
    ) -> Self {
        Self {
            rel_path: rel_path.into(),
            size_bytes,
            mtime_ns,
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct KnownFile {
    pub id: uuid::Uuid,
    pub rel_path: Vec<u8>,
    pub size_bytes: i64,
    pub mtime_ns: i64,
    pub ctime_ns: i64,
    pub is_missing: bool,
}
pub struct KnownFileBorrowed<'a> {
    pub id: uuid::Uuid,
    pub rel_path: &'a [u8],
    pub size_bytes: i64,
    pub mtime_ns: i64,
    pub ctime_ns: i64,
    pub is_missing: bool,
}
impl<'a> From<KnownFileBorrowed<'a>> for KnownFile {
    fn from(
        KnownFileBorrowed {
            id,
            rel_path,
            size_bytes,
            mtime_ns,
            ctime_ns,
            is_missing,
        }: KnownFileBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            rel_path: rel_path.into(),
            size_bytes,
            mtime_ns,
            ctime_ns,
            is_missing,
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct ListKnownFolders {
    pub rel_path: Vec<u8>,
    pub mtime_ns: i64,
    pub is_mount: bool,
}
pub struct ListKnownFoldersBorrowed<'a> {
    pub rel_path: &'a [u8],
    pub mtime_ns: i64,
    pub is_mount: bool,
}
impl<'a> From<ListKnownFoldersBorrowed<'a>> for ListKnownFolders {
    fn from(
        ListKnownFoldersBorrowed {
            rel_path,
            mtime_ns,
            is_mount,
        }: ListKnownFoldersBorrowed<'a>,
    ) -> Self {
        Self {
            rel_path: rel_path.into(),
            mtime_ns,
            is_mount,
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct UnreadFile {
    pub id: uuid::Uuid,
    pub root_id: uuid::Uuid,
    pub rel_path: Vec<u8>,
    pub size_bytes: i64,
    pub mtime_ns: i64,
    pub ctime_ns: i64,
    pub is_new: bool,
}
pub struct UnreadFileBorrowed<'a> {
    pub id: uuid::Uuid,
    pub root_id: uuid::Uuid,
    pub rel_path: &'a [u8],
    pub size_bytes: i64,
    pub mtime_ns: i64,
    pub ctime_ns: i64,
    pub is_new: bool,
}
impl<'a> From<UnreadFileBorrowed<'a>> for UnreadFile {
    fn from(
        UnreadFileBorrowed {
            id,
            root_id,
            rel_path,
            size_bytes,
            mtime_ns,
            ctime_ns,
            is_new,
        }: UnreadFileBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            root_id,
            rel_path: rel_path.into(),
            size_bytes,
            mtime_ns,
            ctime_ns,
            is_new,
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct FindTombstones {
    pub id: uuid::Uuid,
    pub rel_path: Vec<u8>,
    pub fingerprint: Vec<u8>,
}
pub struct FindTombstonesBorrowed<'a> {
    pub id: uuid::Uuid,
    pub rel_path: &'a [u8],
    pub fingerprint: &'a [u8],
}
impl<'a> From<FindTombstonesBorrowed<'a>> for FindTombstones {
    fn from(
        FindTombstonesBorrowed { id, rel_path, fingerprint }: FindTombstonesBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            rel_path: rel_path.into(),
            fingerprint: fingerprint.into(),
        }
    }
}
#[derive(Debug, Clone, PartialEq, Copy)]
pub struct RefreshItemsOfFiles {
    pub item_id: uuid::Uuid,
    pub file_id: uuid::Uuid,
}
#[derive(Debug, Clone, PartialEq)]
pub struct ItemOfFile {
    pub file_id: uuid::Uuid,
    pub item_id: uuid::Uuid,
    pub match_key: String,
    pub parent_id: Option<uuid::Uuid>,
    pub show_id: Option<uuid::Uuid>,
    pub n_other_files: i64,
}
pub struct ItemOfFileBorrowed<'a> {
    pub file_id: uuid::Uuid,
    pub item_id: uuid::Uuid,
    pub match_key: &'a str,
    pub parent_id: Option<uuid::Uuid>,
    pub show_id: Option<uuid::Uuid>,
    pub n_other_files: i64,
}
impl<'a> From<ItemOfFileBorrowed<'a>> for ItemOfFile {
    fn from(
        ItemOfFileBorrowed {
            file_id,
            item_id,
            match_key,
            parent_id,
            show_id,
            n_other_files,
        }: ItemOfFileBorrowed<'a>,
    ) -> Self {
        Self {
            file_id,
            item_id,
            match_key: match_key.into(),
            parent_id,
            show_id,
            n_other_files,
        }
    }
}
#[derive(Debug, Clone, PartialEq, Copy)]
pub struct CountShowFiles {
    pub id: uuid::Uuid,
    pub n_files: i64,
}
#[derive(Debug, Clone, PartialEq)]
pub struct FindItemsByKey {
    pub id: uuid::Uuid,
    pub match_key: String,
}
pub struct FindItemsByKeyBorrowed<'a> {
    pub id: uuid::Uuid,
    pub match_key: &'a str,
}
impl<'a> From<FindItemsByKeyBorrowed<'a>> for FindItemsByKey {
    fn from(
        FindItemsByKeyBorrowed { id, match_key }: FindItemsByKeyBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            match_key: match_key.into(),
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct FindShowsByTitle {
    pub id: uuid::Uuid,
    pub match_key: String,
    pub year: Option<i32>,
}
pub struct FindShowsByTitleBorrowed<'a> {
    pub id: uuid::Uuid,
    pub match_key: &'a str,
    pub year: Option<i32>,
}
impl<'a> From<FindShowsByTitleBorrowed<'a>> for FindShowsByTitle {
    fn from(
        FindShowsByTitleBorrowed { id, match_key, year }: FindShowsByTitleBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            match_key: match_key.into(),
            year,
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct PutItems {
    pub id: uuid::Uuid,
    pub match_key: String,
}
pub struct PutItemsBorrowed<'a> {
    pub id: uuid::Uuid,
    pub match_key: &'a str,
}
impl<'a> From<PutItemsBorrowed<'a>> for PutItems {
    fn from(PutItemsBorrowed { id, match_key }: PutItemsBorrowed<'a>) -> Self {
        Self {
            id,
            match_key: match_key.into(),
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    pub id: uuid::Uuid,
    pub root_path: Option<Vec<u8>>,
    pub rel_path: Vec<u8>,
    pub code: String,
    pub message: String,
    pub remedy: Option<String>,
    pub first_seen_at: time::OffsetDateTime,
}
pub struct ProblemBorrowed<'a> {
    pub id: uuid::Uuid,
    pub root_path: Option<&'a [u8]>,
    pub rel_path: &'a [u8],
    pub code: &'a str,
    pub message: &'a str,
    pub remedy: Option<&'a str>,
    pub first_seen_at: time::OffsetDateTime,
}
impl<'a> From<ProblemBorrowed<'a>> for Problem {
    fn from(
        ProblemBorrowed {
            id,
            root_path,
            rel_path,
            code,
            message,
            remedy,
            first_seen_at,
        }: ProblemBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            root_path: root_path.map(|v| v.into()),
            rel_path: rel_path.into(),
            code: code.into(),
            message: message.into(),
            remedy: remedy.map(|v| v.into()),
            first_seen_at,
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct FindStillSource {
    pub root_path: Vec<u8>,
    pub rel_path: Vec<u8>,
    pub duration_ms: Option<i64>,
    pub kind: String,
}
pub struct FindStillSourceBorrowed<'a> {
    pub root_path: &'a [u8],
    pub rel_path: &'a [u8],
    pub duration_ms: Option<i64>,
    pub kind: &'a str,
}
impl<'a> From<FindStillSourceBorrowed<'a>> for FindStillSource {
    fn from(
        FindStillSourceBorrowed {
            root_path,
            rel_path,
            duration_ms,
            kind,
        }: FindStillSourceBorrowed<'a>,
    ) -> Self {
        Self {
            root_path: root_path.into(),
            rel_path: rel_path.into(),
            duration_ms,
            kind: kind.into(),
        }
    }
}
#[derive(Debug, Clone, PartialEq)]
pub struct ListFilesOfAlbums {
    pub id: uuid::Uuid,
    pub root_id: uuid::Uuid,
    pub rel_path: Vec<u8>,
}
pub struct ListFilesOfAlbumsBorrowed<'a> {
    pub id: uuid::Uuid,
    pub root_id: uuid::Uuid,
    pub rel_path: &'a [u8],
}
impl<'a> From<ListFilesOfAlbumsBorrowed<'a>> for ListFilesOfAlbums {
    fn from(
        ListFilesOfAlbumsBorrowed {
            id,
            root_id,
            rel_path,
        }: ListFilesOfAlbumsBorrowed<'a>,
    ) -> Self {
        Self {
            id,
            root_id,
            rel_path: rel_path.into(),
        }
    }
}
#[derive(Debug, Clone, PartialEq, Copy)]
pub struct CountAlbumFiles {
    pub id: uuid::Uuid,
    pub n_files: i64,
}
#[derive(Debug, Clone, PartialEq, Copy)]
pub struct ListGuessedAlbums {
    pub id: uuid::Uuid,
    pub parent_id: Option<uuid::Uuid>,
    pub n_artists: i64,
    pub artist: Option<uuid::Uuid>,
}
use futures::{self, StreamExt, TryStreamExt};
use crate::client::async_::GenericClient;
pub struct LibraryQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<LibraryBorrowed, tokio_postgres::Error>,
    mapper: fn(LibraryBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> LibraryQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(LibraryBorrowed) -> R,
    ) -> LibraryQuery<'c, 'a, 's, C, R, N> {
        LibraryQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct UuidUuidQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<uuid::Uuid, tokio_postgres::Error>,
    mapper: fn(uuid::Uuid) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> UuidUuidQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(uuid::Uuid) -> R,
    ) -> UuidUuidQuery<'c, 'a, 's, C, R, N> {
        UuidUuidQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct StringQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<&str, tokio_postgres::Error>,
    mapper: fn(&str) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> StringQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(self, mapper: fn(&str) -> R) -> StringQuery<'c, 'a, 's, C, R, N> {
        StringQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct CountLibraryQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<CountLibrary, tokio_postgres::Error>,
    mapper: fn(CountLibrary) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> CountLibraryQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(CountLibrary) -> R,
    ) -> CountLibraryQuery<'c, 'a, 's, C, R, N> {
        CountLibraryQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct RootQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<RootBorrowed, tokio_postgres::Error>,
    mapper: fn(RootBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> RootQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(RootBorrowed) -> R,
    ) -> RootQuery<'c, 'a, 's, C, R, N> {
        RootQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct ListAllRootsQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<ListAllRootsBorrowed, tokio_postgres::Error>,
    mapper: fn(ListAllRootsBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> ListAllRootsQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(ListAllRootsBorrowed) -> R,
    ) -> ListAllRootsQuery<'c, 'a, 's, C, R, N> {
        ListAllRootsQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct SampleFilesQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<SampleFilesBorrowed, tokio_postgres::Error>,
    mapper: fn(SampleFilesBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> SampleFilesQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(SampleFilesBorrowed) -> R,
    ) -> SampleFilesQuery<'c, 'a, 's, C, R, N> {
        SampleFilesQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct I64Query<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<i64, tokio_postgres::Error>,
    mapper: fn(i64) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> I64Query<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(self, mapper: fn(i64) -> R) -> I64Query<'c, 'a, 's, C, R, N> {
        I64Query {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct KnownFileQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<KnownFileBorrowed, tokio_postgres::Error>,
    mapper: fn(KnownFileBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> KnownFileQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(KnownFileBorrowed) -> R,
    ) -> KnownFileQuery<'c, 'a, 's, C, R, N> {
        KnownFileQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct ListKnownFoldersQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<ListKnownFoldersBorrowed, tokio_postgres::Error>,
    mapper: fn(ListKnownFoldersBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> ListKnownFoldersQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(ListKnownFoldersBorrowed) -> R,
    ) -> ListKnownFoldersQuery<'c, 'a, 's, C, R, N> {
        ListKnownFoldersQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct UnreadFileQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<UnreadFileBorrowed, tokio_postgres::Error>,
    mapper: fn(UnreadFileBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> UnreadFileQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(UnreadFileBorrowed) -> R,
    ) -> UnreadFileQuery<'c, 'a, 's, C, R, N> {
        UnreadFileQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct FindTombstonesQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<FindTombstonesBorrowed, tokio_postgres::Error>,
    mapper: fn(FindTombstonesBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> FindTombstonesQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(FindTombstonesBorrowed) -> R,
    ) -> FindTombstonesQuery<'c, 'a, 's, C, R, N> {
        FindTombstonesQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct RefreshItemsOfFilesQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<RefreshItemsOfFiles, tokio_postgres::Error>,
    mapper: fn(RefreshItemsOfFiles) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> RefreshItemsOfFilesQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(RefreshItemsOfFiles) -> R,
    ) -> RefreshItemsOfFilesQuery<'c, 'a, 's, C, R, N> {
        RefreshItemsOfFilesQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct ItemOfFileQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<ItemOfFileBorrowed, tokio_postgres::Error>,
    mapper: fn(ItemOfFileBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> ItemOfFileQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(ItemOfFileBorrowed) -> R,
    ) -> ItemOfFileQuery<'c, 'a, 's, C, R, N> {
        ItemOfFileQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct CountShowFilesQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(&tokio_postgres::Row) -> Result<CountShowFiles, tokio_postgres::Error>,
    mapper: fn(CountShowFiles) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> CountShowFilesQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(CountShowFiles) -> R,
    ) -> CountShowFilesQuery<'c, 'a, 's, C, R, N> {
        CountShowFilesQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct FindItemsByKeyQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<FindItemsByKeyBorrowed, tokio_postgres::Error>,
    mapper: fn(FindItemsByKeyBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> FindItemsByKeyQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(FindItemsByKeyBorrowed) -> R,
    ) -> FindItemsByKeyQuery<'c, 'a, 's, C, R, N> {
        FindItemsByKeyQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct FindShowsByTitleQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<FindShowsByTitleBorrowed, tokio_postgres::Error>,
    mapper: fn(FindShowsByTitleBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> FindShowsByTitleQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(FindShowsByTitleBorrowed) -> R,
    ) -> FindShowsByTitleQuery<'c, 'a, 's, C, R, N> {
        FindShowsByTitleQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct PutItemsQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<PutItemsBorrowed, tokio_postgres::Error>,
    mapper: fn(PutItemsBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> PutItemsQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(PutItemsBorrowed) -> R,
    ) -> PutItemsQuery<'c, 'a, 's, C, R, N> {
        PutItemsQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct ProblemQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<ProblemBorrowed, tokio_postgres::Error>,
    mapper: fn(ProblemBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> ProblemQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(ProblemBorrowed) -> R,
    ) -> ProblemQuery<'c, 'a, 's, C, R, N> {
        ProblemQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct FindStillSourceQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<FindStillSourceBorrowed, tokio_postgres::Error>,
    mapper: fn(FindStillSourceBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> FindStillSourceQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(FindStillSourceBorrowed) -> R,
    ) -> FindStillSourceQuery<'c, 'a, 's, C, R, N> {
        FindStillSourceQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct ListFilesOfAlbumsQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<ListFilesOfAlbumsBorrowed, tokio_postgres::Error>,
    mapper: fn(ListFilesOfAlbumsBorrowed) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> ListFilesOfAlbumsQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(ListFilesOfAlbumsBorrowed) -> R,
    ) -> ListFilesOfAlbumsQuery<'c, 'a, 's, C, R, N> {
        ListFilesOfAlbumsQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct CountAlbumFilesQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<CountAlbumFiles, tokio_postgres::Error>,
    mapper: fn(CountAlbumFiles) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> CountAlbumFilesQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(CountAlbumFiles) -> R,
    ) -> CountAlbumFilesQuery<'c, 'a, 's, C, R, N> {
        CountAlbumFilesQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct ListGuessedAlbumsQuery<'c, 'a, 's, C: GenericClient, T, const N: usize> {
    client: &'c C,
    params: [&'a (dyn postgres_types::ToSql + Sync); N],
    query: &'static str,
    cached: Option<&'s tokio_postgres::Statement>,
    extractor: fn(
        &tokio_postgres::Row,
    ) -> Result<ListGuessedAlbums, tokio_postgres::Error>,
    mapper: fn(ListGuessedAlbums) -> T,
}
impl<'c, 'a, 's, C, T: 'c, const N: usize> ListGuessedAlbumsQuery<'c, 'a, 's, C, T, N>
where
    C: GenericClient,
{
    pub fn map<R>(
        self,
        mapper: fn(ListGuessedAlbums) -> R,
    ) -> ListGuessedAlbumsQuery<'c, 'a, 's, C, R, N> {
        ListGuessedAlbumsQuery {
            client: self.client,
            params: self.params,
            query: self.query,
            cached: self.cached,
            extractor: self.extractor,
            mapper,
        }
    }
    pub async fn one(self) -> Result<T, tokio_postgres::Error> {
        let row = crate::client::async_::one(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok((self.mapper)((self.extractor)(&row)?))
    }
    pub async fn all(self) -> Result<Vec<T>, tokio_postgres::Error> {
        self.iter().await?.try_collect().await
    }
    pub async fn opt(self) -> Result<Option<T>, tokio_postgres::Error> {
        let opt_row = crate::client::async_::opt(
                self.client,
                self.query,
                &self.params,
                self.cached,
            )
            .await?;
        Ok(
            opt_row
                .map(|row| {
                    let extracted = (self.extractor)(&row)?;
                    Ok((self.mapper)(extracted))
                })
                .transpose()?,
        )
    }
    pub async fn iter(
        self,
    ) -> Result<
        impl futures::Stream<Item = Result<T, tokio_postgres::Error>> + 'c,
        tokio_postgres::Error,
    > {
        let stream = crate::client::async_::raw(
                self.client,
                self.query,
                crate::slice_iter(&self.params),
                self.cached,
            )
            .await?;
        let mapped = stream
            .map(move |res| {
                res
                    .and_then(|row| {
                        let extracted = (self.extractor)(&row)?;
                        Ok((self.mapper)(extracted))
                    })
            })
            .into_stream();
        Ok(mapped)
    }
}
pub struct InsertLibraryStmt(&'static str, Option<tokio_postgres::Statement>);
/// A new library; its roots follow in the same transaction.
/// plan: libraries_pkey · bound: 1 row
pub fn insert_library() -> InsertLibraryStmt {
    InsertLibraryStmt(
        "/* insert_library */ insert into libraries (id, name, kind, created_at) values ($1, $2, $3, $4)",
        None,
    )
}
impl InsertLibraryStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::StringSql,
        T2: crate::StringSql,
    >(
        &'s self,
        client: &'c C,
        id: &'a uuid::Uuid,
        name: &'a T1,
        kind: &'a T2,
        created_at: &'a time::OffsetDateTime,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[id, name, kind, created_at]).await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::StringSql,
    T2: crate::StringSql,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    InsertLibraryParams<T1, T2>,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for InsertLibraryStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a InsertLibraryParams<T1, T2>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(
            self.bind(client, &params.id, &params.name, &params.kind, &params.created_at),
        )
    }
}
pub struct ListLibrariesStmt(&'static str, Option<tokio_postgres::Statement>);
/// Libraries that a viewer may see, by name.
/// plan: scan, because there are few libraries · bound: all libraries
pub fn list_libraries() -> ListLibrariesStmt {
    ListLibrariesStmt(
        "/* list_libraries */ select l.id, l.name, l.kind, l.created_at, l.last_scan_at, l.previews from libraries l where l.id = any($1) order by lower(l.name), l.id",
        None,
    )
}
impl ListLibrariesStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient, T1: crate::ArraySql<Item = uuid::Uuid>>(
        &'s self,
        client: &'c C,
        visible: &'a T1,
    ) -> LibraryQuery<'c, 'a, 's, C, Library, 1> {
        LibraryQuery {
            client,
            params: [visible],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<LibraryBorrowed, tokio_postgres::Error> {
                Ok(LibraryBorrowed {
                    id: row.try_get(0)?,
                    name: row.try_get(1)?,
                    kind: row.try_get(2)?,
                    created_at: row.try_get(3)?,
                    last_scan_at: row.try_get(4)?,
                    previews: row.try_get(5)?,
                })
            },
            mapper: |it| Library::from(it),
        }
    }
}
pub struct ListIdsStmt(&'static str, Option<tokio_postgres::Statement>);
/// Every library, for the scan of all.
/// plan: scan, because there are few libraries · bound: all libraries
pub fn list_ids() -> ListIdsStmt {
    ListIdsStmt("/* list_ids */ select id from libraries order by id", None)
}
impl ListIdsStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient>(
        &'s self,
        client: &'c C,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 0> {
        UuidUuidQuery {
            client,
            params: [],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it,
        }
    }
}
pub struct FindLibraryStmt(&'static str, Option<tokio_postgres::Statement>);
/// One library, if the viewer may see it.
/// plan: libraries_pkey · bound: 1 row
pub fn find_library() -> FindLibraryStmt {
    FindLibraryStmt(
        "/* find_library */ select l.id, l.name, l.kind, l.created_at, l.last_scan_at, l.previews from libraries l where l.id = $1 and l.id = any($2)",
        None,
    )
}
impl FindLibraryStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient, T1: crate::ArraySql<Item = uuid::Uuid>>(
        &'s self,
        client: &'c C,
        id: &'a uuid::Uuid,
        visible: &'a T1,
    ) -> LibraryQuery<'c, 'a, 's, C, Library, 2> {
        LibraryQuery {
            client,
            params: [id, visible],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<LibraryBorrowed, tokio_postgres::Error> {
                Ok(LibraryBorrowed {
                    id: row.try_get(0)?,
                    name: row.try_get(1)?,
                    kind: row.try_get(2)?,
                    created_at: row.try_get(3)?,
                    last_scan_at: row.try_get(4)?,
                    previews: row.try_get(5)?,
                })
            },
            mapper: |it| Library::from(it),
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::ArraySql<Item = uuid::Uuid>,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    FindLibraryParams<T1>,
    LibraryQuery<'c, 'a, 's, C, Library, 2>,
    C,
> for FindLibraryStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a FindLibraryParams<T1>,
    ) -> LibraryQuery<'c, 'a, 's, C, Library, 2> {
        self.bind(client, &params.id, &params.visible)
    }
}
pub struct GetLibraryKindStmt(&'static str, Option<tokio_postgres::Statement>);
/// The kind of a library, for its scan.
/// plan: libraries_pkey · bound: 1 row
pub fn get_library_kind() -> GetLibraryKindStmt {
    GetLibraryKindStmt("/* get_library_kind */ select kind from libraries where id = $1", None)
}
impl GetLibraryKindStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient>(
        &'s self,
        client: &'c C,
        id: &'a uuid::Uuid,
    ) -> StringQuery<'c, 'a, 's, C, String, 1> {
        StringQuery {
            client,
            params: [id],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it.into(),
        }
    }
}
pub struct RenameLibraryStmt(&'static str, Option<tokio_postgres::Statement>);
/// plan: libraries_pkey · bound: 1 row
/// A new name for people; nothing depends on it.
pub fn rename_library() -> RenameLibraryStmt {
    RenameLibraryStmt("/* rename_library */ update libraries set name = $1 where id = $2", None)
}
impl RenameLibraryStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<'c, 'a, 's, C: GenericClient, T1: crate::StringSql>(
        &'s self,
        client: &'c C,
        name: &'a T1,
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[name, id]).await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::StringSql,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    RenameLibraryParams<T1>,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for RenameLibraryStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a RenameLibraryParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.name, &params.id))
    }
}
pub struct SetLibraryPreviewsStmt(&'static str, Option<tokio_postgres::Statement>);
/// Whether a library is to have seek previews.
/// plan: libraries_pkey · bound: 1 row
pub fn set_library_previews() -> SetLibraryPreviewsStmt {
    SetLibraryPreviewsStmt("/* set_library_previews */ update libraries set previews = $1 where id = $2", None)
}
impl SetLibraryPreviewsStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<'c, 'a, 's, C: GenericClient>(
        &'s self,
        client: &'c C,
        previews: &'a bool,
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[previews, id]).await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    SetLibraryPreviewsParams,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for SetLibraryPreviewsStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SetLibraryPreviewsParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.previews, &params.id))
    }
}
pub struct PutPreviewTrialStmt(&'static str, Option<tokio_postgres::Statement>);
/// What one picture of a library's previews took when some of its films were tried.
/// plan: libraries_pkey · bound: 1 row
pub fn put_preview_trial() -> PutPreviewTrialStmt {
    PutPreviewTrialStmt(
        "/* put_preview_trial */ update libraries set preview_tile_bytes = $1, preview_tile_ms = $2 where id = $3",
        None,
    )
}
impl PutPreviewTrialStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<'c, 'a, 's, C: GenericClient>(
        &'s self,
        client: &'c C,
        tile_bytes: &'a i32,
        tile_ms: &'a i32,
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[tile_bytes, tile_ms, id]).await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    PutPreviewTrialParams,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for PutPreviewTrialStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a PutPreviewTrialParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.tile_bytes, &params.tile_ms, &params.id))
    }
}
pub struct DeleteLibraryStmt(&'static str, Option<tokio_postgres::Statement>);
/// Removes a library with everything that its rows own. Media files are not touched.
/// plan: libraries_pkey · bound: 1 library
pub fn delete_library() -> DeleteLibraryStmt {
    DeleteLibraryStmt("/* delete_library */ delete from libraries where id = $1", None)
}
impl DeleteLibraryStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<'c, 'a, 's, C: GenericClient>(
        &'s self,
        client: &'c C,
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[id]).await
    }
}
pub struct DeleteLibraryItemsStmt(&'static str, Option<tokio_postgres::Statement>);
/// Removes a batch of a library's items, leaves first, so that no statement cascades far.
/// plan: items_by_added · bound: :limit rows
pub fn delete_library_items() -> DeleteLibraryItemsStmt {
    DeleteLibraryItemsStmt(
        "/* delete_library_items */ delete from items where id in ( select i.id from items i where i.library_id = $1 and not exists (select from items c where c.parent_id = i.id) limit $2 )",
        None,
    )
}
impl DeleteLibraryItemsStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<'c, 'a, 's, C: GenericClient>(
        &'s self,
        client: &'c C,
        library: &'a uuid::Uuid,
        limit: &'a i64,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[library, limit]).await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    DeleteLibraryItemsParams,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for DeleteLibraryItemsStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a DeleteLibraryItemsParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.library, &params.limit))
    }
}
pub struct DeleteLibraryFilesStmt(&'static str, Option<tokio_postgres::Statement>);
/// Removes a batch of a library's file rows.
/// plan: files_by_library · bound: :limit rows
pub fn delete_library_files() -> DeleteLibraryFilesStmt {
    DeleteLibraryFilesStmt(
        "/* delete_library_files */ delete from files where id in (select f.id from files f where f.library_id = $1 limit $2)",
        None,
    )
}
impl DeleteLibraryFilesStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<'c, 'a, 's, C: GenericClient>(
        &'s self,
        client: &'c C,
        library: &'a uuid::Uuid,
        limit: &'a i64,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[library, limit]).await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    DeleteLibraryFilesParams,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for DeleteLibraryFilesStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a DeleteLibraryFilesParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.library, &params.limit))
    }
}
pub struct CountLibraryStmt(&'static str, Option<tokio_postgres::Statement>);
/// How much a library holds: items on the shelf, files on disk, problems.
/// plan: files_by_library, items_by_title, problems_by_library · bound: one library's rows, counted
pub fn count_library() -> CountLibraryStmt {
    CountLibraryStmt(
        "/* count_library */ select (select count(*) from items i where i.library_id = $1 and i.is_present) as n_items, (select count(*) from files f where f.library_id = $1 and f.state <> 'missing') as n_files, (select count(*) from problems p where p.library_id = $1) as n_problems",
        None,
    )
}
impl CountLibraryStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient>(
        &'s self,
        client: &'c C,
        library: &'a uuid::Uuid,
    ) -> CountLibraryQuery<'c, 'a, 's, C, CountLibrary, 1> {
        CountLibraryQuery {
            client,
            params: [library],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<CountLibrary, tokio_postgres::Error> {
                Ok(CountLibrary {
                    n_items: row.try_get(0)?,
                    n_files: row.try_get(1)?,
                    n_problems: row.try_get(2)?,
                })
            },
            mapper: |it| CountLibrary::from(it),
        }
    }
}
pub struct InsertRootsStmt(&'static str, Option<tokio_postgres::Statement>);
/// Roots of a library in the order that the admin gave; a root that was taken out before comes back with its files.
/// plan: roots_library_id_path_key · bound: roots of one library
pub fn insert_roots() -> InsertRootsStmt {
    InsertRootsStmt(
        "/* insert_roots */ insert into roots (id, library_id, position, path) select r.id, $1, r.position, r.path from unnest($2::uuid[], $3::integer[], $4::bytea[]) as r (id, position, path) on conflict (library_id, path) do update set position = excluded.position, removed_at = null",
        None,
    )
}
impl InsertRootsStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::ArraySql<Item = uuid::Uuid>,
        T2: crate::ArraySql<Item = i32>,
        T3: crate::BytesSql,
        T4: crate::ArraySql<Item = T3>,
    >(
        &'s self,
        client: &'c C,
        library: &'a uuid::Uuid,
        ids: &'a T1,
        positions: &'a T2,
        paths: &'a T4,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[library, ids, positions, paths]).await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::ArraySql<Item = i32>,
    T3: crate::BytesSql,
    T4: crate::ArraySql<Item = T3>,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    InsertRootsParams<T1, T2, T3, T4>,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for InsertRootsStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a InsertRootsParams<T1, T2, T3, T4>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(
            self
                .bind(
                    client,
                    &params.library,
                    &params.ids,
                    &params.positions,
                    &params.paths,
                ),
        )
    }
}
pub struct RemoveRootsStmt(&'static str, Option<tokio_postgres::Statement>);
/// Takes roots out of a library. Their file rows stay as tombstones, so that the same files are known under a new root.
/// plan: roots_library_id_path_key · bound: roots of one library
pub fn remove_roots() -> RemoveRootsStmt {
    RemoveRootsStmt(
        "/* remove_roots */ update roots set removed_at = $1, offline_since = null, offline_reason = null where library_id = $2 and removed_at is null and path <> all($3::bytea[])",
        None,
    )
}
impl RemoveRootsStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::BytesSql,
        T2: crate::ArraySql<Item = T1>,
    >(
        &'s self,
        client: &'c C,
        now: &'a time::OffsetDateTime,
        library: &'a uuid::Uuid,
        kept_paths: &'a T2,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[now, library, kept_paths]).await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::BytesSql,
    T2: crate::ArraySql<Item = T1>,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    RemoveRootsParams<T1, T2>,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for RemoveRootsStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a RemoveRootsParams<T1, T2>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.library, &params.kept_paths))
    }
}
pub struct ListRootsStmt(&'static str, Option<tokio_postgres::Statement>);
/// Roots of some libraries, in order.
/// plan: scan, because there are few roots · bound: roots of the libraries
pub fn list_roots() -> ListRootsStmt {
    ListRootsStmt(
        "/* list_roots */ select id, library_id, path, identity, offline_since, offline_reason from roots where library_id = any($1) and removed_at is null order by library_id, position, id",
        None,
    )
}
impl ListRootsStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient, T1: crate::ArraySql<Item = uuid::Uuid>>(
        &'s self,
        client: &'c C,
        libraries: &'a T1,
    ) -> RootQuery<'c, 'a, 's, C, Root, 1> {
        RootQuery {
            client,
            params: [libraries],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<RootBorrowed, tokio_postgres::Error> {
                Ok(RootBorrowed {
                    id: row.try_get(0)?,
                    library_id: row.try_get(1)?,
                    path: row.try_get(2)?,
                    identity: row.try_get(3)?,
                    offline_since: row.try_get(4)?,
                    offline_reason: row.try_get(5)?,
                })
            },
            mapper: |it| Root::from(it),
        }
    }
}
pub struct ListAllRootsStmt(&'static str, Option<tokio_postgres::Statement>);
/// Every root of every library, to refuse overlapping ones and to know on which disks they lie.
/// plan: scan, because there are few roots · bound: all roots
pub fn list_all_roots() -> ListAllRootsStmt {
    ListAllRootsStmt(
        "/* list_all_roots */ select r.library_id, r.path, l.name as library_name, l.last_scan_at from roots r join libraries l on l.id = r.library_id where r.removed_at is null",
        None,
    )
}
impl ListAllRootsStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient>(
        &'s self,
        client: &'c C,
    ) -> ListAllRootsQuery<'c, 'a, 's, C, ListAllRoots, 0> {
        ListAllRootsQuery {
            client,
            params: [],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<ListAllRootsBorrowed, tokio_postgres::Error> {
                Ok(ListAllRootsBorrowed {
                    library_id: row.try_get(0)?,
                    path: row.try_get(1)?,
                    library_name: row.try_get(2)?,
                    last_scan_at: row.try_get(3)?,
                })
            },
            mapper: |it| ListAllRoots::from(it),
        }
    }
}
pub struct SetRootOnlineStmt(&'static str, Option<tokio_postgres::Statement>);
/// The known disk is there.
/// plan: roots_pkey · bound: 1 row
pub fn set_root_online() -> SetRootOnlineStmt {
    SetRootOnlineStmt(
        "/* set_root_online */ update roots set identity = $1, offline_since = null, offline_reason = null where id = $2",
        None,
    )
}
impl SetRootOnlineStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<'c, 'a, 's, C: GenericClient, T1: crate::StringSql>(
        &'s self,
        client: &'c C,
        identity: &'a T1,
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[identity, id]).await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::StringSql,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    SetRootOnlineParams<T1>,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for SetRootOnlineStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SetRootOnlineParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.identity, &params.id))
    }
}
pub struct SetRootOfflineStmt(&'static str, Option<tokio_postgres::Statement>);
/// The disk is away or is another one. The first moment is kept.
/// plan: roots_pkey · bound: 1 row
pub fn set_root_offline() -> SetRootOfflineStmt {
    SetRootOfflineStmt(
        "/* set_root_offline */ update roots set offline_since = coalesce(offline_since, $1), offline_reason = $2 where id = $3",
        None,
    )
}
impl SetRootOfflineStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<'c, 'a, 's, C: GenericClient, T1: crate::StringSql>(
        &'s self,
        client: &'c C,
        now: &'a time::OffsetDateTime,
        reason: &'a T1,
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[now, reason, id]).await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::StringSql,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    SetRootOfflineParams<T1>,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for SetRootOfflineStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SetRootOfflineParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.reason, &params.id))
    }
}
pub struct SetRemovedRootFilesMissingStmt(
    &'static str,
    Option<tokio_postgres::Statement>,
);
/// Files of roots that an admin took out.
/// plan: files_by_library · bound: files of the removed roots
pub fn set_removed_root_files_missing() -> SetRemovedRootFilesMissingStmt {
    SetRemovedRootFilesMissingStmt(
        "/* set_removed_root_files_missing */ update files f set state = 'missing', missing_since = $1 from roots r where r.id = f.root_id and r.library_id = $2 and r.removed_at is not null and f.library_id = $2 and f.state <> 'missing'",
        None,
    )
}
impl SetRemovedRootFilesMissingStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<'c, 'a, 's, C: GenericClient>(
        &'s self,
        client: &'c C,
        now: &'a time::OffsetDateTime,
        library: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[now, library]).await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    SetRemovedRootFilesMissingParams,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for SetRemovedRootFilesMissingStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SetRemovedRootFilesMissingParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.library))
    }
}
pub struct SetOfflineRootFilesMissingStmt(
    &'static str,
    Option<tokio_postgres::Statement>,
);
/// Tombstones for everything on a disk that is away.
/// plan: files_root_id_rel_path_key · bound: files of one root
pub fn set_offline_root_files_missing() -> SetOfflineRootFilesMissingStmt {
    SetOfflineRootFilesMissingStmt(
        "/* set_offline_root_files_missing */ update files f set state = 'missing', missing_since = r.offline_since from roots r where r.id = $1 and r.offline_since is not null and f.root_id = r.id and f.state <> 'missing'",
        None,
    )
}
impl SetOfflineRootFilesMissingStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<'c, 'a, 's, C: GenericClient>(
        &'s self,
        client: &'c C,
        root: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[root]).await
    }
}
pub struct SampleFilesStmt(&'static str, Option<tokio_postgres::Statement>);
/// Some known files of a root, spread over it, to recognise a disk by what is on it.
/// plan: files_root_id_rel_path_key · bound: 64 rows
pub fn sample_files() -> SampleFilesStmt {
    SampleFilesStmt(
        "/* sample_files */ select rel_path, size_bytes, mtime_ns from ( select f.rel_path, f.size_bytes, f.mtime_ns, row_number() over (order by f.rel_path) as n, count(*) over () as total from files f join roots r on r.id = f.root_id where f.root_id = $1 and (f.state <> 'missing' or f.missing_since >= r.offline_since) ) s where s.n % greatest(s.total / 64, 1) = 0 limit 64",
        None,
    )
}
impl SampleFilesStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient>(
        &'s self,
        client: &'c C,
        root: &'a uuid::Uuid,
    ) -> SampleFilesQuery<'c, 'a, 's, C, SampleFiles, 1> {
        SampleFilesQuery {
            client,
            params: [root],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<SampleFilesBorrowed, tokio_postgres::Error> {
                Ok(SampleFilesBorrowed {
                    rel_path: row.try_get(0)?,
                    size_bytes: row.try_get(1)?,
                    mtime_ns: row.try_get(2)?,
                })
            },
            mapper: |it| SampleFiles::from(it),
        }
    }
}
pub struct CountKnownFilesStmt(&'static str, Option<tokio_postgres::Statement>);
/// How many files a root had when it was last online.
/// plan: files_root_id_rel_path_key · bound: files of one root, counted
pub fn count_known_files() -> CountKnownFilesStmt {
    CountKnownFilesStmt(
        "/* count_known_files */ select count(*) as n_files from files f join roots r on r.id = f.root_id where f.root_id = $1 and (f.state <> 'missing' or f.missing_since >= r.offline_since)",
        None,
    )
}
impl CountKnownFilesStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient>(
        &'s self,
        client: &'c C,
        root: &'a uuid::Uuid,
    ) -> I64Query<'c, 'a, 's, C, i64, 1> {
        I64Query {
            client,
            params: [root],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it,
        }
    }
}
pub struct ListKnownFilesStmt(&'static str, Option<tokio_postgres::Statement>);
/// One page of a root's files in path order: what the walk compares the disk with.
/// plan: files_root_id_rel_path_key · bound: :limit rows
pub fn list_known_files() -> ListKnownFilesStmt {
    ListKnownFilesStmt(
        "/* list_known_files */ select id, rel_path, size_bytes, mtime_ns, ctime_ns, state = 'missing' as is_missing from files where root_id = $1 and rel_path > $2 order by rel_path limit $3",
        None,
    )
}
impl ListKnownFilesStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient, T1: crate::BytesSql>(
        &'s self,
        client: &'c C,
        root: &'a uuid::Uuid,
        after: &'a T1,
        limit: &'a i64,
    ) -> KnownFileQuery<'c, 'a, 's, C, KnownFile, 3> {
        KnownFileQuery {
            client,
            params: [root, after, limit],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<KnownFileBorrowed, tokio_postgres::Error> {
                Ok(KnownFileBorrowed {
                    id: row.try_get(0)?,
                    rel_path: row.try_get(1)?,
                    size_bytes: row.try_get(2)?,
                    mtime_ns: row.try_get(3)?,
                    ctime_ns: row.try_get(4)?,
                    is_missing: row.try_get(5)?,
                })
            },
            mapper: |it| KnownFile::from(it),
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::BytesSql,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    ListKnownFilesParams<T1>,
    KnownFileQuery<'c, 'a, 's, C, KnownFile, 3>,
    C,
> for ListKnownFilesStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ListKnownFilesParams<T1>,
    ) -> KnownFileQuery<'c, 'a, 's, C, KnownFile, 3> {
        self.bind(client, &params.root, &params.after, &params.limit)
    }
}
pub struct ListKnownFoldersStmt(&'static str, Option<tokio_postgres::Statement>);
/// All folders of a root that an earlier walk has read.
/// plan: folders_pkey · bound: folders of one root
pub fn list_known_folders() -> ListKnownFoldersStmt {
    ListKnownFoldersStmt(
        "/* list_known_folders */ select rel_path, mtime_ns, is_mount from folders where root_id = $1 order by rel_path",
        None,
    )
}
impl ListKnownFoldersStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient>(
        &'s self,
        client: &'c C,
        root: &'a uuid::Uuid,
    ) -> ListKnownFoldersQuery<'c, 'a, 's, C, ListKnownFolders, 1> {
        ListKnownFoldersQuery {
            client,
            params: [root],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<ListKnownFoldersBorrowed, tokio_postgres::Error> {
                Ok(ListKnownFoldersBorrowed {
                    rel_path: row.try_get(0)?,
                    mtime_ns: row.try_get(1)?,
                    is_mount: row.try_get(2)?,
                })
            },
            mapper: |it| ListKnownFolders::from(it),
        }
    }
}
pub struct PutFoldersStmt(&'static str, Option<tokio_postgres::Statement>);
/// Remembers when folders changed, after everything in them has been written.
/// plan: folders_pkey · bound: one batch of a walk
pub fn put_folders() -> PutFoldersStmt {
    PutFoldersStmt(
        "/* put_folders */ insert into folders (root_id, library_id, rel_path, mtime_ns, is_mount) select $1, $2, f.rel_path, f.mtime_ns, f.is_mount from unnest($3::bytea[], $4::bigint[], $5::boolean[]) as f (rel_path, mtime_ns, is_mount) on conflict (root_id, rel_path) do update set mtime_ns = excluded.mtime_ns, is_mount = excluded.is_mount",
        None,
    )
}
impl PutFoldersStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::BytesSql,
        T2: crate::ArraySql<Item = T1>,
        T3: crate::ArraySql<Item = i64>,
        T4: crate::ArraySql<Item = bool>,
    >(
        &'s self,
        client: &'c C,
        root: &'a uuid::Uuid,
        library: &'a uuid::Uuid,
        paths: &'a T2,
        mtimes: &'a T3,
        mounts: &'a T4,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[root, library, paths, mtimes, mounts]).await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::BytesSql,
    T2: crate::ArraySql<Item = T1>,
    T3: crate::ArraySql<Item = i64>,
    T4: crate::ArraySql<Item = bool>,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    PutFoldersParams<T1, T2, T3, T4>,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for PutFoldersStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a PutFoldersParams<T1, T2, T3, T4>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(
            self
                .bind(
                    client,
                    &params.root,
                    &params.library,
                    &params.paths,
                    &params.mtimes,
                    &params.mounts,
                ),
        )
    }
}
pub struct DeleteFoldersStmt(&'static str, Option<tokio_postgres::Statement>);
/// Forgets folders that are gone.
/// plan: folders_pkey · bound: one batch of a walk
pub fn delete_folders() -> DeleteFoldersStmt {
    DeleteFoldersStmt(
        "/* delete_folders */ delete from folders where root_id = $1 and rel_path = any($2::bytea[])",
        None,
    )
}
impl DeleteFoldersStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::BytesSql,
        T2: crate::ArraySql<Item = T1>,
    >(
        &'s self,
        client: &'c C,
        root: &'a uuid::Uuid,
        paths: &'a T2,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[root, paths]).await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::BytesSql,
    T2: crate::ArraySql<Item = T1>,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    DeleteFoldersParams<T1, T2>,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for DeleteFoldersStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a DeleteFoldersParams<T1, T2>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.root, &params.paths))
    }
}
pub struct InsertFilesStmt(&'static str, Option<tokio_postgres::Statement>);
/// New files as the walk met them, unread.
/// plan: files_root_id_rel_path_key · bound: one batch of a walk
pub fn insert_files() -> InsertFilesStmt {
    InsertFilesStmt(
        "/* insert_files */ insert into files (id, library_id, root_id, rel_path, size_bytes, mtime_ns, ctime_ns, state, added_at) select f.id, $1, $2, f.rel_path, f.size_bytes, f.mtime_ns, f.ctime_ns, 'present', $3 from unnest($4::uuid[], $5::bytea[], $6::bigint[], $7::bigint[], $8::bigint[]) as f (id, rel_path, size_bytes, mtime_ns, ctime_ns) on conflict (root_id, rel_path) do nothing",
        None,
    )
}
impl InsertFilesStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::ArraySql<Item = uuid::Uuid>,
        T2: crate::BytesSql,
        T3: crate::ArraySql<Item = T2>,
        T4: crate::ArraySql<Item = i64>,
        T5: crate::ArraySql<Item = i64>,
        T6: crate::ArraySql<Item = i64>,
    >(
        &'s self,
        client: &'c C,
        library: &'a uuid::Uuid,
        root: &'a uuid::Uuid,
        now: &'a time::OffsetDateTime,
        ids: &'a T1,
        paths: &'a T3,
        sizes: &'a T4,
        mtimes: &'a T5,
        ctimes: &'a T6,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(self.0, &[library, root, now, ids, paths, sizes, mtimes, ctimes])
            .await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::BytesSql,
    T3: crate::ArraySql<Item = T2>,
    T4: crate::ArraySql<Item = i64>,
    T5: crate::ArraySql<Item = i64>,
    T6: crate::ArraySql<Item = i64>,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    InsertFilesParams<T1, T2, T3, T4, T5, T6>,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for InsertFilesStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a InsertFilesParams<T1, T2, T3, T4, T5, T6>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(
            self
                .bind(
                    client,
                    &params.library,
                    &params.root,
                    &params.now,
                    &params.ids,
                    &params.paths,
                    &params.sizes,
                    &params.mtimes,
                    &params.ctimes,
                ),
        )
    }
}
pub struct SetFilesChangedStmt(&'static str, Option<tokio_postgres::Statement>);
/// Files with other contents than were read: unread again.
/// plan: files_pkey · bound: one batch of a walk
pub fn set_files_changed() -> SetFilesChangedStmt {
    SetFilesChangedStmt(
        "/* set_files_changed */ update files f set size_bytes = c.size_bytes, mtime_ns = c.mtime_ns, ctime_ns = c.ctime_ns, state = 'present', missing_since = null, probed_at = null from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[]) as c (id, size_bytes, mtime_ns, ctime_ns) where f.id = c.id",
        None,
    )
}
impl SetFilesChangedStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::ArraySql<Item = uuid::Uuid>,
        T2: crate::ArraySql<Item = i64>,
        T3: crate::ArraySql<Item = i64>,
        T4: crate::ArraySql<Item = i64>,
    >(
        &'s self,
        client: &'c C,
        ids: &'a T1,
        sizes: &'a T2,
        mtimes: &'a T3,
        ctimes: &'a T4,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[ids, sizes, mtimes, ctimes]).await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::ArraySql<Item = i64>,
    T3: crate::ArraySql<Item = i64>,
    T4: crate::ArraySql<Item = i64>,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    SetFilesChangedParams<T1, T2, T3, T4>,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for SetFilesChangedStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SetFilesChangedParams<T1, T2, T3, T4>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(
            self.bind(client, &params.ids, &params.sizes, &params.mtimes, &params.ctimes),
        )
    }
}
pub struct SetFilesReturnedStmt(&'static str, Option<tokio_postgres::Statement>);
/// Files that were missing and are there again, unchanged: nothing to read. Broken ones are told by their lack of media.
/// plan: files_pkey · bound: one batch of a walk
pub fn set_files_returned() -> SetFilesReturnedStmt {
    SetFilesReturnedStmt(
        "/* set_files_returned */ update files set state = case when probed_at is not null and media is null then 'broken' else 'present' end, missing_since = null where id = any($1) and state = 'missing'",
        None,
    )
}
impl SetFilesReturnedStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::ArraySql<Item = uuid::Uuid>,
    >(&'s self, client: &'c C, ids: &'a T1) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[ids]).await
    }
}
pub struct SetFilesMissingStmt(&'static str, Option<tokio_postgres::Statement>);
/// Tombstones for files that are gone from a disk that is there.
/// plan: files_pkey · bound: one batch of a walk
pub fn set_files_missing() -> SetFilesMissingStmt {
    SetFilesMissingStmt(
        "/* set_files_missing */ update files set state = 'missing', missing_since = $1 where id = any($2) and state <> 'missing'",
        None,
    )
}
impl SetFilesMissingStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::ArraySql<Item = uuid::Uuid>,
    >(
        &'s self,
        client: &'c C,
        now: &'a time::OffsetDateTime,
        ids: &'a T1,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[now, ids]).await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::ArraySql<Item = uuid::Uuid>,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    SetFilesMissingParams<T1>,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for SetFilesMissingStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SetFilesMissingParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.ids))
    }
}
pub struct CountUnreadFilesStmt(&'static str, Option<tokio_postgres::Statement>);
/// How much a scan has to read.
/// plan: files_unread · bound: unread files of one library, counted
pub fn count_unread_files() -> CountUnreadFilesStmt {
    CountUnreadFilesStmt(
        "/* count_unread_files */ select count(*) as n_files from files where library_id = $1 and state = 'present' and probed_at is null",
        None,
    )
}
impl CountUnreadFilesStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient>(
        &'s self,
        client: &'c C,
        library: &'a uuid::Uuid,
    ) -> I64Query<'c, 'a, 's, C, i64, 1> {
        I64Query {
            client,
            params: [library],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it,
        }
    }
}
pub struct ListUnreadFilesStmt(&'static str, Option<tokio_postgres::Statement>);
/// One page of the files that a scan has to read, oldest row first.
/// plan: files_unread · bound: :limit rows
pub fn list_unread_files() -> ListUnreadFilesStmt {
    ListUnreadFilesStmt(
        "/* list_unread_files */ select f.id, f.root_id, f.rel_path, f.size_bytes, f.mtime_ns, f.ctime_ns, not exists (select from item_files x where x.file_id = f.id) as is_new from files f where f.library_id = $1 and f.state = 'present' and f.probed_at is null and f.id > $2 and f.root_id = any($3) order by f.id limit $4",
        None,
    )
}
impl ListUnreadFilesStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient, T1: crate::ArraySql<Item = uuid::Uuid>>(
        &'s self,
        client: &'c C,
        library: &'a uuid::Uuid,
        after: &'a uuid::Uuid,
        roots: &'a T1,
        limit: &'a i64,
    ) -> UnreadFileQuery<'c, 'a, 's, C, UnreadFile, 4> {
        UnreadFileQuery {
            client,
            params: [library, after, roots, limit],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<UnreadFileBorrowed, tokio_postgres::Error> {
                Ok(UnreadFileBorrowed {
                    id: row.try_get(0)?,
                    root_id: row.try_get(1)?,
                    rel_path: row.try_get(2)?,
                    size_bytes: row.try_get(3)?,
                    mtime_ns: row.try_get(4)?,
                    ctime_ns: row.try_get(5)?,
                    is_new: row.try_get(6)?,
                })
            },
            mapper: |it| UnreadFile::from(it),
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::ArraySql<Item = uuid::Uuid>,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    ListUnreadFilesParams<T1>,
    UnreadFileQuery<'c, 'a, 's, C, UnreadFile, 4>,
    C,
> for ListUnreadFilesStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ListUnreadFilesParams<T1>,
    ) -> UnreadFileQuery<'c, 'a, 's, C, UnreadFile, 4> {
        self.bind(client, &params.library, &params.after, &params.roots, &params.limit)
    }
}
pub struct PutProbedFilesStmt(&'static str, Option<tokio_postgres::Statement>);
/// What reading some files found.
/// plan: files_pkey · bound: one batch of a scan
pub fn put_probed_files() -> PutProbedFilesStmt {
    PutProbedFilesStmt(
        "/* put_probed_files */ update files f set size_bytes = p.size_bytes, mtime_ns = p.mtime_ns, ctime_ns = p.ctime_ns, state = 'present', missing_since = null, fingerprint = p.fingerprint, media = p.media::jsonb, container = p.container, duration_ms = p.duration_ms, bit_rate = nullif(p.bit_rate, 0), probed_at = $1 from unnest( $2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bytea[], $7::text[], $8::text[], $9::bigint[], $10::bigint[] ) as p (id, size_bytes, mtime_ns, ctime_ns, fingerprint, media, container, duration_ms, bit_rate) where f.id = p.id",
        None,
    )
}
impl PutProbedFilesStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::ArraySql<Item = uuid::Uuid>,
        T2: crate::ArraySql<Item = i64>,
        T3: crate::ArraySql<Item = i64>,
        T4: crate::ArraySql<Item = i64>,
        T5: crate::BytesSql,
        T6: crate::ArraySql<Item = T5>,
        T7: crate::StringSql,
        T8: crate::ArraySql<Item = T7>,
        T9: crate::StringSql,
        T10: crate::ArraySql<Item = T9>,
        T11: crate::ArraySql<Item = i64>,
        T12: crate::ArraySql<Item = i64>,
    >(
        &'s self,
        client: &'c C,
        now: &'a time::OffsetDateTime,
        ids: &'a T1,
        sizes: &'a T2,
        mtimes: &'a T3,
        ctimes: &'a T4,
        fingerprints: &'a T6,
        media: &'a T8,
        containers: &'a T10,
        durations: &'a T11,
        bit_rates: &'a T12,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(
                self.0,
                &[
                    now,
                    ids,
                    sizes,
                    mtimes,
                    ctimes,
                    fingerprints,
                    media,
                    containers,
                    durations,
                    bit_rates,
                ],
            )
            .await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::ArraySql<Item = i64>,
    T3: crate::ArraySql<Item = i64>,
    T4: crate::ArraySql<Item = i64>,
    T5: crate::BytesSql,
    T6: crate::ArraySql<Item = T5>,
    T7: crate::StringSql,
    T8: crate::ArraySql<Item = T7>,
    T9: crate::StringSql,
    T10: crate::ArraySql<Item = T9>,
    T11: crate::ArraySql<Item = i64>,
    T12: crate::ArraySql<Item = i64>,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    PutProbedFilesParams<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12>,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for PutProbedFilesStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a PutProbedFilesParams<
            T1,
            T2,
            T3,
            T4,
            T5,
            T6,
            T7,
            T8,
            T9,
            T10,
            T11,
            T12,
        >,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(
            self
                .bind(
                    client,
                    &params.now,
                    &params.ids,
                    &params.sizes,
                    &params.mtimes,
                    &params.ctimes,
                    &params.fingerprints,
                    &params.media,
                    &params.containers,
                    &params.durations,
                    &params.bit_rates,
                ),
        )
    }
}
pub struct PutKeyframeIndexesStmt(&'static str, Option<tokio_postgres::Statement>);
/// Where some files can be cut.
/// plan: keyframe_indexes_pkey · bound: one batch of a scan
pub fn put_keyframe_indexes() -> PutKeyframeIndexesStmt {
    PutKeyframeIndexesStmt(
        "/* put_keyframe_indexes */ insert into keyframe_indexes (file_id, library_id, packed) select k.file_id, $1, k.packed from unnest($2::uuid[], $3::bytea[]) as k (file_id, packed) on conflict (file_id) do update set packed = excluded.packed",
        None,
    )
}
impl PutKeyframeIndexesStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::ArraySql<Item = uuid::Uuid>,
        T2: crate::BytesSql,
        T3: crate::ArraySql<Item = T2>,
    >(
        &'s self,
        client: &'c C,
        library: &'a uuid::Uuid,
        ids: &'a T1,
        packed: &'a T3,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[library, ids, packed]).await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::BytesSql,
    T3: crate::ArraySql<Item = T2>,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    PutKeyframeIndexesParams<T1, T2, T3>,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for PutKeyframeIndexesStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a PutKeyframeIndexesParams<T1, T2, T3>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.library, &params.ids, &params.packed))
    }
}
pub struct SetFilesBrokenStmt(&'static str, Option<tokio_postgres::Statement>);
/// Files that are there and cannot be used. What was known of an earlier content goes.
/// plan: files_pkey · bound: one batch of a scan
pub fn set_files_broken() -> SetFilesBrokenStmt {
    SetFilesBrokenStmt(
        "/* set_files_broken */ update files set state = 'broken', fingerprint = null, media = null, container = null, duration_ms = null, bit_rate = null, probed_at = $1 where id = any($2)",
        None,
    )
}
impl SetFilesBrokenStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::ArraySql<Item = uuid::Uuid>,
    >(
        &'s self,
        client: &'c C,
        now: &'a time::OffsetDateTime,
        ids: &'a T1,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[now, ids]).await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::ArraySql<Item = uuid::Uuid>,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    SetFilesBrokenParams<T1>,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for SetFilesBrokenStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SetFilesBrokenParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.ids))
    }
}
pub struct TouchFileStmt(&'static str, Option<tokio_postgres::Statement>);
/// A file grew while it was read: its new size, to be read again.
/// plan: files_pkey · bound: 1 row
pub fn touch_file() -> TouchFileStmt {
    TouchFileStmt(
        "/* touch_file */ update files set size_bytes = $1, mtime_ns = $2, ctime_ns = $3 where id = $4",
        None,
    )
}
impl TouchFileStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<'c, 'a, 's, C: GenericClient>(
        &'s self,
        client: &'c C,
        size_bytes: &'a i64,
        mtime_ns: &'a i64,
        ctime_ns: &'a i64,
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[size_bytes, mtime_ns, ctime_ns, id]).await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    TouchFileParams,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for TouchFileStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a TouchFileParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(
            self
                .bind(
                    client,
                    &params.size_bytes,
                    &params.mtime_ns,
                    &params.ctime_ns,
                    &params.id,
                ),
        )
    }
}
pub struct FindTombstonesStmt(&'static str, Option<tokio_postgres::Statement>);
/// Missing files with the contents of some new ones: the same files, moved.
/// plan: files_by_fingerprint · bound: tombstones of one batch's contents
pub fn find_tombstones() -> FindTombstonesStmt {
    FindTombstonesStmt(
        "/* find_tombstones */ select f.id, f.rel_path, f.fingerprint from files f where f.library_id = $1 and f.fingerprint = any($2::bytea[]) and f.fingerprint is not null and f.state = 'missing' and (f.root_id = any($3) or exists (select from roots r where r.id = f.root_id and r.removed_at is not null)) order by f.missing_since desc, f.id",
        None,
    )
}
impl FindTombstonesStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::BytesSql,
        T2: crate::ArraySql<Item = T1>,
        T3: crate::ArraySql<Item = uuid::Uuid>,
    >(
        &'s self,
        client: &'c C,
        library: &'a uuid::Uuid,
        fingerprints: &'a T2,
        online_roots: &'a T3,
    ) -> FindTombstonesQuery<'c, 'a, 's, C, FindTombstones, 3> {
        FindTombstonesQuery {
            client,
            params: [library, fingerprints, online_roots],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<FindTombstonesBorrowed, tokio_postgres::Error> {
                Ok(FindTombstonesBorrowed {
                    id: row.try_get(0)?,
                    rel_path: row.try_get(1)?,
                    fingerprint: row.try_get(2)?,
                })
            },
            mapper: |it| FindTombstones::from(it),
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::BytesSql,
    T2: crate::ArraySql<Item = T1>,
    T3: crate::ArraySql<Item = uuid::Uuid>,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    FindTombstonesParams<T1, T2, T3>,
    FindTombstonesQuery<'c, 'a, 's, C, FindTombstones, 3>,
    C,
> for FindTombstonesStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a FindTombstonesParams<T1, T2, T3>,
    ) -> FindTombstonesQuery<'c, 'a, 's, C, FindTombstones, 3> {
        self.bind(client, &params.library, &params.fingerprints, &params.online_roots)
    }
}
pub struct MoveSidecarsStmt(&'static str, Option<tokio_postgres::Statement>);
/// Subtitles beside a moved file belong to the row that keeps its identity.
/// plan: sidecars_file_id_rel_path_key · bound: one batch of a scan
pub fn move_sidecars() -> MoveSidecarsStmt {
    MoveSidecarsStmt(
        "/* move_sidecars */ update sidecars s set file_id = m.kept from unnest($1::uuid[], $2::uuid[]) as m (kept, dropped) where s.file_id = m.dropped",
        None,
    )
}
impl MoveSidecarsStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::ArraySql<Item = uuid::Uuid>,
        T2: crate::ArraySql<Item = uuid::Uuid>,
    >(
        &'s self,
        client: &'c C,
        kept: &'a T1,
        dropped: &'a T2,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[kept, dropped]).await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::ArraySql<Item = uuid::Uuid>,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    MoveSidecarsParams<T1, T2>,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for MoveSidecarsStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a MoveSidecarsParams<T1, T2>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.kept, &params.dropped))
    }
}
pub struct DeleteSidecarsStmt(&'static str, Option<tokio_postgres::Statement>);
/// Subtitles beside some files, before they are written anew.
/// plan: sidecars_file_id_rel_path_key · bound: one batch of a scan
pub fn delete_sidecars() -> DeleteSidecarsStmt {
    DeleteSidecarsStmt("/* delete_sidecars */ delete from sidecars where file_id = any($1)", None)
}
impl DeleteSidecarsStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::ArraySql<Item = uuid::Uuid>,
    >(&'s self, client: &'c C, files: &'a T1) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[files]).await
    }
}
pub struct DropFilesStmt(&'static str, Option<tokio_postgres::Statement>);
/// Rows of new paths that turned out to be known files.
/// plan: files_pkey · bound: one batch of a scan
pub fn drop_files() -> DropFilesStmt {
    DropFilesStmt("/* drop_files */ delete from files where id = any($1)", None)
}
impl DropFilesStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::ArraySql<Item = uuid::Uuid>,
    >(&'s self, client: &'c C, ids: &'a T1) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[ids]).await
    }
}
pub struct MoveFilesStmt(&'static str, Option<tokio_postgres::Statement>);
/// Known files under their new paths.
/// plan: files_pkey · bound: one batch of a scan
pub fn move_files() -> MoveFilesStmt {
    MoveFilesStmt(
        "/* move_files */ update files f set root_id = m.root_id, rel_path = m.rel_path from unnest($1::uuid[], $2::uuid[], $3::bytea[]) as m (id, root_id, rel_path) where f.id = m.id",
        None,
    )
}
impl MoveFilesStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::ArraySql<Item = uuid::Uuid>,
        T2: crate::ArraySql<Item = uuid::Uuid>,
        T3: crate::BytesSql,
        T4: crate::ArraySql<Item = T3>,
    >(
        &'s self,
        client: &'c C,
        ids: &'a T1,
        roots: &'a T2,
        paths: &'a T4,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[ids, roots, paths]).await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::ArraySql<Item = uuid::Uuid>,
    T3: crate::BytesSql,
    T4: crate::ArraySql<Item = T3>,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    MoveFilesParams<T1, T2, T3, T4>,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for MoveFilesStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a MoveFilesParams<T1, T2, T3, T4>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.ids, &params.roots, &params.paths))
    }
}
pub struct ClearFolderSidecarsStmt(&'static str, Option<tokio_postgres::Statement>);
/// Subtitles of the files of a folder that was read anew.
/// plan: files_root_id_rel_path_key, sidecars_file_id_rel_path_key · bound: one folder
pub fn clear_folder_sidecars() -> ClearFolderSidecarsStmt {
    ClearFolderSidecarsStmt(
        "/* clear_folder_sidecars */ delete from sidecars s using files f where f.id = s.file_id and f.root_id = $1 and f.rel_path = any($2::bytea[])",
        None,
    )
}
impl ClearFolderSidecarsStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::BytesSql,
        T2: crate::ArraySql<Item = T1>,
    >(
        &'s self,
        client: &'c C,
        root: &'a uuid::Uuid,
        paths: &'a T2,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[root, paths]).await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::BytesSql,
    T2: crate::ArraySql<Item = T1>,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    ClearFolderSidecarsParams<T1, T2>,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for ClearFolderSidecarsStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a ClearFolderSidecarsParams<T1, T2>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.root, &params.paths))
    }
}
pub struct InsertSidecarsStmt(&'static str, Option<tokio_postgres::Statement>);
/// Subtitles beside files, by the path of the file.
/// plan: files_root_id_rel_path_key · bound: one batch of a walk
pub fn insert_sidecars() -> InsertSidecarsStmt {
    InsertSidecarsStmt(
        "/* insert_sidecars */ insert into sidecars (id, file_id, library_id, root_id, rel_path, format, language, forced, hearing_impaired, title) select s.id, f.id, f.library_id, f.root_id, s.rel_path, s.format, nullif(s.language, ''), s.forced, s.hearing_impaired, nullif(s.title, '') from unnest( $1::uuid[], $2::bytea[], $3::bytea[], $4::text[], $5::text[], $6::boolean[], $7::boolean[], $8::text[] ) as s (id, file_path, rel_path, format, language, forced, hearing_impaired, title) join files f on f.root_id = $9 and f.rel_path = s.file_path on conflict (file_id, rel_path) do nothing",
        None,
    )
}
impl InsertSidecarsStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::ArraySql<Item = uuid::Uuid>,
        T2: crate::BytesSql,
        T3: crate::ArraySql<Item = T2>,
        T4: crate::BytesSql,
        T5: crate::ArraySql<Item = T4>,
        T6: crate::StringSql,
        T7: crate::ArraySql<Item = T6>,
        T8: crate::StringSql,
        T9: crate::ArraySql<Item = T8>,
        T10: crate::ArraySql<Item = bool>,
        T11: crate::ArraySql<Item = bool>,
        T12: crate::StringSql,
        T13: crate::ArraySql<Item = T12>,
    >(
        &'s self,
        client: &'c C,
        ids: &'a T1,
        file_paths: &'a T3,
        paths: &'a T5,
        formats: &'a T7,
        languages: &'a T9,
        forced: &'a T10,
        hearing_impaired: &'a T11,
        titles: &'a T13,
        root: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(
                self.0,
                &[
                    ids,
                    file_paths,
                    paths,
                    formats,
                    languages,
                    forced,
                    hearing_impaired,
                    titles,
                    root,
                ],
            )
            .await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::BytesSql,
    T3: crate::ArraySql<Item = T2>,
    T4: crate::BytesSql,
    T5: crate::ArraySql<Item = T4>,
    T6: crate::StringSql,
    T7: crate::ArraySql<Item = T6>,
    T8: crate::StringSql,
    T9: crate::ArraySql<Item = T8>,
    T10: crate::ArraySql<Item = bool>,
    T11: crate::ArraySql<Item = bool>,
    T12: crate::StringSql,
    T13: crate::ArraySql<Item = T12>,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    InsertSidecarsParams<T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13>,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for InsertSidecarsStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a InsertSidecarsParams<
            T1,
            T2,
            T3,
            T4,
            T5,
            T6,
            T7,
            T8,
            T9,
            T10,
            T11,
            T12,
            T13,
        >,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(
            self
                .bind(
                    client,
                    &params.ids,
                    &params.file_paths,
                    &params.paths,
                    &params.formats,
                    &params.languages,
                    &params.forced,
                    &params.hearing_impaired,
                    &params.titles,
                    &params.root,
                ),
        )
    }
}
pub struct RefreshItemsOfFilesStmt(&'static str, Option<tokio_postgres::Statement>);
/// Items whose files have other contents now: same item, new length.
/// plan: item_files_by_file · bound: one batch of a scan
pub fn refresh_items_of_files() -> RefreshItemsOfFilesStmt {
    RefreshItemsOfFilesStmt(
        "/* refresh_items_of_files */ update items i set duration_ms = f.duration_ms, is_present = true, updated_at = $1 from item_files x join files f on f.id = x.file_id where x.file_id = any($2) and i.id = x.item_id returning i.id as item_id, f.id as file_id",
        None,
    )
}
impl RefreshItemsOfFilesStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient, T1: crate::ArraySql<Item = uuid::Uuid>>(
        &'s self,
        client: &'c C,
        now: &'a time::OffsetDateTime,
        files: &'a T1,
    ) -> RefreshItemsOfFilesQuery<'c, 'a, 's, C, RefreshItemsOfFiles, 2> {
        RefreshItemsOfFilesQuery {
            client,
            params: [now, files],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<RefreshItemsOfFiles, tokio_postgres::Error> {
                Ok(RefreshItemsOfFiles {
                    item_id: row.try_get(0)?,
                    file_id: row.try_get(1)?,
                })
            },
            mapper: |it| RefreshItemsOfFiles::from(it),
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::ArraySql<Item = uuid::Uuid>,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    RefreshItemsOfFilesParams<T1>,
    RefreshItemsOfFilesQuery<'c, 'a, 's, C, RefreshItemsOfFiles, 2>,
    C,
> for RefreshItemsOfFilesStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a RefreshItemsOfFilesParams<T1>,
    ) -> RefreshItemsOfFilesQuery<'c, 'a, 's, C, RefreshItemsOfFiles, 2> {
        self.bind(client, &params.now, &params.files)
    }
}
pub struct ListPicturedItemsStmt(&'static str, Option<tokio_postgres::Statement>);
/// Which of some items have a picture.
/// plan: images_pkey · bound: one batch of a scan
pub fn list_pictured_items() -> ListPicturedItemsStmt {
    ListPicturedItemsStmt(
        "/* list_pictured_items */ select item_id from images where item_id = any($1) group by item_id",
        None,
    )
}
impl ListPicturedItemsStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient, T1: crate::ArraySql<Item = uuid::Uuid>>(
        &'s self,
        client: &'c C,
        items: &'a T1,
    ) -> UuidUuidQuery<'c, 'a, 's, C, uuid::Uuid, 1> {
        UuidUuidQuery {
            client,
            params: [items],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |row| Ok(row.try_get(0)?),
            mapper: |it| it,
        }
    }
}
pub struct ListItemsOfFilesStmt(&'static str, Option<tokio_postgres::Statement>);
/// The items that some files belong to, and how many other files on disk those have.
/// plan: item_files_by_file · bound: one batch of a scan
pub fn list_items_of_files() -> ListItemsOfFilesStmt {
    ListItemsOfFilesStmt(
        "/* list_items_of_files */ select x.file_id, i.id as item_id, i.match_key, i.parent_id, season.parent_id as show_id, (select count(*) from item_files o join files f on f.id = o.file_id where o.item_id = i.id and f.state <> 'missing' and o.file_id <> all($1)) as n_other_files from item_files x join items i on i.id = x.item_id left join items season on season.id = i.parent_id where x.file_id = any($1) order by x.file_id, i.id",
        None,
    )
}
impl ListItemsOfFilesStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient, T1: crate::ArraySql<Item = uuid::Uuid>>(
        &'s self,
        client: &'c C,
        files: &'a T1,
    ) -> ItemOfFileQuery<'c, 'a, 's, C, ItemOfFile, 1> {
        ItemOfFileQuery {
            client,
            params: [files],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<ItemOfFileBorrowed, tokio_postgres::Error> {
                Ok(ItemOfFileBorrowed {
                    file_id: row.try_get(0)?,
                    item_id: row.try_get(1)?,
                    match_key: row.try_get(2)?,
                    parent_id: row.try_get(3)?,
                    show_id: row.try_get(4)?,
                    n_other_files: row.try_get(5)?,
                })
            },
            mapper: |it| ItemOfFile::from(it),
        }
    }
}
pub struct CountShowFilesStmt(&'static str, Option<tokio_postgres::Statement>);
/// How many files on disk some shows have besides the given ones.
/// plan: items_by_parent, item_files_pkey · bound: files of the shows
pub fn count_show_files() -> CountShowFilesStmt {
    CountShowFilesStmt(
        "/* count_show_files */ select show.id, count(f.id) as n_files from unnest($1::uuid[]) as show (id) left join items season on season.parent_id = show.id left join items episode on episode.parent_id = season.id left join item_files x on x.item_id = episode.id and x.file_id <> all($2) left join files f on f.id = x.file_id and f.state <> 'missing' group by show.id",
        None,
    )
}
impl CountShowFilesStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::ArraySql<Item = uuid::Uuid>,
        T2: crate::ArraySql<Item = uuid::Uuid>,
    >(
        &'s self,
        client: &'c C,
        shows: &'a T1,
        files: &'a T2,
    ) -> CountShowFilesQuery<'c, 'a, 's, C, CountShowFiles, 2> {
        CountShowFilesQuery {
            client,
            params: [shows, files],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<CountShowFiles, tokio_postgres::Error> {
                Ok(CountShowFiles {
                    id: row.try_get(0)?,
                    n_files: row.try_get(1)?,
                })
            },
            mapper: |it| CountShowFiles::from(it),
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::ArraySql<Item = uuid::Uuid>,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    CountShowFilesParams<T1, T2>,
    CountShowFilesQuery<'c, 'a, 's, C, CountShowFiles, 2>,
    C,
> for CountShowFilesStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a CountShowFilesParams<T1, T2>,
    ) -> CountShowFilesQuery<'c, 'a, 's, C, CountShowFiles, 2> {
        self.bind(client, &params.shows, &params.files)
    }
}
pub struct VacateKeysStmt(&'static str, Option<tokio_postgres::Statement>);
/// Frees the keys of items that are about to get others, so that two of them can change places.
/// plan: items_pkey · bound: one batch of a scan
pub fn vacate_keys() -> VacateKeysStmt {
    VacateKeysStmt("/* vacate_keys */ update items set match_key = '~' || id where id = any($1)", None)
}
impl VacateKeysStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::ArraySql<Item = uuid::Uuid>,
    >(&'s self, client: &'c C, ids: &'a T1) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[ids]).await
    }
}
pub struct FindItemsByKeyStmt(&'static str, Option<tokio_postgres::Statement>);
/// Items that some keys name.
/// plan: items_library_id_kind_match_key_key · bound: one batch of a scan
pub fn find_items_by_key() -> FindItemsByKeyStmt {
    FindItemsByKeyStmt(
        "/* find_items_by_key */ select id, match_key from items where library_id = $1 and kind = $2 and match_key = any($3::text[])",
        None,
    )
}
impl FindItemsByKeyStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::StringSql,
        T2: crate::StringSql,
        T3: crate::ArraySql<Item = T2>,
    >(
        &'s self,
        client: &'c C,
        library: &'a uuid::Uuid,
        kind: &'a T1,
        keys: &'a T3,
    ) -> FindItemsByKeyQuery<'c, 'a, 's, C, FindItemsByKey, 3> {
        FindItemsByKeyQuery {
            client,
            params: [library, kind, keys],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<FindItemsByKeyBorrowed, tokio_postgres::Error> {
                Ok(FindItemsByKeyBorrowed {
                    id: row.try_get(0)?,
                    match_key: row.try_get(1)?,
                })
            },
            mapper: |it| FindItemsByKey::from(it),
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::StringSql,
    T2: crate::StringSql,
    T3: crate::ArraySql<Item = T2>,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    FindItemsByKeyParams<T1, T2, T3>,
    FindItemsByKeyQuery<'c, 'a, 's, C, FindItemsByKey, 3>,
    C,
> for FindItemsByKeyStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a FindItemsByKeyParams<T1, T2, T3>,
    ) -> FindItemsByKeyQuery<'c, 'a, 's, C, FindItemsByKey, 3> {
        self.bind(client, &params.library, &params.kind, &params.keys)
    }
}
pub struct FindShowsByTitleStmt(&'static str, Option<tokio_postgres::Statement>);
/// Shows by the title part of their keys, whatever their year.
/// plan: items_library_id_kind_match_key_key · bound: one batch of a scan
pub fn find_shows_by_title() -> FindShowsByTitleStmt {
    FindShowsByTitleStmt(
        "/* find_shows_by_title */ select i.id, i.match_key, i.year from unnest($1::text[]) as t (title) join items i on i.library_id = $2 and i.kind = $3 and i.match_key >= t.title || '/' and i.match_key < t.title || '0'",
        None,
    )
}
impl FindShowsByTitleStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::StringSql,
        T2: crate::ArraySql<Item = T1>,
        T3: crate::StringSql,
    >(
        &'s self,
        client: &'c C,
        titles: &'a T2,
        library: &'a uuid::Uuid,
        kind: &'a T3,
    ) -> FindShowsByTitleQuery<'c, 'a, 's, C, FindShowsByTitle, 3> {
        FindShowsByTitleQuery {
            client,
            params: [titles, library, kind],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<FindShowsByTitleBorrowed, tokio_postgres::Error> {
                Ok(FindShowsByTitleBorrowed {
                    id: row.try_get(0)?,
                    match_key: row.try_get(1)?,
                    year: row.try_get(2)?,
                })
            },
            mapper: |it| FindShowsByTitle::from(it),
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::StringSql,
    T2: crate::ArraySql<Item = T1>,
    T3: crate::StringSql,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    FindShowsByTitleParams<T1, T2, T3>,
    FindShowsByTitleQuery<'c, 'a, 's, C, FindShowsByTitle, 3>,
    C,
> for FindShowsByTitleStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a FindShowsByTitleParams<T1, T2, T3>,
    ) -> FindShowsByTitleQuery<'c, 'a, 's, C, FindShowsByTitle, 3> {
        self.bind(client, &params.titles, &params.library, &params.kind)
    }
}
pub struct PutItemsStmt(&'static str, Option<tokio_postgres::Statement>);
/// Items by their keys, as a JSON array: new ones, and those that are on the shelf again.
/// plan: items_library_id_kind_match_key_key · bound: one batch of a scan
pub fn put_items() -> PutItemsStmt {
    PutItemsStmt(
        "/* put_items */ insert into items ( id, library_id, kind, parent_id, match_key, title, sort_title, search_text, year, index_no, index_end, disc_no, air_date, duration_ms, genres, external_ids, added_at, updated_at ) select p.id, $1, $2, p.parent_id, p.match_key, p.title, p.sort_title, p.search_text, p.year, p.index_no, p.index_end, p.disc_no, p.air_date, p.duration_ms, p.genres, p.external_ids, $3, $3 from jsonb_to_recordset($4::text::jsonb) as p ( id uuid, parent_id uuid, match_key text, title text, sort_title text, search_text text, year integer, index_no integer, index_end integer, disc_no integer, air_date date, duration_ms bigint, genres text[], external_ids jsonb ) on conflict (library_id, kind, match_key) do update set is_present = true, duration_ms = coalesce(excluded.duration_ms, items.duration_ms), updated_at = case when items.is_present then items.updated_at else excluded.updated_at end returning id, match_key",
        None,
    )
}
impl PutItemsStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::StringSql,
        T2: crate::StringSql,
    >(
        &'s self,
        client: &'c C,
        library: &'a uuid::Uuid,
        kind: &'a T1,
        now: &'a time::OffsetDateTime,
        items: &'a T2,
    ) -> PutItemsQuery<'c, 'a, 's, C, PutItems, 4> {
        PutItemsQuery {
            client,
            params: [library, kind, now, items],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<PutItemsBorrowed, tokio_postgres::Error> {
                Ok(PutItemsBorrowed {
                    id: row.try_get(0)?,
                    match_key: row.try_get(1)?,
                })
            },
            mapper: |it| PutItems::from(it),
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::StringSql,
    T2: crate::StringSql,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    PutItemsParams<T1, T2>,
    PutItemsQuery<'c, 'a, 's, C, PutItems, 4>,
    C,
> for PutItemsStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a PutItemsParams<T1, T2>,
    ) -> PutItemsQuery<'c, 'a, 's, C, PutItems, 4> {
        self.bind(client, &params.library, &params.kind, &params.now, &params.items)
    }
}
pub struct RekeyItemsStmt(&'static str, Option<tokio_postgres::Statement>);
/// Items whose files got another name: same item, same watched state, new key and title.
/// plan: items_pkey · bound: one batch of a scan
pub fn rekey_items() -> RekeyItemsStmt {
    RekeyItemsStmt(
        "/* rekey_items */ update items i set parent_id = p.parent_id, match_key = p.match_key, title = p.title, sort_title = p.sort_title, search_text = p.search_text, year = p.year, index_no = p.index_no, index_end = p.index_end, disc_no = p.disc_no, air_date = p.air_date, genres = p.genres, external_ids = i.external_ids || p.external_ids, is_present = true, duration_ms = coalesce(p.duration_ms, i.duration_ms), updated_at = $1 from jsonb_to_recordset($2::text::jsonb) as p ( id uuid, parent_id uuid, match_key text, title text, sort_title text, search_text text, year integer, index_no integer, index_end integer, disc_no integer, air_date date, duration_ms bigint, genres text[], external_ids jsonb ) where i.id = p.id",
        None,
    )
}
impl RekeyItemsStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<'c, 'a, 's, C: GenericClient, T1: crate::StringSql>(
        &'s self,
        client: &'c C,
        now: &'a time::OffsetDateTime,
        items: &'a T1,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[now, items]).await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::StringSql,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    RekeyItemsParams<T1>,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for RekeyItemsStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a RekeyItemsParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.items))
    }
}
pub struct PutItemFilesStmt(&'static str, Option<tokio_postgres::Statement>);
/// Which files play an item, as which edition and part of it ('' and 0 for none).
/// plan: item_files_pkey · bound: one batch of a scan
pub fn put_item_files() -> PutItemFilesStmt {
    PutItemFilesStmt(
        "/* put_item_files */ insert into item_files (item_id, file_id, library_id, edition, part) select x.item_id, x.file_id, $1, nullif(x.edition, ''), nullif(x.part, 0) from unnest($2::uuid[], $3::uuid[], $4::text[], $5::integer[]) as x (item_id, file_id, edition, part) on conflict (item_id, file_id) do update set edition = excluded.edition, part = excluded.part",
        None,
    )
}
impl PutItemFilesStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::ArraySql<Item = uuid::Uuid>,
        T2: crate::ArraySql<Item = uuid::Uuid>,
        T3: crate::StringSql,
        T4: crate::ArraySql<Item = T3>,
        T5: crate::ArraySql<Item = i32>,
    >(
        &'s self,
        client: &'c C,
        library: &'a uuid::Uuid,
        items: &'a T1,
        files: &'a T2,
        editions: &'a T4,
        parts: &'a T5,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[library, items, files, editions, parts]).await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::ArraySql<Item = uuid::Uuid>,
    T3: crate::StringSql,
    T4: crate::ArraySql<Item = T3>,
    T5: crate::ArraySql<Item = i32>,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    PutItemFilesParams<T1, T2, T3, T4, T5>,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for PutItemFilesStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a PutItemFilesParams<T1, T2, T3, T4, T5>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(
            self
                .bind(
                    client,
                    &params.library,
                    &params.items,
                    &params.files,
                    &params.editions,
                    &params.parts,
                ),
        )
    }
}
pub struct DeleteItemFilesStmt(&'static str, Option<tokio_postgres::Statement>);
/// Files that now belong to another item.
/// plan: item_files_pkey · bound: one batch of a scan
pub fn delete_item_files() -> DeleteItemFilesStmt {
    DeleteItemFilesStmt(
        "/* delete_item_files */ delete from item_files x using unnest($1::uuid[], $2::uuid[]) as d (item_id, file_id) where x.item_id = d.item_id and x.file_id = d.file_id",
        None,
    )
}
impl DeleteItemFilesStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::ArraySql<Item = uuid::Uuid>,
        T2: crate::ArraySql<Item = uuid::Uuid>,
    >(
        &'s self,
        client: &'c C,
        items: &'a T1,
        files: &'a T2,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[items, files]).await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::ArraySql<Item = uuid::Uuid>,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    DeleteItemFilesParams<T1, T2>,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for DeleteItemFilesStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a DeleteItemFilesParams<T1, T2>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.items, &params.files))
    }
}
pub struct RefreshLeafPresenceStmt(&'static str, Option<tokio_postgres::Statement>);
/// An item is on the shelf while a file of it is there, or lies on a disk that is away.
/// plan: items_by_title, item_files_pkey · bound: items of one library
pub fn refresh_leaf_presence() -> RefreshLeafPresenceStmt {
    RefreshLeafPresenceStmt(
        "/* refresh_leaf_presence */ update items i set is_present = not i.is_present, updated_at = $1 where i.library_id = $2 and i.kind in ('movie', 'episode', 'track') and i.is_present <> exists ( select from item_files x join files f on f.id = x.file_id join roots r on r.id = f.root_id where x.item_id = i.id and (f.state <> 'missing' or (r.offline_since is not null and f.missing_since >= r.offline_since)) )",
        None,
    )
}
impl RefreshLeafPresenceStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<'c, 'a, 's, C: GenericClient>(
        &'s self,
        client: &'c C,
        now: &'a time::OffsetDateTime,
        library: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[now, library]).await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    RefreshLeafPresenceParams,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for RefreshLeafPresenceStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a RefreshLeafPresenceParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.library))
    }
}
pub struct RefreshParentPresenceStmt(&'static str, Option<tokio_postgres::Statement>);
/// A season or show is on the shelf while something in it is, an artist also while something names them. Seasons and
/// albums first, then shows and artists.
/// plan: items_by_title, items_by_parent, credits_by_artist · bound: items of one library
pub fn refresh_parent_presence() -> RefreshParentPresenceStmt {
    RefreshParentPresenceStmt(
        "/* refresh_parent_presence */ update items i set is_present = not i.is_present, updated_at = $1 where i.library_id = $2 and i.kind = any($3::text[]) and i.is_present <> ( exists (select from items c where c.parent_id = i.id and c.is_present) or exists (select from credits c join items t on t.id = c.item_id where c.artist_id = i.id and t.is_present) )",
        None,
    )
}
impl RefreshParentPresenceStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::StringSql,
        T2: crate::ArraySql<Item = T1>,
    >(
        &'s self,
        client: &'c C,
        now: &'a time::OffsetDateTime,
        library: &'a uuid::Uuid,
        kinds: &'a T2,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[now, library, kinds]).await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::StringSql,
    T2: crate::ArraySql<Item = T1>,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    RefreshParentPresenceParams<T1, T2>,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for RefreshParentPresenceStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a RefreshParentPresenceParams<T1, T2>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.library, &params.kinds))
    }
}
pub struct PutProblemsStmt(&'static str, Option<tokio_postgres::Statement>);
/// What could not be used, for people; the first sighting is kept.
/// plan: problems_library_id_root_id_rel_path_code_key · bound: one batch of a scan
pub fn put_problems() -> PutProblemsStmt {
    PutProblemsStmt(
        "/* put_problems */ insert into problems (id, library_id, root_id, rel_path, code, message, remedy, first_seen_at, last_seen_at) select p.id, $1, $2, p.rel_path, p.code, p.message, nullif(p.remedy, ''), $3, $3 from unnest($4::uuid[], $5::bytea[], $6::text[], $7::text[], $8::text[]) as p (id, rel_path, code, message, remedy) on conflict (library_id, root_id, rel_path, code) do update set message = excluded.message, remedy = excluded.remedy, last_seen_at = excluded.last_seen_at",
        None,
    )
}
impl PutProblemsStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::ArraySql<Item = uuid::Uuid>,
        T2: crate::BytesSql,
        T3: crate::ArraySql<Item = T2>,
        T4: crate::StringSql,
        T5: crate::ArraySql<Item = T4>,
        T6: crate::StringSql,
        T7: crate::ArraySql<Item = T6>,
        T8: crate::StringSql,
        T9: crate::ArraySql<Item = T8>,
    >(
        &'s self,
        client: &'c C,
        library: &'a uuid::Uuid,
        root: &'a uuid::Uuid,
        now: &'a time::OffsetDateTime,
        ids: &'a T1,
        paths: &'a T3,
        codes: &'a T5,
        messages: &'a T7,
        remedies: &'a T9,
    ) -> Result<u64, tokio_postgres::Error> {
        client
            .execute(
                self.0,
                &[library, root, now, ids, paths, codes, messages, remedies],
            )
            .await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::BytesSql,
    T3: crate::ArraySql<Item = T2>,
    T4: crate::StringSql,
    T5: crate::ArraySql<Item = T4>,
    T6: crate::StringSql,
    T7: crate::ArraySql<Item = T6>,
    T8: crate::StringSql,
    T9: crate::ArraySql<Item = T8>,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    PutProblemsParams<T1, T2, T3, T4, T5, T6, T7, T8, T9>,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for PutProblemsStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a PutProblemsParams<T1, T2, T3, T4, T5, T6, T7, T8, T9>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(
            self
                .bind(
                    client,
                    &params.library,
                    &params.root,
                    &params.now,
                    &params.ids,
                    &params.paths,
                    &params.codes,
                    &params.messages,
                    &params.remedies,
                ),
        )
    }
}
pub struct DeleteStaleProblemsStmt(&'static str, Option<tokio_postgres::Statement>);
/// Problems that a scan did not meet again. Those of roots that are away, and what the last reading of a file that did
/// not change since found, stay.
/// plan: problems_by_library, files_root_id_rel_path_key · bound: problems of one library
pub fn delete_stale_problems() -> DeleteStaleProblemsStmt {
    DeleteStaleProblemsStmt(
        "/* delete_stale_problems */ delete from problems p where p.library_id = $1 and p.last_seen_at < $2 and p.root_id = any($3) and not exists ( select from files f where f.root_id = p.root_id and f.rel_path = p.rel_path and f.state <> 'missing' and f.probed_at <= p.last_seen_at )",
        None,
    )
}
impl DeleteStaleProblemsStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::ArraySql<Item = uuid::Uuid>,
    >(
        &'s self,
        client: &'c C,
        library: &'a uuid::Uuid,
        scan_started: &'a time::OffsetDateTime,
        read_roots: &'a T1,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[library, scan_started, read_roots]).await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::ArraySql<Item = uuid::Uuid>,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    DeleteStaleProblemsParams<T1>,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for DeleteStaleProblemsStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a DeleteStaleProblemsParams<T1>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(
            self.bind(client, &params.library, &params.scan_started, &params.read_roots),
        )
    }
}
pub struct ListProblemsStmt(&'static str, Option<tokio_postgres::Statement>);
/// One page of a library's problems, oldest first.
/// plan: problems_by_library · bound: :limit rows
pub fn list_problems() -> ListProblemsStmt {
    ListProblemsStmt(
        "/* list_problems */ select p.id, r.path as root_path, p.rel_path, p.code, p.message, p.remedy, p.first_seen_at from problems p left join roots r on r.id = p.root_id where p.library_id = $1 and p.id > $2 order by p.id limit $3",
        None,
    )
}
impl ListProblemsStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient>(
        &'s self,
        client: &'c C,
        library: &'a uuid::Uuid,
        after: &'a uuid::Uuid,
        limit: &'a i64,
    ) -> ProblemQuery<'c, 'a, 's, C, Problem, 3> {
        ProblemQuery {
            client,
            params: [library, after, limit],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<ProblemBorrowed, tokio_postgres::Error> {
                Ok(ProblemBorrowed {
                    id: row.try_get(0)?,
                    root_path: row.try_get(1)?,
                    rel_path: row.try_get(2)?,
                    code: row.try_get(3)?,
                    message: row.try_get(4)?,
                    remedy: row.try_get(5)?,
                    first_seen_at: row.try_get(6)?,
                })
            },
            mapper: |it| Problem::from(it),
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    ListProblemsParams,
    ProblemQuery<'c, 'a, 's, C, Problem, 3>,
    C,
> for ListProblemsStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ListProblemsParams,
    ) -> ProblemQuery<'c, 'a, 's, C, Problem, 3> {
        self.bind(client, &params.library, &params.after, &params.limit)
    }
}
pub struct SetLibraryScannedStmt(&'static str, Option<tokio_postgres::Statement>);
/// The scan came to its end.
/// plan: libraries_pkey · bound: 1 row
pub fn set_library_scanned() -> SetLibraryScannedStmt {
    SetLibraryScannedStmt("/* set_library_scanned */ update libraries set last_scan_at = $1 where id = $2", None)
}
impl SetLibraryScannedStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<'c, 'a, 's, C: GenericClient>(
        &'s self,
        client: &'c C,
        now: &'a time::OffsetDateTime,
        id: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[now, id]).await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    SetLibraryScannedParams,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for SetLibraryScannedStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SetLibraryScannedParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.id))
    }
}
pub struct FindStillSourceStmt(&'static str, Option<tokio_postgres::Statement>);
/// Where the file of an item lies, to take a picture out of it.
/// plan: files_pkey · bound: 1 row
pub fn find_still_source() -> FindStillSourceStmt {
    FindStillSourceStmt(
        "/* find_still_source */ select r.path as root_path, f.rel_path, f.duration_ms, l.kind from files f join roots r on r.id = f.root_id join libraries l on l.id = f.library_id where f.id = $1 and f.library_id = $2 and f.state = 'present'",
        None,
    )
}
impl FindStillSourceStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient>(
        &'s self,
        client: &'c C,
        file: &'a uuid::Uuid,
        library: &'a uuid::Uuid,
    ) -> FindStillSourceQuery<'c, 'a, 's, C, FindStillSource, 2> {
        FindStillSourceQuery {
            client,
            params: [file, library],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<FindStillSourceBorrowed, tokio_postgres::Error> {
                Ok(FindStillSourceBorrowed {
                    root_path: row.try_get(0)?,
                    rel_path: row.try_get(1)?,
                    duration_ms: row.try_get(2)?,
                    kind: row.try_get(3)?,
                })
            },
            mapper: |it| FindStillSource::from(it),
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    FindStillSourceParams,
    FindStillSourceQuery<'c, 'a, 's, C, FindStillSource, 2>,
    C,
> for FindStillSourceStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a FindStillSourceParams,
    ) -> FindStillSourceQuery<'c, 'a, 's, C, FindStillSource, 2> {
        self.bind(client, &params.file, &params.library)
    }
}
pub struct ListFilesOfAlbumsStmt(&'static str, Option<tokio_postgres::Statement>);
/// Where the files of some albums lie, besides the given ones: files of one folder are of one release.
/// plan: items_by_parent, item_files_pkey · bound: tracks of the albums
pub fn list_files_of_albums() -> ListFilesOfAlbumsStmt {
    ListFilesOfAlbumsStmt(
        "/* list_files_of_albums */ select distinct a.id, f.root_id, f.rel_path from unnest($1::uuid[]) as a (id) join items t on t.parent_id = a.id join item_files x on x.item_id = t.id join files f on f.id = x.file_id and f.state <> 'missing' and f.id <> all($2)",
        None,
    )
}
impl ListFilesOfAlbumsStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::ArraySql<Item = uuid::Uuid>,
        T2: crate::ArraySql<Item = uuid::Uuid>,
    >(
        &'s self,
        client: &'c C,
        albums: &'a T1,
        files: &'a T2,
    ) -> ListFilesOfAlbumsQuery<'c, 'a, 's, C, ListFilesOfAlbums, 2> {
        ListFilesOfAlbumsQuery {
            client,
            params: [albums, files],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<ListFilesOfAlbumsBorrowed, tokio_postgres::Error> {
                Ok(ListFilesOfAlbumsBorrowed {
                    id: row.try_get(0)?,
                    root_id: row.try_get(1)?,
                    rel_path: row.try_get(2)?,
                })
            },
            mapper: |it| ListFilesOfAlbums::from(it),
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::ArraySql<Item = uuid::Uuid>,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    ListFilesOfAlbumsParams<T1, T2>,
    ListFilesOfAlbumsQuery<'c, 'a, 's, C, ListFilesOfAlbums, 2>,
    C,
> for ListFilesOfAlbumsStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a ListFilesOfAlbumsParams<T1, T2>,
    ) -> ListFilesOfAlbumsQuery<'c, 'a, 's, C, ListFilesOfAlbums, 2> {
        self.bind(client, &params.albums, &params.files)
    }
}
pub struct DeleteCreditsStmt(&'static str, Option<tokio_postgres::Statement>);
/// Credits of items, before they are written anew.
/// plan: credits_pkey · bound: one batch of a scan
pub fn delete_credits() -> DeleteCreditsStmt {
    DeleteCreditsStmt("/* delete_credits */ delete from credits where item_id = any($1)", None)
}
impl DeleteCreditsStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::ArraySql<Item = uuid::Uuid>,
    >(&'s self, client: &'c C, items: &'a T1) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[items]).await
    }
}
pub struct InsertCreditsStmt(&'static str, Option<tokio_postgres::Statement>);
/// Who is credited for what, in the order of the release.
/// plan: credits_pkey · bound: one batch of a scan
pub fn insert_credits() -> InsertCreditsStmt {
    InsertCreditsStmt(
        "/* insert_credits */ insert into credits (item_id, role, position, artist_id, library_id, name) select c.item_id, c.role, c.position, c.artist_id, $1, c.name from unnest($2::uuid[], $3::text[], $4::integer[], $5::uuid[], $6::text[]) as c (item_id, role, position, artist_id, name) on conflict (item_id, role, position) do update set artist_id = excluded.artist_id, name = excluded.name",
        None,
    )
}
impl InsertCreditsStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::ArraySql<Item = uuid::Uuid>,
        T2: crate::StringSql,
        T3: crate::ArraySql<Item = T2>,
        T4: crate::ArraySql<Item = i32>,
        T5: crate::ArraySql<Item = uuid::Uuid>,
        T6: crate::StringSql,
        T7: crate::ArraySql<Item = T6>,
    >(
        &'s self,
        client: &'c C,
        library: &'a uuid::Uuid,
        items: &'a T1,
        roles: &'a T3,
        positions: &'a T4,
        artists: &'a T5,
        names: &'a T7,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[library, items, roles, positions, artists, names]).await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::StringSql,
    T3: crate::ArraySql<Item = T2>,
    T4: crate::ArraySql<Item = i32>,
    T5: crate::ArraySql<Item = uuid::Uuid>,
    T6: crate::StringSql,
    T7: crate::ArraySql<Item = T6>,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    InsertCreditsParams<T1, T2, T3, T4, T5, T6, T7>,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for InsertCreditsStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a InsertCreditsParams<T1, T2, T3, T4, T5, T6, T7>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(
            self
                .bind(
                    client,
                    &params.library,
                    &params.items,
                    &params.roles,
                    &params.positions,
                    &params.artists,
                    &params.names,
                ),
        )
    }
}
pub struct CountAlbumFilesStmt(&'static str, Option<tokio_postgres::Statement>);
/// How many files on disk some albums have besides the given ones.
/// plan: items_by_parent, item_files_pkey · bound: files of the albums
pub fn count_album_files() -> CountAlbumFilesStmt {
    CountAlbumFilesStmt(
        "/* count_album_files */ select a.id, count(f.id) as n_files from items a left join items t on t.parent_id = a.id left join item_files x on x.item_id = t.id and x.file_id <> all($1) left join files f on f.id = x.file_id and f.state <> 'missing' where a.id = any($2) and a.kind = 'album' group by a.id",
        None,
    )
}
impl CountAlbumFilesStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::ArraySql<Item = uuid::Uuid>,
        T2: crate::ArraySql<Item = uuid::Uuid>,
    >(
        &'s self,
        client: &'c C,
        files: &'a T1,
        albums: &'a T2,
    ) -> CountAlbumFilesQuery<'c, 'a, 's, C, CountAlbumFiles, 2> {
        CountAlbumFilesQuery {
            client,
            params: [files, albums],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<CountAlbumFiles, tokio_postgres::Error> {
                Ok(CountAlbumFiles {
                    id: row.try_get(0)?,
                    n_files: row.try_get(1)?,
                })
            },
            mapper: |it| CountAlbumFiles::from(it),
        }
    }
}
impl<
    'c,
    'a,
    's,
    C: GenericClient,
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::ArraySql<Item = uuid::Uuid>,
> crate::client::async_::Params<
    'c,
    'a,
    's,
    CountAlbumFilesParams<T1, T2>,
    CountAlbumFilesQuery<'c, 'a, 's, C, CountAlbumFiles, 2>,
    C,
> for CountAlbumFilesStmt {
    fn params(
        &'s self,
        client: &'c C,
        params: &'a CountAlbumFilesParams<T1, T2>,
    ) -> CountAlbumFilesQuery<'c, 'a, 's, C, CountAlbumFiles, 2> {
        self.bind(client, &params.files, &params.albums)
    }
}
pub struct ListGuessedAlbumsStmt(&'static str, Option<tokio_postgres::Statement>);
/// Albums that no tag names an artist of, with the first artist of their tracks, and how many of those there are.
/// plan: items_by_title, items_by_parent, credits_pkey · bound: albums of one library without an artist of their own
pub fn list_guessed_albums() -> ListGuessedAlbumsStmt {
    ListGuessedAlbumsStmt(
        "/* list_guessed_albums */ select a.id, a.parent_id, count(distinct c.artist_id) as n_artists, min(c.artist_id::text)::uuid as artist from items a join items t on t.parent_id = a.id and t.is_present left join credits c on c.item_id = t.id and c.role = 'artist' and c.position = 0 where a.library_id = $1 and a.kind = 'album' and a.is_present and not exists (select from credits o where o.item_id = a.id and o.role = 'album_artist') group by a.id, a.parent_id",
        None,
    )
}
impl ListGuessedAlbumsStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub fn bind<'c, 'a, 's, C: GenericClient>(
        &'s self,
        client: &'c C,
        library: &'a uuid::Uuid,
    ) -> ListGuessedAlbumsQuery<'c, 'a, 's, C, ListGuessedAlbums, 1> {
        ListGuessedAlbumsQuery {
            client,
            params: [library],
            query: self.0,
            cached: self.1.as_ref(),
            extractor: |
                row: &tokio_postgres::Row,
            | -> Result<ListGuessedAlbums, tokio_postgres::Error> {
                Ok(ListGuessedAlbums {
                    id: row.try_get(0)?,
                    parent_id: row.try_get(1)?,
                    n_artists: row.try_get(2)?,
                    artist: row.try_get(3)?,
                })
            },
            mapper: |it| ListGuessedAlbums::from(it),
        }
    }
}
pub struct SetParentsStmt(&'static str, Option<tokio_postgres::Statement>);
/// Albums under the artist that their tracks turned out to have.
/// plan: items_pkey · bound: albums of one library without an artist of their own
pub fn set_parents() -> SetParentsStmt {
    SetParentsStmt(
        "/* set_parents */ update items i set parent_id = p.parent_id, updated_at = $1 from unnest($2::uuid[], $3::uuid[]) as p (id, parent_id) where i.id = p.id and i.parent_id is distinct from p.parent_id",
        None,
    )
}
impl SetParentsStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<
        'c,
        'a,
        's,
        C: GenericClient,
        T1: crate::ArraySql<Item = uuid::Uuid>,
        T2: crate::ArraySql<Item = uuid::Uuid>,
    >(
        &'s self,
        client: &'c C,
        now: &'a time::OffsetDateTime,
        items: &'a T1,
        parents: &'a T2,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[now, items, parents]).await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
    T1: crate::ArraySql<Item = uuid::Uuid>,
    T2: crate::ArraySql<Item = uuid::Uuid>,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    SetParentsParams<T1, T2>,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for SetParentsStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a SetParentsParams<T1, T2>,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.items, &params.parents))
    }
}
pub struct RefreshAlbumsStmt(&'static str, Option<tokio_postgres::Statement>);
/// What an album has of its tracks: length and genres.
/// plan: items_by_title, items_by_parent · bound: tracks of one library
pub fn refresh_albums() -> RefreshAlbumsStmt {
    RefreshAlbumsStmt(
        "/* refresh_albums */ update items a set duration_ms = t.duration_ms, genres = t.genres, updated_at = $1 from ( select s.parent_id, sum(s.duration_ms)::bigint as duration_ms, array(select distinct g.genre from items o cross join lateral unnest(o.genres) as g (genre) where o.parent_id = s.parent_id and o.is_present order by g.genre limit 32) as genres from items s where s.library_id = $2 and s.kind = 'track' and s.is_present and s.parent_id is not null group by s.parent_id ) t where t.parent_id = a.id and a.kind = 'album' and a.library_id = $2 and (a.duration_ms, a.genres) is distinct from (t.duration_ms, t.genres)",
        None,
    )
}
impl RefreshAlbumsStmt {
    pub async fn prepare<'a, C: GenericClient>(
        mut self,
        client: &'a C,
    ) -> Result<Self, tokio_postgres::Error> {
        self.1 = Some(client.prepare(self.0).await?);
        Ok(self)
    }
    pub async fn bind<'c, 'a, 's, C: GenericClient>(
        &'s self,
        client: &'c C,
        now: &'a time::OffsetDateTime,
        library: &'a uuid::Uuid,
    ) -> Result<u64, tokio_postgres::Error> {
        client.execute(self.0, &[now, library]).await
    }
}
impl<
    'a,
    C: GenericClient + Send + Sync,
> crate::client::async_::Params<
    'a,
    'a,
    'a,
    RefreshAlbumsParams,
    std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    >,
    C,
> for RefreshAlbumsStmt {
    fn params(
        &'a self,
        client: &'a C,
        params: &'a RefreshAlbumsParams,
    ) -> std::pin::Pin<
        Box<dyn futures::Future<Output = Result<u64, tokio_postgres::Error>> + Send + 'a>,
    > {
        Box::pin(self.bind(client, &params.now, &params.library))
    }
}
