-- What a geostance of migration 3 could have stored: entries and items that are none.
insert into ops.entry values
    (12, 'bbc', 'https://bbc.example/2', null, 'Two', 'Summary', [], null,
     1, 1, 'rejected', 'page', 'http-404', 'gone', 1, 1, null),
    (13, 'bbc', 'https://bbc.example/3', null, 'Three', '', [], null,
     2, 0, 'pending', 'page', 'timeout', '30 s', 1, 2, null);
insert into ops.rejection values ('bbc', 'item 3', 'entry', 'no-link', 'an item without a link', 1, 2);
