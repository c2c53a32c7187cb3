-- Three years of stances, so many articles with so many stances each, drawn from a fixed seed.
select setseed(0.42);
insert into core.feed
select 'feed' || n, 'Feed ' || n, 'https://f' || n || '.example/rss', 'f' || n || '.example',
    ['GBR', 'RUS', 'DEU', 'USA', 'CHN', 'IND'][n % 6 + 1], 'en', 'daily', false, true
from range(80) as r(n);
insert into core.actor select 'H' || lpad(n::varchar, 3, '0'), 'Holder ' || n, 'state', null from range(200) as r(n);
insert into core.actor select 'T' || lpad(n::varchar, 3, '0'), 'Target ' || n, 'state', null from range(400) as r(n);
insert into core.actor values ('BLOC', 'The Bloc', 'bloc', null);
insert into core.actor_member select 'BLOC', 'H' || lpad(n::varchar, 3, '0'), null, null from range(27) as r(n);
insert into core.issue select 'issue-' || lpad(n::varchar, 2, '0'), 'Issue ' || n from range(100) as r(n);
insert into core.article
select
    n, 'https://f.example/' || n, 'https://f.example/' || n, 'Title ' || n, [], day + interval 8 hour, day::date, 'page',
    day + interval 9 hour, 'en', null, 400, 'sha', 0.9, null, 'feed' || (n % 80), n, 1, 1, n - n % 3
from (select n, timestamptz '2023-01-01' + to_days((random() * 1095)::integer) as day from range($articles) as r(n));
insert into core.extraction select article_id, 'bench-1', $each, 1, fetched_at, null, 1 from core.article;
-- One stance in ten is on a matter alone.
insert into core.stance
select
    a.article_id * 100 + k, a.article_id, a.feed_id, a.published_date,
    'Holder', 'H' || lpad((200 * pow(random(), 2))::integer::varchar, 3, '0'), 'GOV',
    'Target', if(k = 9, null, 'T' || lpad((400 * pow(random(), 2))::integer::varchar, 3, '0')), null,
    if(k = 9 or random() < 0.3, 'the matter', null), if(random() < 0.2, 'issue-' || lpad((random() * 99)::integer::varchar, 2, '0'), null),
    ['ACCUSE', 'REJECT', 'CONSULT', 'SUPPORT', 'AGREE', 'REQUEST'][k % 6 + 1],
    ['V-CONF', 'V-CONF', 'V-COOP', 'V-COOP', 'V-COOP', 'V-CONF'][k % 6 + 1],
    [-1, -1, 1, 1, 1, -1][k % 6 + 1], [-2.0, -4.0, 1.0, 3.5, 4.0, -5.0][k % 6 + 1], 'asserted', null, null,
    $sentence || ' ' || a.article_id || '.' || k, k * 100, k * 100 + 90, 0.6 + random() * 0.4, 'bench-1', 1, a.fetched_at, 1
from core.article as a, range($each) as r(k);
