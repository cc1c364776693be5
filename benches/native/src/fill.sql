-- So many films in a library, with a file and a picture each, as a scan would leave them. $1 library, $2 first, $3 last.
with words as (
    select row_number() over () - 1 as n, word
    from unnest(string_to_array('amber anchor autumn bamboo basin beacon bitter blossom branch bridge bronze candle canyon '
        'castle cedar cinder circle cobalt comet copper coral cradle crimson crystal dagger desert dragon drift eagle early '
        'echo ember empire fable falcon feather final forest fortune frozen galaxy garden gentle giant glacier golden granite '
        'harbor hidden hollow horizon hunter island ivory jade jungle kingdom lantern legend library linen lonely lunar marble '
        'meadow midnight mirror mountain narrow needle nomad north ocean olive orchard outlaw paper pepper phantom pillar '
        'planet prairie quiet raven river rocket runner saffron sailor scarlet shadow silent silver sister south spiral spring '
        'stone storm summer sunken temple thunder timber tower valley velvet violet voyage walnut water whisper willow winter',
        ' ')) as word
), root as (
    select id from media.roots where library_id = $1 limit 1
), titled as (
    select g, concat_ws(' ', a.word, b.word, c.word, g) as title
    from generate_series($2::bigint, $3::bigint) g
    join words a on a.n = g % 113
    join words b on b.n = g * 7 / 113 % 113
    join words c on c.n = g * 13 / 1117 % 113
), added as (
    insert into media.items
        (id, library_id, kind, match_key, title, sort_title, search_text, year, duration_ms, added_at, updated_at)
    select uuidv7(), $1, 'movie', 'bench ' || g, initcap(title), title, title, 1950 + g % 75, 5400000 + g % 3000000,
        now() - g * interval '1 minute', now()
    from titled
    returning id, match_key, duration_ms
), stored as (
    insert into media.files
        (id, library_id, root_id, rel_path, size_bytes, mtime_ns, ctime_ns, state, media, container, duration_ms, bit_rate,
         added_at, probed_at)
    select a.id, $1, root.id, a.match_key::bytea, 1000000, 0, 0, 'present', '{}', 'mp4', a.duration_ms, 4000000, now(), now()
    from added a, root
    returning id
), linked as (
    insert into media.item_files (item_id, file_id, library_id) select s.id, s.id, $1 from stored s returning 1
)
insert into media.images (item_id, library_id, type, width, height, blurhash, color, content_hash, created_at)
select a.id, $1, 'still', 1280, 720, 'LEHV6nWB2yk8pyo0adR*.7kCMdnj', '#336699', a.match_key, now() from added a
