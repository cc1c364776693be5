--! list_user_names
--- Names of some users, for administrators who read what they did.
--- plan: users_pkey · bound: users that are asked for
select id, name from core.users where id = any(:ids);

--! database_size
--- Bytes of the whole database on its disk.
--- plan: none, it asks the file system · bound: 1 row
select pg_database_size(current_database()) as n_bytes;

--! is_anything_played
--- Whether somebody plays something: a player's row is renewed once a minute while it asks.
--- plan: scan, because there are few sessions · bound: 1 row
select exists (select from core.playback_sessions p where p.last_request_at > :since and p.expires_at > :now) as is_played;
