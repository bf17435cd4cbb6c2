a > e: plan blocked TDM-216
b > e: plan blocked TDM-216
d > a: plan blocked TDM-205
d > b: plan blocked TDM-205
d > e: plan blocked TDM-205
e > a: plan blocked TDM-216
e > b: plan blocked TDM-216
e > d: plan blocked TDM-216
=== a
create table t (id int primary key, owner text, n int);
alter table t enable row level security;
create policy mine on t using (owner = current_user);
create view v as select * from t;
--- rows
insert into t values (1, 'x', 1), (2, 'y', 2);
=== b
create table t (id bigint primary key, owner text, n bigint, extra text default 'q');
alter table t enable row level security;
create policy mine on t using (owner = current_user);
create view v as select * from t;
--- rows
insert into t values (1, 'x', 1), (2, 'y', 2);
=== d
create table t (
  id int primary key,
  who text, -- @renamed from=owner
  n int);
alter table t enable row level security;
create policy mine on t using (who = current_user);
create view v as select * from t;
=== e
create table t (id int primary key, owner varchar(40), n int);
alter table t enable row level security;
create policy mine on t using (owner = current_user);
create view v as select id from t;
create rule r as on delete to t do instead nothing;
--- rows
insert into t values (1, 'x', 1), (2, 'y', 2);
