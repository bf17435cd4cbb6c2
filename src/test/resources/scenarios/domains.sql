chain
=== plain
create domain amount as int;
create domain "My ""Dom.ain" as text;
create domain over as amount;
create table t (id int primary key, a amount, b "My ""Dom.ain", o over);
--- rows
insert into t values (1, 7, 'x', 7), (2, 8, 'y', 8);
=== checked
create domain amount as int default 4 constraint positive check (value > 0) constraint "be ""low" check (value < 1000);
create domain "My ""Dom.ain" as text default 'it''s; --' not null;
create domain over as amount check (value <> 13);
comment on domain amount is 'money';
comment on constraint positive on domain amount is 'it''s > 0';
comment on domain "My ""Dom.ain" is '"';
create table t (id int primary key, a amount, b "My ""Dom.ain", o over);
--- rows
insert into t values (1, 5, 'x', 7), (2, 6, 'y', null);
=== renamed
create domain amount as int constraint more check (value > 0) constraint "be ""low" check (value < 100);
create domain "My ""Dom.ain" as text default 'other' constraint "nn" not null;
create domain over as amount check (value <> 13 and value <> 14);
comment on constraint more on domain amount is 'more';
create table t (id int primary key, a amount, b "My ""Dom.ain", o over);
--- rows
insert into t values (1, 5, 'x', 7), (2, 6, 'y', null);
=== unvalidated
create domain amount as int;
alter domain amount add constraint positive check (value > 0) not valid;
create domain "My ""Dom.ain" as text;
create domain over as amount;
create table t (id int primary key, a amount, b "My ""Dom.ain", o over);
--- rows
insert into t values (1, 5, 'x', 7), (2, 6, 'y', null);
=== validated
create domain amount as bigint constraint positive check (value > 0);
create domain "My ""Dom.ain" as varchar(20) collate "C";
create domain over as amount;
create table t (id int primary key, a amount default 5, b "My ""Dom.ain", o over, check (b <> 'z'));
--- rows
insert into t values (1, 5, 'x', 7), (2, 6, 'y', null);
