-- Articles that changed, as they are now. Address, feed and entry stay; after an edit the day, too: a trend counts
-- them where it did. A later reader ($cause is 'reader') may know the day better.
update core.article as a
set
    title = i.title,
    authors = i.authors,
    section = i.section,
    word_count = i.word_count,
    content_sha256 = i.content_sha256,
    agreement = i.agreement,
    is_free = i.is_free,
    fetched_at = i.fetched_at,
    published_at = case when $cause = 'reader' then i.published_at else a.published_at end,
    published_date = case when $cause = 'reader' then i.published_date else a.published_date end,
    date_basis = case when $cause = 'reader' then i.date_basis else a.date_basis end,
    language = case when $cause = 'reader' then i.language else a.language end,
    revision = a.revision + 1,
from in_article as i
where a.article_id = i.article_id
and exists (from core.revision as r where r.article_id = a.article_id and r.revision = a.revision)
