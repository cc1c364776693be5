-- schema: content
-- What a user says about watching an item, beside how far they are.

-- Taken off the row of what was begun; the next play brings it back.
alter table user_state add column hidden_at timestamptz;
-- Subtitles are shown this much later than their file says.
alter table user_state add column subtitle_shift_ms integer not null default 0
    check (subtitle_shift_ms between -600000 and 600000);
