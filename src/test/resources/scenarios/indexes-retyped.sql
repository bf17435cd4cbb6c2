-- Indexes whose operators the column's new type lacks go before it.
=== search
create table base (id int primary key, t tsvector, r int4range);
create index i1 on base using gin (t);
create index i2 on base using gist (r);
create index i3 on base (id);
--- rows
insert into base values (1, 'a b', '[1,2)');
=== text
create table base (id int primary key, t text, r text);
create index i1 on base (t text_pattern_ops);
--- rows
insert into base values (1, 'a b', '[1,2)');
