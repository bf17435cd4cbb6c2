=== of the parent
create table p (id int not null, d int not null, v text, unique (id, d)) partition by range (d);
create table p1 partition of p for values from (0) to (10);
create table p2 partition of p for values from (10) to (20);
create index p_v_idx on p (v);
--- rows
insert into p values (1, 1, 'a'), (2, 12, 'b');
=== of one partition
create table p (id int not null, d int not null, v text) partition by range (d);
create table p1 partition of p for values from (0) to (10);
create table p2 partition of p for values from (10) to (20);
alter table p1 add constraint p1_id_d_key unique (id, d);
create index p1_v_idx on p1 (v);
--- rows
insert into p values (1, 1, 'a'), (2, 12, 'b');
