-- What a geostance of migration 4 could have stored: actors and matters.
insert into core.actor values ('RUS', 'Russia', 'state', null), ('NATO', 'NATO', 'alliance', null),
    ('XYZ', 'Some party', 'party', 'GBR');
insert into core.actor_alias values ('Moscow', 'RUS', null, null), ('J. Doe', 'XYZ', '2020-01-01', '2022-01-01');
insert into core.actor_member values ('NATO', 'GBR', null, null), ('NATO', 'FIN', '2023-04-04', null);
insert into core.issue values ('minsk', 'Minsk agreements');
