chain
=== none
create function len(a numeric, b numeric) returns double precision language sql immutable strict as 'select (a - b)::double precision';
create table t (id int primary key);
--- rows
insert into t values (1);
=== int
create function len(a numeric, b numeric) returns double precision language sql immutable strict as 'select (a - b)::double precision';
create type "Sp an" as range (subtype = int);
create type words as range (subtype = text, collation = "C");
create table t (id int primary key, s "Sp an", m "Sp an_multirange"[], w words default '[a,b]');
create index i on t using gist (s);
--- rows
insert into t values (1, '[1,5)', array['{[1,2),[3,4)}'::"Sp an_multirange"], '["a,b",c)'), (2, null, null, null);
=== wide
create function len(a numeric, b numeric) returns double precision language sql immutable strict as 'select (a - b)::double precision';
create type "Sp an" as range (subtype = bigint, multirange_type_name = "Sp an_multirange");
create type words as range (subtype = text, collation = "POSIX", subtype_opclass = text_pattern_ops);
comment on type words is 'from to';
create table t (id int primary key, s "Sp an", m "Sp an_multirange"[], w words default '[a,b]');
create index i on t using gist (s);
--- rows
insert into t values (1, '[1,5)', array['{[1,2),[3,4)}'::"Sp an_multirange"], '["a,b",c)'), (2, null, null, null);
=== other
create function len(a numeric, b numeric) returns double precision language sql immutable strict as 'select (a - b)::double precision';
create type "Sp an" as range (subtype = numeric, subtype_diff = len, multirange_type_name = "Many");
create table t (id int primary key, s "Sp an", w text);
--- rows
insert into t values (1, '[1,5)', '["a,b",c)'), (2, null, null);
