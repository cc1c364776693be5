-- Rights of the two roles, given again after each migration: core for both, one content schema for each.
-- Neither role may see that the other's schema has tables.
grant usage on schema core, media to revenge_media;
grant usage on schema core, restricted to revenge_restricted;

grant select, insert, update, delete, maintain on all tables in schema core to revenge_media, revenge_restricted;
grant select, insert, update, delete, maintain on all tables in schema media to revenge_media;
grant select, insert, update, delete, maintain on all tables in schema restricted to revenge_restricted;

alter default privileges in schema core
    grant select, insert, update, delete, maintain on tables to revenge_media, revenge_restricted;
alter default privileges in schema media grant select, insert, update, delete, maintain on tables to revenge_media;
alter default privileges in schema restricted
    grant select, insert, update, delete, maintain on tables to revenge_restricted;

-- History is written by the owner only.
revoke insert, update, delete on core.migrations from revenge_media, revenge_restricted;
