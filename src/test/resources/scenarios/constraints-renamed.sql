chain
=== chosen by the server
create table c (id int primary key, code text);
create table o (id int primary key, c int, n text, constraint o_c_fkey foreign key (c) references c, constraint u unique (n), constraint ck check (c > 0));
create index o_c on o (c);
create table line (id int, o int constraint line_o references o);
--- rows
insert into c values (1, 'a'); insert into o values (1, 1, 'x'); insert into line values (1, 1);
=== chosen by somebody
create table c (id int constraint c_pk primary key, code text);
create table o (id int constraint o_pk primary key, c int, n text, constraint fk_order_customer foreign key (c) references c, constraint u_n unique (n), constraint c_positive check (c > 0));
create index o_c_idx on o (c);
create table line (id int, o int constraint fk_line_o references o on delete cascade);
--- rows
insert into c values (1, 'a'); insert into o values (1, 1, 'x'); insert into line values (1, 1);
=== exchanged
create table c (id int constraint c_pk primary key, code text);
create table o (id int constraint u primary key, c int, n text, constraint ck foreign key (c) references c, constraint o_pkey unique (n), constraint o_c_fkey check (c > 0));
create index o_c_idx on o (c);
create index o_c on o (c, n);
create table line (id int, o int constraint line_o references o);
--- rows
insert into c values (1, 'a'); insert into o values (1, 1, 'x'); insert into line values (1, 1);
=== index
create table c (id int constraint c_pk primary key, code text);
create table o (id int constraint o_pk primary key, c int, n text, constraint c_positive check (c > 0));
create unique index u on o (n);
create table line (id int, o int constraint fk_line_o references o);
comment on constraint fk_line_o on line is 'x';
comment on index u is 'y';
--- rows
insert into c values (1, 'a'); insert into o values (1, 1, 'x'); insert into line values (1, 1);
