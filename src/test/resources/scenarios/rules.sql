=== none
create table t (id int primary key, a text);
create table log (id int, a text);
create view v as select id, a from t;
--- rows
insert into t values (1, 'a');
=== first
create table t (id int primary key, a text);
create table log (id int, a text);
create view v as select id, a from t;
create rule logged as on update to t do also insert into log values (old.id, old.a);
create rule guarded as on delete to t where old.a in ('x', 'it''s;') do instead nothing;
create rule off as on insert to t do also nothing;
alter table t disable rule off;
create rule "Nasty ""one"" é;" as on insert to v do instead insert into t values (new.id, new.a) returning id, a;
create rule several as on delete to v do instead (delete from t where id = old.id; insert into log values (old.id, old.a));
comment on rule logged on t is 'a comment';
comment on rule several on v is 's';
--- rows
insert into t values (1, 'a');
=== second
create table t (id int primary key, a text);
create table log (id int, a text);
create view v as select id, a from t;
create rule logged as on update to t where new.a <> old.a do also insert into log values (new.id, new.a);
alter table t enable always rule logged;
create rule guarded as on insert to t do also nothing;
alter table t enable replica rule guarded;
create rule off as on insert to t do also nothing;
create rule "Nasty ""one"" é;" as on insert to v do instead nothing;
create rule several as on delete to v do instead delete from t where id = old.id;
comment on rule logged on t is 'another';
--- rows
insert into t values (1, 'a');
