-- Which stances are dated after the day they were recorded, with a day's slack for time zones? One row per stance.
select stance_id, stance_date
from core.stance
where stance_date > (recorded_at at time zone 'UTC')::date + 1
