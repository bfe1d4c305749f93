-- What the bank's own job looks for: orders whose time is over, and quotes that nobody opened.
create index orders_undone on bank.orders (status, id) where status in ('open', 'approved');
create index orders_never_opened on bank.orders (quote_expires_at) where opened_at is null;

-- The runtime role deletes nothing, with this one exception: quotes that ran out before anybody was
-- asked. What was opened, voided, or refused under a key stays.
create function bank.purge_expired_quotes(kept_seconds integer, at_most integer) returns integer
language sql security definer set search_path = pg_catalog, pg_temp as $$
  with run_out as (
    select id from bank.orders
    where opened_at is null and status in ('draft', 'expired')
      and quote_expires_at < clock_timestamp() - make_interval(secs => greatest(kept_seconds, 0))
      and not exists (select from bank.idempotency kept where kept.order_id = orders.id)
    order by quote_expires_at limit least(at_most, 1000)
    for update skip locked
  ), gone as (delete from bank.orders using run_out where orders.id = run_out.id returning 1)
  select count(*)::integer from gone
$$;
revoke all on function bank.purge_expired_quotes(integer, integer) from public;
