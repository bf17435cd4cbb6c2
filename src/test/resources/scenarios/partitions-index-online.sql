star
=== filled
create table p (id int not null, d int not null, v text, w text) partition by range (d);
create table p1 partition of p for values from (0) to (10);
create table p2 partition of p for values from (10) to (20) partition by list (id);
create table "p2 A" partition of p2 for values in (1, 2);
create index ready on p1 (w);
--- rows
insert into p values (1, 1, 'a', 'b'), (2, 12, 'b', 'c');
=== indexed
create table p (id int not null, d int not null, v text, w text) partition by range (d);
create table p1 partition of p for values from (0) to (10);
create table p2 partition of p for values from (10) to (20) partition by list (id);
create table "p2 A" partition of p2 for values in (1, 2);
create index ready on p1 (w);
create index "p ON v" on p (lower(v)) where id > 0;
create unique index p_u on p (id, d);
create index p_w on p (w);
comment on index p_u is 'one of each';
