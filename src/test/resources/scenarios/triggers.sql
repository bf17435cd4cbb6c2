=== none
create table t (id int primary key, a text, b text);
create view v as select id, a from t;
create table p (id int, a text) partition by range (id);
create table p1 partition of p for values from (0) to (10) partition by range (id);
create table p11 partition of p1 for values from (0) to (5);
--- rows
insert into t values (1, 'a', 'b');
insert into p values (1, 'a');
=== first
create function touch() returns trigger language plpgsql as $$ begin return coalesce(new, old); end $$;
create function other() returns trigger language plpgsql as $$ begin return coalesce(new, old); end $$;
create table t (id int primary key, a text, b text);
create view v as select id, a from t;
create table p (id int, a text) partition by range (id);
create table p1 partition of p for values from (0) to (10) partition by range (id);
create table p11 partition of p1 for values from (0) to (5);
create trigger plain before update on t for each row execute function touch();
create trigger columns before update of a, b on t for each row when (new.a is distinct from old.a) execute function touch('it''s', 'x;');
create trigger rows after insert on t referencing new table as fresh for each statement execute function touch();
create constraint trigger late after insert or update on t deferrable initially deferred for each row execute function touch();
create constraint trigger early after delete on t for each row when (old.a in ('x', 'y')) execute function touch();
create trigger off after insert on t for each row execute function touch();
alter table t disable trigger off;
create trigger always after insert on t for each row execute function touch();
alter table t enable always trigger always;
create trigger "Nasty ""one"" é;" after insert on t for each row execute function touch();
create trigger instead instead of insert on v for each row execute function touch();
create trigger part after insert on p for each row execute function touch();
create trigger parts after update on p for each row execute function touch();
alter table p disable trigger parts;
comment on trigger plain on t is 'a comment';
comment on trigger "Nasty ""one"" é;" on t is 'n';
comment on trigger instead on v is 'i';
--- rows
insert into t values (1, 'a', 'b');
insert into p values (1, 'a');
=== second
create function touch() returns trigger language plpgsql as $$ begin return coalesce(new, old); end $$;
create function other() returns trigger language plpgsql as $$ begin return coalesce(new, old); end $$;
create table t (id int primary key, a text, b text);
create view v as select id, a from t;
create table p (id int, a text) partition by range (id);
create table p1 partition of p for values from (0) to (10) partition by range (id);
create table p11 partition of p1 for values from (0) to (5);
create trigger plain after update or delete on t for each row execute function other();
create trigger columns before update of a on t for each row when (new.b in ('x', 'y')) execute function touch('it''s');
create trigger rows after delete on t referencing old table as gone for each statement execute function touch();
create constraint trigger late after insert or update on t deferrable for each row execute function other();
create trigger early after delete on t for each row execute function touch();
create trigger off after insert on t for each row execute function touch();
create trigger always after insert on t for each row execute function other();
alter table t enable replica trigger always;
create trigger "Nasty ""one"" é;" after insert on t for each row execute function other('\', E'\n', '''');
create trigger instead instead of insert or update on v for each row execute function touch();
create trigger part before insert on p for each row execute function other();
alter table only p11 enable always trigger part;
create trigger parts after update on p for each row execute function touch();
alter table only p1 disable trigger parts;
comment on trigger plain on t is 'another';
--- rows
insert into t values (1, 'a', 'b');
insert into p values (1, 'a');
=== third
create function touch() returns trigger language plpgsql as $$ begin return coalesce(new, old); end $$;
create table t (id int primary key, a text, b text);
create view v as select id, a from t;
create table p (id int, a text) partition by range (id);
create table p1 partition of p for values from (0) to (10) partition by range (id);
create table p11 partition of p1 for values from (0) to (5);
create constraint trigger plain after update on t for each row execute function touch();
create trigger parts after update on p for each row execute function touch();
alter table p disable trigger parts;
alter table only p11 enable trigger parts;
--- rows
insert into t values (1, 'a', 'b');
insert into p values (1, 'a');
