-- schema: core
-- What a user likes to hear and read: domain::playback::TrackRules.
create table core.track_rules (
    user_id uuid primary key references core.users on delete cascade,
    rules jsonb not null
);
