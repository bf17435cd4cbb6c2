chain
=== plain
create foreign data wrapper w options (debug 'true', secret 'a');
create server s type 'files' version '1' foreign data wrapper w options (host 'a=b', password 'it''s');
create user mapping for postgres server s options (user 'u', password 'p=q');
create foreign table f (id int not null, note text options (column_name 'n')) server s options (table_name 't', token 'x');
comment on server s is 'the other side';
comment on foreign data wrapper w is 'ours';
comment on foreign table f is 'theirs';
create view v as select id from f;
=== altered
create foreign data wrapper w options (debug 'false', other 'b', secret 'a2');
create server s type 'files' version '2' foreign data wrapper w options (port '5', password E'it\'s \\ other', "Na me" 'x');
create user mapping for postgres server s options (user 'other', password 'z');
create user mapping for public server s;
create foreign table f (id int, note varchar(5) options (column_name 'm', x 'y'), more int) server s options (table_name 'u', z 'w');
comment on server s is 'it''s another';
create view v as select id from f;
=== without options
create foreign data wrapper w;
create server s type 'files' foreign data wrapper w;
create user mapping for public server s options (password 'only');
=== nasty
create foreign data wrapper "Wrapper for ""all"" options" options ("op tion" 'x''); drop table t; --');
create server "ser.ver" foreign data wrapper "Wrapper for ""all"" options" options (passfile 'a,b=(c)');
create server "server" version 'options' foreign data wrapper "Wrapper for ""all"" options";
create user mapping for postgres server "ser.ver" options ("user" 'ü', "pass word" $$a'b$$);
create foreign table "For eign" ("Id" int options ("na me" 'x')) server "ser.ver" options ("table" 'a.b');
create foreign table other (id int) server "server";
comment on server "ser.ver" is 'a "quoted" one';
=== none
create table t (id int);
=== only a server
create foreign data wrapper w;
create server s foreign data wrapper w;
