a > d: plan blocked TDM-212
b > d: plan blocked TDM-212
d > a: plan blocked TDM-212
d > b: plan blocked TDM-212
d > c: plan blocked TDM-212
d > e: plan blocked TDM-212
e > a: plan blocked TDM-205
e > b: plan blocked TDM-205
e > c: plan blocked TDM-205
e > d: plan blocked TDM-205
=== a
create table p (id int primary key, code varchar(10) unique);
create table c (id int primary key, p int references p, code varchar(10) references p (code), at timestamp default '2020-01-01 10:00', j json, t text default '5' not null, arr int[] default '{1}', b boolean default true, n numeric default 1.5, ch char(5));
create index ci on c (at, p); create index cl on c (lower(code)); create index cp on c (p) where t <> '';
create view v as select c.id, c.p, c.at, p.code from c join p on p.id = c.p;
create view w as select id, t || 'x' as t, n + 1 as n from c;
alter table c add constraint tc check (length(t) < 10), add constraint uc unique (t, p);
--- rows
insert into p values (1, 'x'), (2, 'y'); insert into c values (1, 1, 'x', default, '{}', '7'), (2, 2, 'y', null, null, '8');
=== b
create table p (id bigint primary key, code text unique);
create table c (id bigint primary key, p bigint references p, code text references p (code), at timestamptz default '2020-01-01 10:00+00', j jsonb, t varchar(50) default '5' not null, arr bigint[] default '{1}', b boolean default false, n numeric(10,3) default 1.5, ch text);
create index ci on c (at, p); create index cl on c (lower(code)); create index cp on c (p) where t <> '';
create view v as select c.id, c.p, c.at, p.code from c join p on p.id = c.p;
create view w as select id, t || 'x' as t, n + 1 as n from c;
alter table c add constraint tc check (length(t) < 10), add constraint uc unique (t, p);
--- rows
insert into p values (1, 'x'), (2, 'y'); insert into c values (1, 1, 'x', default, '{}', '7'), (2, 2, 'y', null, null, '8');
=== c
create table p (id text primary key, code varchar(10) unique);
create table c (id int primary key, p text references p, code varchar(12) references p (code), at date default '2020-01-01', j text, t int default 5 not null, arr text[] default '{1}', b int default 1, n double precision default 1.5, ch varchar(8));
create index ci on c (at, p); create index cl on c (lower(code)); create index cp on c (p) where t <> 0;
create view v as select c.id, c.p, c.at, p.code from c join p on p.id = c.p;
create view w as select id, t || 'x' as t, n + 1 as n from c;
alter table c add constraint tc check (t < 10), add constraint uc unique (t, p);
--- rows
insert into p values ('1', 'x'), ('2', 'y'); insert into c values (1, '1', 'x', default, '{}', '7'), (2, '2', 'y', null, null, '8');
=== d
create table p (id smallint primary key, code varchar(10) collate "C" unique);
create table c (id smallint primary key, p smallint references p, code varchar(10) collate "C" references p (code), at timestamp(0) default '2020-01-01 10:00', j xml, t char(5) default '5' not null, arr int[][] default '{1}', b text default 'true', n integer default 1, ch bytea);
create index ci on c (at, p); create index cl on c (lower(code) collate "C"); create index cp on c (p) where t <> '';
--- rows
insert into p values (1, 'x'), (2, 'y'); insert into c values (1, 1, 'x', default, null, '7'), (2, 2, 'y', null, null, '8');
=== e
create table p (
  id bigint primary key,
  code2 text unique -- @renamed from=code
);
-- @renamed from=c
create table d (
  key bigint constraint c_pkey primary key, -- @renamed from=id
  parent bigint references p, -- @renamed from=p
  code text references p (code2), at timestamptz default '2020-01-01 10:00+00', j jsonb,
  txt varchar(50) default '5' not null, -- @renamed from=t
  arr bigint[] default '{1}', b boolean default false, n numeric(10,3) default 1.5, ch text,
  constraint tc check (length(txt) < 10), constraint uc unique (txt, parent));
create index ci on d (at, parent); create index cl on d (lower(code)); create index cp on d (parent) where txt <> '';
create view v as select d.key as id, d.parent as p, d.at, p.code2 as code from d join p on p.id = d.parent;
create view w as select key as id, txt || 'x' as t, n + 1 as n from d;
