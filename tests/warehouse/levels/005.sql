-- What a geostance of migration 5 could have stored: articles, and the entry of one.
insert into core.article values
    (101, 'https://bbc.example/1?from=rss', 'https://bbc.example/1', 'One', ['A. Writer', 'Zoë'],
     '2023-12-01 01:00+00', '2023-12-01', 'page', '2023-12-01 02:32+00', 'en', 'World', 250, 'sha-1',
     0.9, true, 'bbc', 11, 1),
    (102, 'https://old.example/9', 'https://old.example/9', 'Neun', [], '2023-11-30 23:00+00',
     '2023-11-30', 'fetched', '2023-12-01 02:32+00', 'de', null, 90, 'sha-9', null, null, 'old', 12, 1);
insert into core.article_text values (101, 'Russia accused NATO. NATO rejected it.'), (102, 'Größe');

insert into ops.entry values
    (11, 'bbc', 'https://bbc.example/1', 'guid-1', 'One', '', ['A. Writer', 'Zoë'], '2023-12-01 01:00+00',
     1, 2, 'loaded', null, null, null, 1, 1, 101);
