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

--! list_images
--- One page of all pictures, with what names their files in the image store. First page: the nil id and ''.
--- plan: images_pkey · bound: limit <= 500
select m.item_id, m.type, m.width, m.content_hash
from images m
where (m.item_id, m.type) > (:after_item, :after_type)
order by m.item_id, m.type
limit :limit;

--! list_image_sources : ImageSource(file_id?)
--- What the pictures of some items can be taken of: the file that they were taken of, else another one of the item or the
--- album. Null: none of them is there.
--- plan: images_pkey, files_pkey, item_files_pkey, items_by_order · bound: items given
select m.item_id, m.library_id, coalesce(
    (select f.id from files f where f.id = m.source_file_id and f.state = 'present'),
    (
        select f.id
        from item_files x join files f on f.id = x.file_id and f.state = 'present'
        where x.item_id = m.item_id
        order by coalesce(x.part, 0), f.id
        limit 1
    ),
    (
        select f.id
        from items t
        join item_files x on x.item_id = t.id
        join files f on f.id = x.file_id and f.state = 'present'
        where t.parent_id = m.item_id and t.kind = 'track'
        order by coalesce(t.order_no, -1), f.id
        limit 1
    )
) as file_id
from images m
where m.item_id = any(:items);
