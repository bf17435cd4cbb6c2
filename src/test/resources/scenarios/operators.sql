chain
three > one: plan blocked TDM-208
two > three: plan blocked TDM-208
three > two: plan blocked TDM-208
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
=== two
create function eq(int, text) returns bool language sql immutable as 'select $1::text = $2';
create function qe(text, int) returns bool language sql immutable as 'select $2::text = $1';
create function lt(int, int) returns bool language sql immutable as 'select $1 < $2';
create function gt(int, int) returns bool language sql immutable as 'select $1 > $2';
create function cm(int, int) returns int language sql immutable as 'select $1 - $2';
create type money2 as (amount int, currency text);
create function to_int(money2) returns int language sql immutable as 'select $1.amount';
create operator === (leftarg = int, rightarg = text, function = eq, commutator = ===, restrict = eqsel, join = eqjoinsel);
create operator === (leftarg = text, rightarg = int, function = qe, commutator = ===);
create operator <<< (leftarg = int, rightarg = int, function = lt, restrict = scalarltsel);
create operator >>> (leftarg = int, rightarg = int, function = gt, commutator = <<<);
create operator family "Op cl" using btree;
create operator class "Op cl" for type int using btree as operator 1 <<<, operator 5 >>>, function 1 cm(int, int);
comment on operator class "Op cl" using btree is 'a class';
create cast (money2 as int) with function to_int(money2) as assignment;
create cast (money2 as text) with inout;
comment on cast (money2 as text) is 'as text';
create table t (id int primary key, a text);
--- rows
insert into t values (1, 'x');
=== three
create function eq(int, text) returns bool language sql immutable as 'select $1::text = $2';
create function qe(text, int) returns bool language sql immutable as 'select $2::text = $1';
create function lt(int, int) returns bool language sql immutable as 'select $1 < $2';
create function gt(int, int) returns bool language sql immutable as 'select $1 > $2';
create function cm(int, int) returns int language sql immutable as 'select $1 - $2';
create type money2 as (amount int, currency text);
create function to_int(money2) returns int language sql immutable as 'select $1.amount';
create operator <<< (leftarg = int, rightarg = int, function = lt);
create operator family "Op cl" using btree;
alter operator family "Op cl" using btree add operator 1 <<< (int, int), function 1 (int, int) cm(int, int);
create table t (id int primary key, a text);
--- rows
insert into t values (1, 'x');
