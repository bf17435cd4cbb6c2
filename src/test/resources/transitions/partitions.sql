=== a
create table p (id int, d date not null, v text, primary key (id, d)) partition by range (d);
create table p1 partition of p for values from ('2020-01-01') to ('2021-01-01');
create table p2 partition of p for values from ('2021-01-01') to ('2022-01-01');
create index pi on p (v);
--- rows
insert into p values (1, '2020-05-05', 'x'), (2, '2021-05-05', 'y');
=== b
create table p (id int, d date not null, v text, w int default 3, primary key (id, d)) partition by range (d);
create table p1 partition of p for values from ('2020-01-01') to ('2021-01-01');
create table p2 partition of p for values from ('2021-01-01') to ('2022-01-01');
create table p3 partition of p for values from ('2022-01-01') to ('2023-01-01');
create table pd partition of p default;
create index pi on p (v, w); create unique index pu on p (d, v);
alter table p add check (id > 0);
--- rows
insert into p values (1, '2020-05-05', 'x'), (2, '2021-05-05', 'y');
=== c
create table p (id bigint, d date not null, v varchar(10) not null, constraint pk primary key (id, d)) partition by range (d);
create table p1 partition of p for values from ('2020-01-01') to ('2021-01-01');
create table p2 partition of p for values from ('2021-01-01') to ('2022-01-01');
create index pi on p (v);
comment on table p2 is 'second';
--- rows
insert into p values (1, '2020-05-05', 'x'), (2, '2021-05-05', 'y');
