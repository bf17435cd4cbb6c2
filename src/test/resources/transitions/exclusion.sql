e > a: plan blocked TDM-205
e > b: plan blocked TDM-205
e > c: plan blocked TDM-205
e > d: plan blocked TDM-205
=== a
create table room (id int primary key, during tsrange, n int, exclude using gist (during with &&));
--- rows
insert into room values (1, '[2020-01-01,2020-01-02)', 1), (2, '[2020-01-03,2020-01-04)', 2);
=== b
create table room (id int primary key, during tsrange, n int, constraint no_overlap exclude using gist (during with &&) where (n > 0));
--- rows
insert into room values (1, '[2020-01-01,2020-01-02)', 1), (2, '[2020-01-03,2020-01-04)', 2);
=== c
create table room (id bigint primary key, during tsrange not null, n int, exclude using gist (int4range(n, n + 1) with &&, during with &&) deferrable initially deferred);
--- rows
insert into room values (1, '[2020-01-01,2020-01-02)', 1), (2, '[2020-01-03,2020-01-04)', 2);
=== d
create table room (id bigint primary key, during tsrange not null, n int);
create index on room using gist (during);
--- rows
insert into room values (1, '[2020-01-01,2020-01-02)', 1), (2, '[2020-01-03,2020-01-04)', 2);
=== e
create table room (
  id int primary key,
  period tsrange, -- @renamed from=during
  n int,
  exclude using gist (period with &&)
);
