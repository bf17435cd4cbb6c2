=== none
create function acc(a bigint, b int) returns bigint language sql immutable as $$ select coalesce(a, 0) + coalesce(b, 0) $$;
create function fin(a bigint) returns bigint language sql immutable as $$ select a $$;
create function inv(a bigint, b int) returns bigint language sql immutable as $$ select coalesce(a, 0) - coalesce(b, 0) $$;
create function text(a bigint, x int) returns text language sql immutable as $$ select a::text $$;
=== first
create function acc(a bigint, b int) returns bigint language sql immutable as $$ select coalesce(a, 0) + coalesce(b, 0) $$;
create function fin(a bigint) returns bigint language sql immutable as $$ select a $$;
create function inv(a bigint, b int) returns bigint language sql immutable as $$ select coalesce(a, 0) - coalesce(b, 0) $$;
create function text(a bigint, x int) returns text language sql immutable as $$ select a::text $$;
create aggregate total(int) (sfunc = acc, stype = bigint, initcond = '0');
create aggregate named(a int) (sfunc = acc, stype = bigint);
create aggregate kinds(float8 order by anyelement) (sfunc = ordered_set_transition, stype = internal, finalfunc = percentile_disc_final, finalfunc_extra);
create aggregate result(int) (sfunc = acc, stype = bigint, initcond = '0');
create aggregate "Star"(*) (sfunc = int8inc, stype = int8, initcond = '0');
comment on aggregate total(int) is 'a total';
comment on aggregate "Star"(*) is 'counts';
=== second
create function acc(a bigint, b int) returns bigint language sql immutable as $$ select coalesce(a, 0) + coalesce(b, 0) $$;
create function fin(a bigint) returns bigint language sql immutable as $$ select a $$;
create function inv(a bigint, b int) returns bigint language sql immutable as $$ select coalesce(a, 0) - coalesce(b, 0) $$;
create function text(a bigint, x int) returns text language sql immutable as $$ select a::text $$;
create aggregate total(int) (sfunc = acc, stype = bigint, initcond = '1', finalfunc = fin, finalfunc_modify = shareable, sspace = 16, combinefunc = int8pl, parallel = safe, msfunc = acc, minvfunc = inv, mstype = bigint, minitcond = '0', mfinalfunc = fin, mfinalfunc_modify = read_write, msspace = 4);
create aggregate named(b int) (sfunc = acc, stype = bigint);
create aggregate kinds(float8 order by anyelement) (sfunc = ordered_set_transition, stype = internal, finalfunc = percentile_disc_final, finalfunc_extra, finalfunc_modify = shareable, parallel = restricted);
create aggregate result(int) (sfunc = acc, stype = bigint, initcond = '0', finalfunc = text, finalfunc_extra);
create aggregate "Star"(*) (sfunc = int8inc, stype = int8, initcond = '1');
create aggregate total(bigint) (sfunc = int8larger, stype = bigint, sortop = operator(pg_catalog.>));
comment on aggregate total(int) is 'another total';
comment on aggregate total(bigint) is 'the largest';
comment on aggregate kinds(float8 order by anyelement) is 'kinds';
=== third
create function acc(a bigint, b int) returns bigint language sql immutable as $$ select coalesce(a, 0) + coalesce(b, 0) $$;
create function fin(a bigint) returns bigint language sql immutable as $$ select a $$;
create function inv(a bigint, b int) returns bigint language sql immutable as $$ select coalesce(a, 0) - coalesce(b, 0) $$;
create function text(a bigint, x int) returns text language sql immutable as $$ select a::text $$;
create aggregate total(int) (sfunc = acc, stype = bigint);
create aggregate rank(variadic "any" order by variadic "any") (sfunc = ordered_set_transition_multi, stype = internal, finalfunc = rank_final, finalfunc_extra, hypothetical);
create function "Star"() returns int language sql as $$ select 1 $$;
