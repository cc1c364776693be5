--! list_user_names
--- Names of some users, for administrators who read what they did.
--- plan: users_pkey · bound: users that are asked for
select id, name from core.users where id = any(:ids);

--! database_size
--- Bytes of the whole database on its disk.
--- plan: none, it asks the file system · bound: 1 row
select pg_database_size(current_database()) as n_bytes;
