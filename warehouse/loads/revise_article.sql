-- Articles that changed, as they are now. Address, day, feed and entry stay: a trend counts them where it did.
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
    revision = a.revision + 1,
from in_article as i
where a.article_id = i.article_id
and exists (from core.revision as r where r.article_id = a.article_id and r.revision = a.revision)
