-- Which stances of the last run quote a sentence that is not where they say? One row per stance.
select s.stance_id, s.sentence
from core.stance as s
join core.article_text as t on t.article_id = s.article_id
where s.run_id = (select max(run_id) from ops.run)
and substring(t.text, s.char_start + 1, s.char_end - s.char_start) <> s.sentence
