chain
=== none
create function eq(int, text) returns bool language sql immutable as 'select $1::text = $2';
create function qe(text, int) returns bool language sql immutable as 'select $2::text = $1';
create function lt(int, int) returns bool language sql immutable as 'select $1 < $2';
create function gt(int, int) returns bool language sql immutable as 'select $1 > $2';
create function cm(int, int) returns int language sql immutable as 'select $1 - $2';
create type money2 as (amount int, currency text);
create function to_int(money2) returns int language sql immutable as 'select $1.amount';
create table t (id int primary key, a text);
--- rows
insert into t values (1, 'x');
=== one
create function eq(int, text) returns bool language sql immutable as 'select $1::text = $2';
create function qe(text, int) returns bool language sql immutable as 'select $2::text = $1';
create function lt(int, int) returns bool language sql immutable as 'select $1 < $2';
create function gt(int, int) returns bool language sql immutable as 'select $1 > $2';
create function cm(int, int) returns int language sql immutable as 'select $1 - $2';
create type money2 as (amount int, currency text);
create function to_int(money2) returns int language sql immutable as 'select $1.amount';
create operator === (leftarg = int, rightarg = text, function = eq);
create operator <<< (leftarg = int, rightarg = int, function = lt);
create operator class "Op cl" for type int using btree as operator 1 <<<, function 1 cm(int, int);
create cast (money2 as int) with function to_int(money2);
comment on operator === (int, text) is 'equal';
create table t (id int primary key, a text);
--- rows
insert into t values (1, 'x');
