=== none
create schema s;
create table t (id int primary key);
=== first
create schema s;
create table t (id int primary key);
create function watch() returns event_trigger language plpgsql as $$ begin end $$;
create event trigger state on ddl_command_end execute function watch();
create event trigger tags on sql_drop when tag in ('drop table', 'DROP VIEW') execute function watch();
create event trigger "Nasty ""one"" é;" on ddl_command_start execute procedure public.watch();
alter event trigger "Nasty ""one"" é;" enable always;
comment on event trigger state is 'it''s one';
=== second
create schema s;
create table t (id int primary key, b text);
create function watch() returns event_trigger language plpgsql as $$ begin end $$;
create function s."Watch"() returns event_trigger language plpgsql as $$ begin end $$;
create event trigger state on ddl_command_end execute function watch();
alter event trigger state disable;
create event trigger tags on sql_drop when tag in ('DROP TABLE') execute function watch();
create event trigger "Nasty ""one"" é;" on ddl_command_start execute function s."Watch"();
comment on event trigger state is 'another';
