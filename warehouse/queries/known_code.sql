-- Is this a code that can be asked for? One row.
select
    exists (from core.actor where code = $typed)
    or exists (from core.actor_alias where code = $typed)
    or exists (from core.actor_member where group_code || ' members' = $typed)
    or exists (from core.stance where holder_code = $typed)
    or exists (from core.stance where target_code = $typed)
    or exists (from core.stance where holder_code = main.whose($typed) and holder_role = main.part_of($typed))
    or exists (from core.stance where target_code = main.whose($typed) and target_role = main.part_of($typed))
