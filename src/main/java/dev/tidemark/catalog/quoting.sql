-- How each schema's name is written in front of a dot.
select wanted.name, quote_ident(wanted.name)
from unnest(:names) as wanted (name)
