-- What a geostance of migration 6 could have stored: stances in force and superseded.
insert into core.extraction values
    (101, 'old-1', 1, 1, '2023-12-01 02:33+00', '2023-12-02 02:33+00'),
    (101, 'new-2', 2, 2, '2023-12-02 02:33+00', null);
insert into core.stance values
    (1, 101, 'bbc', '2023-12-01', 'Russia', 'RUS', null, 'NATO', 'NATO', null, null, null, 'ACCUSE', 'V-CONF',
     -1, -2, 'asserted', null, null, 'Russia accused NATO.', 0, 20, 0.9, 'old-1', 1, '2023-12-01 02:33+00'),
    (2, 101, 'bbc', '2023-12-01', 'Russia', 'RUS', 'state', 'NATO', 'NATO', 'bloc', null, null, 'ACCUSE',
     'V-CONF', -1, -2, 'asserted', 'the BBC', 'BBC', 'Russia accused NATO.', 0, 20, 1, 'new-2', 2,
     '2023-12-02 02:33+00'),
    (3, 101, 'bbc', '2023-12-01', 'NATO', 'NATO', null, null, null, null, 'Minsk', 'minsk', 'REJECT', 'V-CONF',
     -1, -4, 'denied', null, null, 'NATO rejected it.', 21, 38, 0.5, 'new-2', 2, '2023-12-02 02:33+00');
