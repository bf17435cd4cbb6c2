=== none
create table t (id int primary key, a text, kind varchar(5));
--- rows
insert into t values (1, 'a', 'x');
=== first
create table t (id int primary key, a text, kind varchar(5));
alter table t enable row level security;
create policy command on t for select using (a <> '');
create policy permissive on t using (a <> '');
create policy roles on t to pg_monitor using (true);
create policy exprs on t using (id > 1) with check (id > 2);
create policy arrays on t using (kind in ('x', 'y'));
create policy checked on t for insert with check (id > 0);
create policy "Nasty ""one"" é;" on t for delete to pg_monitor, pg_read_all_stats using (a = 'it''s;');
comment on policy command on t is 'a comment';
comment on policy "Nasty ""one"" é;" on t is 'n';
--- rows
insert into t values (1, 'a', 'x');
=== second
create table t (id int primary key, a text, kind varchar(5));
alter table t enable row level security;
create policy command on t for update using (a <> '');
create policy permissive on t as restrictive using (a <> '');
create policy roles on t using (true);
create policy exprs on t using (id > 3);
create policy arrays on t using (kind in ('x', 'z', 'y'));
create policy checked on t for insert with check (id > 5);
create policy "Nasty ""one"" é;" on t for delete to pg_read_all_stats using (exists (select from t o where o.id <> t.id));
comment on policy command on t is 'another';
--- rows
insert into t values (1, 'a', 'x');
=== third
create table t (id int primary key, a text, kind varchar(5));
create policy exprs on t with check (id > 3);
create policy "Nasty ""one"" é;" on t for delete to current_user, pg_monitor using (true);
--- rows
insert into t values (1, 'a', 'x');
