-- An enum is replaced below a domain whose check changes; a default of the domain's column names the enum.
=== three
create type mood as enum ('sad', 'ok', 'happy');
create domain dm as mood check (value <> 'sad');
create table t (id int primary key, m mood default 'ok', d dm default 'ok'::mood);
create index ti on t (m) where m = 'ok';
--- rows
insert into t values (1, 'ok', 'ok');
=== six
create type mood as enum ('very sad', 'sad', 'meh', 'ok', 'happy', 'it''s');
create domain dm as mood check (value <> 'meh');
create table t (id int primary key, m mood default 'meh', d dm default 'it''s'::mood);
create index ti on t (m) where m = 'meh';
create function f(m mood default 'meh') returns mood language sql begin atomic select case when m = 'sad' then 'meh' else m end; end;
--- rows
insert into t values (1, 'ok', 'ok');
