-- The schema of the app a-second.app, compiled by Tidemark from its Java types.
-- Do not edit: every build writes it again.

CREATE TABLE public.log (
    line text NOT NULL
);
