-- What articles were before they changed; the same change again changes nothing. Goes before loads/revise_*.sql.
insert into core.revision by name
select
    a.article_id,
    a.revision,
    a.title,
    a.word_count,
    a.content_sha256,
    t.text,
    a.fetched_at as read_at,
    greatest(a.fetched_at, cast($now as timestamptz)) as replaced_at,
    i.run_id,
    $cause as cause,
from in_article as i
join core.article as a on a.article_id = i.article_id
join core.article_text as t on t.article_id = i.article_id
where i.content_sha256 <> a.content_sha256
or i.title <> a.title
or ($cause = 'reader' and (i.published_at <> a.published_at or i.language <> a.language))
