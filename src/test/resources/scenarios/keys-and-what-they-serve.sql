=== unique and unique
create table o (id int not null, code int not null, constraint u unique (id), constraint o_pkey primary key (code));
create table n (id int primary key, o int references o (id));
--- rows
insert into o values (1, 1); insert into n values (1, 1);
=== primary key
create table o (id int not null, code int not null, constraint u primary key (id));
create table n (id int primary key, o int references o);
--- rows
insert into o values (1, 1); insert into n values (1, 1);
=== unique only
create table o (id int not null, code int not null, constraint u unique (id));
--- rows
insert into o values (1, 1);
=== another name
create table o (id int not null, code int not null, constraint o_pkey primary key (id));
create table n (id int primary key, o int references o (id));
--- rows
insert into o values (1, 1); insert into n values (1, 1);
=== unique index
create table o (id int not null, code int not null);
create unique index u on o (id);
create table n (id int primary key, o int references o (id));
--- rows
insert into o values (1, 1); insert into n values (1, 1);
