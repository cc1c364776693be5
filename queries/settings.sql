--! get_setting
--- One setting as JSON text.
--- plan: settings_pkey · bound: 1 row
select value::text from core.settings where name = :name;

--! put_setting
--- Insert or replace one setting.
--- plan: settings_pkey · bound: 1 row
insert into core.settings (name, value) values (:name, :value::text::jsonb)
on conflict (name) do update set value = excluded.value;

--! add_setting
--- Insert one setting unless it is there: what the first of several nodes decides.
--- plan: settings_pkey · bound: 1 row
insert into core.settings (name, value) values (:name, :value::text::jsonb)
on conflict (name) do nothing;
