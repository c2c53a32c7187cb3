-- One row per feed.
create table pub.core.feed as
select feed_id, name, url, domain, country, language, kind, state_owned, enabled
from wh.core.feed
order by feed_id;

comment on table pub.core.feed is 'Feeds that are or were read';
comment on column pub.core.feed.country is 'Whose press it is: ISO 3166 code of the country the outlet is in';
comment on column pub.core.feed.state_owned is 'Owned by a state; null where not known';
comment on column pub.core.feed.enabled is 'Still on the list and read';
comment on column pub.core.feed.feed_id is 'As the feed list names it';
comment on column pub.core.feed.name is 'Of the paper';
comment on column pub.core.feed.url is 'Address of the feed';
comment on column pub.core.feed.domain is 'Host of that address';
comment on column pub.core.feed.language is 'ISO 639-1, as the feed list has it';
comment on column pub.core.feed.kind is 'agency, daily, broadcaster, government ..., as the feed list has it';
