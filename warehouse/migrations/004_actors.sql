-- Who can hold a stance or be its target, and the matters that stances are about.
create table core.actor (
    code varchar primary key,
    name varchar not null,
    kind varchar not null,
    country varchar,
);

create table core.actor_alias (
    alias varchar not null,
    code varchar not null,
    valid_from date,
    valid_until date,
);

create table core.actor_member (
    group_code varchar not null,
    member_code varchar not null,
    valid_from date,
    valid_until date,
);

create table core.issue (
    code varchar primary key,
    name varchar not null,
);
