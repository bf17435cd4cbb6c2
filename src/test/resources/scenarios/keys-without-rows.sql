=== index
create table o (id int not null);
create unique index u on o (id);
create table n (o int references o (id));
=== constraint
create table o (id int not null, constraint u unique (id));
create table n (o int constraint n_key references o (id));
=== another table has it
create table m (id int not null);
create unique index u on m (id);
create table o (id int not null);
create table n (o int references m (id));
