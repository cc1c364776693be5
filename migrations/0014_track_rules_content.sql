-- schema: content
-- The same for one title: a show and all its episodes, or a film.
create table track_rules (
    user_id uuid not null,
    item_id uuid not null references items on delete cascade,
    library_id uuid not null,
    rules jsonb not null,
    updated_at timestamptz not null,
    primary key (user_id, item_id)
);
create index track_rules_by_item on track_rules (item_id);
