--! put_image
--- The picture of an item; a new one takes the place of the old.
--- plan: images_pkey · bound: 1 row
insert into images (
    item_id, library_id, type, width, height, blurhash, color, content_hash, source_file_id, created_at
)
select i.id, i.library_id, :type, :width, :height, :blurhash, :color, :content_hash, :source_file, :created_at
from items i
where i.id = :item
on conflict (item_id, type) do update
set width = excluded.width, height = excluded.height, blurhash = excluded.blurhash, color = excluded.color,
    content_hash = excluded.content_hash, source_file_id = excluded.source_file_id, created_at = excluded.created_at;
