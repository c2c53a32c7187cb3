-- Which reader read an entry's page last; null before that was kept. And why an article's former wording was
-- replaced: its outlet edited it, or a later reader of ours reads the same page otherwise.
alter table ops.entry add column reader varchar;
alter table core.revision add column cause varchar default 'edit';
