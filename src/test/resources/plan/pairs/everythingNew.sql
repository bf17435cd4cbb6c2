-- live
-- rows
-- declared
create schema shop; create type shop.st as enum ('a'); create sequence shop.n;
create table shop.t (id bigserial primary key, st shop.st default 'a', n int default nextval('shop.n'), up bigint);
create table if not exists shop.u (t bigint references shop.t, constraint k unique (t));
alter table shop.t add constraint up foreign key (up) references shop.u (t);
create index on shop.t (st); create view shop.v as select st from shop.t; comment on view shop.v is 'v';
comment on column shop.t.st is 's';
