chain
=== with two
create table p (id int not null, d int not null, v text) partition by range (d);
create table p1 partition of p for values from (0) to (10);
create table p2 partition of p for values from (10) to (20);
alter table p add constraint p_pk primary key (id, d);
create unique index pu on p (d, v);
create table r (id int, d int, foreign key (id, d) references p);
create table f (id int primary key);
alter table p add constraint p_f foreign key (id) references f;
--- rows
insert into f values (1), (2);
insert into p values (1, 1, 'a'), (2, 11, 'b');
insert into r values (1, 1);
=== with others
create table p (id bigint not null, d int not null, v text default 'x') partition by range (d);
create table p1 partition of p for values from (0) to (10);
create table p3 partition of p for values from (20) to (30);
create table pd partition of p default;
alter table p add constraint p_key unique (id, d);
create index pu on p (v) where v is not null;
create table r (id bigint, d int, constraint r_p foreign key (id, d) references p (id, d));
create table f (id bigint primary key);
alter table p1 add constraint p1_f foreign key (id) references f;
alter table p1 add check (v <> 'q');
--- rows
insert into f values (1), (2);
insert into p values (1, 1, 'a'), (2, 21, 'b');
insert into r values (1, 1);
