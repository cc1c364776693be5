--! database_size
--- Bytes of the whole database on its disk.
--- plan: none, it asks the file system · bound: 1 row
select pg_database_size(current_database()) as n_bytes;
