chain
contained > broken: plan blocked TDM-213
wide > broken: plan blocked TDM-213
=== contained
create domain amount as int;
create domain "My ""Dom.ain" as text;
create domain over as amount not null;
create type pair as (a amount, b over);
create table t (id int primary key, a amount[], b "My ""Dom.ain", o over, p pair, ps pair[]);
--- rows
insert into t values (1, '{5}', 'x', 7, row(1, 2), array[row(3, 4)::pair]), (2, null, 'y', 1, null, null);
=== broken
create domain amount as int constraint positive check (value > 4);
create domain "My ""Dom.ain" as text not null;
create domain over as amount;
create type pair as (a amount, b over);
create table t (id int primary key, a amount[], b "My ""Dom.ain", o over, p pair, ps pair[]);
--- rows
insert into t values (1, '{5}', 'x', 7, row(5, 6), array[row(7, 8)::pair]), (2, null, 'y', 10, null, null);
=== wide
create domain amount as bigint constraint positive check (value > 0);
create domain "My ""Dom.ain" as varchar(30) default 'd';
create domain over as amount default 7;
create type pair as (a amount, b over);
create table t (id int primary key, a amount[], b "My ""Dom.ain", o over, p pair, ps pair[], more amount);
--- rows
insert into t values (1, '{5}', 'x', 7, row(1, 2), array[row(3, 4)::pair]), (2, null, 'y', 1, null, null);
