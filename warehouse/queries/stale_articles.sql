-- Which articles were last read by another extractor than the present one? The latest first.
select a.article_id
from core.article as a
where list_contains($languages, a.language)
and (cast($since as date) is null or a.published_date >= cast($since as date))
and (cast($until as date) is null or a.published_date <= cast($until as date))
and not exists (
    from core.extraction as e
    where e.article_id = a.article_id and e.superseded_at is null and e.extractor = $extractor
)
order by a.published_date desc, a.article_id
