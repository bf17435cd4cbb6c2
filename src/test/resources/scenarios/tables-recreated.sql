by customer > plain: plan blocked TDM-224
by customer > by day: plan blocked TDM-224
plain again > by day: plan blocked TDM-224
=== plain
create type state as enum ('new', 'done');
create table customers (id int primary key);
create table orders (
    id bigint generated always as identity,
    customer int not null references customers,
    day date not null,
    state state not null default 'new',
    cents int not null check (cents >= 0),
    euros numeric generated always as (cents / 100.0) stored,
    primary key (id, day)
);
comment on table orders is 'what was bought';
comment on column orders.cents is 'in cents';
create index orders_customer on orders (customer);
create statistics orders_s on customer, day from orders;
create table lines (id int primary key, "order" bigint, day date, constraint lines_order foreign key ("order", day) references orders (id, day));
comment on constraint lines_order on lines is 'of which order';
create view dear as select id, cents from orders where cents > 1000;
create view dearest as select max(cents) as cents from dear;
create materialized view per_day as select day, count(*) as n from orders group by day;
create function first_of(day date) returns setof orders language sql stable as 'select * from orders o where o.day = $1';
create function seen() returns trigger language plpgsql as 'begin raise exception ''rows that move fire no trigger''; end';
create trigger see before update on orders for each row execute function seen();
create trigger sees before insert on orders for each row when (new.cents > 0) execute function seen();
alter table orders disable trigger sees;
create policy own on orders using (customer > 0);
alter table orders enable row level security;
alter table orders force row level security;
alter table orders replica identity full;
create publication sold for table orders, customers;
--- rows
insert into customers values (1), (2);
insert into orders (customer, day, cents) values (1, '2024-02-03', 100), (2, '2025-02-03', 2000), (1, '2025-12-31', 5);
insert into lines values (1, 1, '2024-02-03'), (2, 2, '2025-02-03');
=== by day
create type state as enum ('new', 'done');
create table customers (id int primary key);
create table orders (
    id bigint generated always as identity,
    customer int not null references customers,
    day date not null,
    state state not null default 'new',
    cents int not null check (cents >= 0),
    euros numeric generated always as (cents / 100.0) stored,
    primary key (id, day)
) partition by range (day);
create table orders_2024 partition of orders for values from ('2024-01-01') to ('2025-01-01');
create table orders_2025 partition of orders for values from ('2025-01-01') to ('2026-01-01');
comment on table orders is 'what was bought';
comment on column orders.cents is 'in cents';
create index orders_customer on orders (customer);
create statistics orders_s on customer, day from orders;
create table lines (id int primary key, "order" bigint, day date, constraint lines_order foreign key ("order", day) references orders (id, day));
comment on constraint lines_order on lines is 'of which order';
create view dear as select id, cents from orders where cents > 1000;
create view dearest as select max(cents) as cents from dear;
create materialized view per_day as select day, count(*) as n from orders group by day;
create function first_of(day date) returns setof orders language sql stable as 'select * from orders o where o.day = $1';
create function seen() returns trigger language plpgsql as 'begin raise exception ''rows that move fire no trigger''; end';
create trigger see before update on orders for each row execute function seen();
create trigger sees before insert on orders for each row when (new.cents > 0) execute function seen();
alter table orders disable trigger sees;
create policy own on orders using (customer > 0);
alter table orders enable row level security;
alter table orders force row level security;
alter table orders replica identity full;
create publication sold for table orders, customers;
--- rows
insert into customers values (1), (2);
insert into orders (customer, day, cents) values (1, '2024-02-03', 100), (2, '2025-02-03', 2000), (1, '2025-12-31', 5);
insert into lines values (1, 1, '2024-02-03'), (2, 2, '2025-02-03');
=== by customer
create type state as enum ('new', 'done');
create table customers (id int primary key);
create table orders (
    id bigint not null,
    customer int not null references customers,
    day date not null,
    state state not null default 'new',
    cents int not null check (cents >= 0),
    euros numeric generated always as (cents / 100.0) stored,
    note text default 'none'
) partition by list (customer);
create sequence orders_id_seq owned by orders.id;
alter table orders alter column id set default nextval('orders_id_seq');
create table orders_2025 (like orders including defaults including generated including constraints);
create table orders_1 partition of orders for values in (1) partition by range (day);
create table orders_1_old partition of orders_1 for values from (minvalue) to ('2025-01-01');
create table orders_1_new partition of orders_1 for values from ('2025-01-01') to (maxvalue);
alter table orders attach partition orders_2025 default;
alter table only orders add constraint orders_pkey primary key (customer, id, day);
alter table only orders_2025 add constraint orders_2025_pkey primary key (customer, id, day);
alter table only orders_1 add constraint orders_1_pkey primary key (customer, id, day);
alter table only orders_1_old add constraint orders_1_old_pkey primary key (customer, id, day);
alter table only orders_1_new add constraint orders_1_new_pkey primary key (customer, id, day);
alter index orders_1_pkey attach partition orders_1_old_pkey;
alter index orders_1_pkey attach partition orders_1_new_pkey;
alter index orders_pkey attach partition orders_1_pkey;
alter index orders_pkey attach partition orders_2025_pkey;
comment on constraint orders_pkey on orders is 'by customer';
create table lines (id int primary key, customer int default 1, "order" bigint, day date);
create view dear as select id, cents from orders where cents > 1000;
create policy own on orders as restrictive for select using (customer > 1);
alter table orders enable row level security;
create rule none as on delete to orders do instead nothing;
create function seen() returns trigger language plpgsql as 'begin return new; end';
create trigger see after insert on orders for each row execute function seen();
create trigger see_1 before insert on orders_1 for each row execute function seen();
create publication sold for table orders;
--- rows
insert into customers values (1), (2);
insert into orders (customer, day, cents) values (1, '2024-02-03', 100), (2, '2025-02-03', 2000), (1, '2025-12-31', 5);
insert into lines values (1, 1, 1, '2024-02-03');
=== plain again
create type state as enum ('new', 'done');
create table customers (id int primary key);
create table orders (
    id bigserial not null,
    customer int not null references customers,
    day date not null,
    state state not null default 'new',
    cents int not null,
    euros numeric generated always as (cents / 100.0) stored,
    note text default 'none',
    constraint orders_positive check (cents >= 0),
    constraint orders_pkey primary key (id, day)
);
create table lines (id int primary key, "order" bigint, day date);
create view dear as select id, cents from orders where cents > 1000;
--- rows
insert into customers values (1), (2);
insert into orders (customer, day, cents) values (1, '2024-02-03', 100), (2, '2025-02-03', 2000), (1, '2025-12-31', 5);
