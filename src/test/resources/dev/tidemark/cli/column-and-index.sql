BEGIN;
ALTER TABLE public.orders ADD COLUMN note text;
COMMIT;

CREATE INDEX CONCURRENTLY orders_placed_at_idx ON public.orders (placed_at);
