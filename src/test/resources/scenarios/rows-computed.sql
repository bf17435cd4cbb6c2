star
base > null against a check: plan blocked TDM-213
base > default against a check: plan blocked TDM-213
base > two defaults against a check: plan blocked TDM-213
base > generated against a check: plan blocked TDM-213
base > virtual against a check: plan blocked TDM-213
base > generated without a value: plan blocked TDM-214
base > generated that fails: plan blocked TDM-212
base > default against a domain: plan blocked TDM-212
base > default against a new domain: plan blocked TDM-212
base > default that refers to nothing: plan blocked TDM-213
base > default that is not unique: plan blocked TDM-211
base > another expression against its check: plan blocked TDM-213
base > another type against its check: plan blocked TDM-213
=== base
create domain there as int check (value > 0);
create table r (id int primary key);
create table o (id int primary key, a int, g int generated always as (id) stored check (g > 0), n numeric check (n > 0));
--- rows
insert into r values (0); insert into o (id, n) values (1, 0.2), (2, 5);
=== null against a check
create domain there as int check (value > 0);
create table r (id int primary key);
create table o (id int primary key, a int, g int generated always as (id) stored check (g > 0), n numeric check (n > 0), k int check (k is not null));
=== default against a check
create domain there as int check (value > 0);
create table r (id int primary key);
create table o (id int primary key, a int, g int generated always as (id) stored check (g > 0), n numeric check (n > 0), k int default 0 check (k > 0));
=== two defaults against a check
create domain there as int check (value > 0);
create table r (id int primary key);
create table o (id int primary key, a int, g int generated always as (id) stored check (g > 0), n numeric check (n > 0), k int default 0, m int default 5, check (m < k));
=== generated against a check
create domain there as int check (value > 0);
create table r (id int primary key);
create table o (id int primary key, a int, g int generated always as (id) stored check (g > 0), n numeric check (n > 0), k int generated always as (id - 5) stored check (k > 0));
=== virtual against a check
create domain there as int check (value > 0);
create table r (id int primary key);
create table o (id int primary key, a int, g int generated always as (id) stored check (g > 0), n numeric check (n > 0), k int generated always as (id - 5) virtual check (k > 0));
=== generated without a value
create domain there as int check (value > 0);
create table r (id int primary key);
create table o (id int primary key, a int, g int generated always as (id) stored check (g > 0), n numeric check (n > 0), k int generated always as (a + 1) stored not null);
=== generated that fails
create domain there as int check (value > 0);
create table r (id int primary key);
create table o (id int primary key, a int, g int generated always as (id) stored check (g > 0), n numeric check (n > 0), k int generated always as (1 / (id - 1)) stored);
=== default against a domain
create domain there as int check (value > 0);
create table r (id int primary key);
create table o (id int primary key, a int, g int generated always as (id) stored check (g > 0), n numeric check (n > 0), k there default 0);
=== default against a new domain
create domain there as int check (value > 0);
create domain new as int check (value > 0);
create table r (id int primary key);
create table o (id int primary key, a int, g int generated always as (id) stored check (g > 0), n numeric check (n > 0), k new default 0);
=== default that refers to nothing
create domain there as int check (value > 0);
create table r (id int primary key);
create table o (id int primary key, a int, g int generated always as (id) stored check (g > 0), n numeric check (n > 0), k int default 7 references r);
=== default that is not unique
create domain there as int check (value > 0);
create table r (id int primary key);
create table o (id int primary key, a int, g int generated always as (id) stored check (g > 0), n numeric check (n > 0), k int default 7 unique);
=== another expression against its check
create domain there as int check (value > 0);
create table r (id int primary key);
create table o (id int primary key, a int, g int generated always as (id - 5) stored check (g > 0), n numeric check (n > 0));
=== another type against its check
create domain there as int check (value > 0);
create table r (id int primary key);
create table o (id int primary key, a int, g int generated always as (id) stored check (g > 0), n int check (n > 0));
=== what fits
create domain there as int check (value > 0);
create table r (id int primary key);
create table o (id int primary key, a int, g int generated always as (id + 1) stored check (g > 0), n float8 check (n > 0), k int default 0 references r, l int unique, m there default 3 check (m = 3), v int generated always as (id * 2) virtual not null check (v > 0));
