star
text > enum: plan blocked TDM-212
text > domain: plan blocked TDM-212
text > array of the enum: plan blocked TDM-212
text > composite: plan blocked TDM-212
=== text
create table o (id int primary key, s text, good text, many text[]);
--- rows
insert into o values (1, 'nolabel', 'x', '{x,y}');
=== enum
create type st as enum ('x', 'y');
create table o (id int primary key, s st, good text, many text[]);
=== domain
create domain st as text check (value in ('x', 'y'));
create table o (id int primary key, s st, good text, many text[]);
=== array of the enum
create type st as enum ('x', 'y');
create table o (id int primary key, s st[], good text, many text[]);
=== composite
create type st as (a int, b int);
create table o (id int primary key, s st, good text, many text[]);
=== what fits
create type st as enum ('x', 'y');
create domain d as text not null check (value <> 'nolabel');
create table o (id int primary key, s text, good st, many st[], more d default 'z', least st default 'x' check (least = 'x'));
