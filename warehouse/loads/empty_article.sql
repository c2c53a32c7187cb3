-- Articles that the present reader refuses keep their row, with an empty text: core.revision has what they said.
insert into in_article by name
select a.* replace ('' as content_sha256, 0 as word_count, null as agreement)
from core.article as a
where a.article_id in (select i.article_id from in_reparsed as i where i.state = 'refused');

insert into in_text by name
select i.article_id, '' as text
from in_reparsed as i
where i.state = 'refused';
