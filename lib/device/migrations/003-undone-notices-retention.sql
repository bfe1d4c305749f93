-- The customer approved, and the bank took the order back before it was executed. The decision and
-- its one callback stay as they were; the phone says what came of it.
alter table approvals add column withdrawn_after_approval_at timestamptz;
alter table approvals add check (withdrawn_after_approval_at is null or decision = 'approved');
create index approvals_undone on approvals (customer_sub, withdrawn_after_approval_at)
  where withdrawn_after_approval_at is not null;

-- What each of a customer's phones has to say of the others: one row for a phone that is told.
create table notices (
  id uuid primary key,
  device_id uuid not null references devices (id) on delete cascade,
  kind text not null check (kind in ('device_added', 'device_removed')),
  about_device_id uuid not null references devices (id) on delete cascade,
  device_name text not null,
  at timestamptz not null default now(),
  seen_at timestamptz,
  -- A phone is added once and removed once, so each is told once of each.
  unique (device_id, about_device_id, kind)
);
create index notices_by_time on notices (at);

-- Logins that were started and not finished, oldest first: their number is bounded.
create index enrolments_unfinished on enrolments (started_at) where token_sealed is null;

-- The runtime role only adds events. Old ones are deleted by this function of the owner, which never
-- touches those of the last week, whatever it is asked.
create function purge_approval_events(kept_days integer, at_most integer) returns integer
language sql security definer set search_path = device, pg_catalog, pg_temp as $$
  with old as (
    select seq from approval_events
    where at < clock_timestamp() - make_interval(days => greatest(kept_days, 7))
    order by at limit least(at_most, 10000)
  ), gone as (delete from approval_events using old where approval_events.seq = old.seq returning 1)
  select count(*)::integer from gone
$$;
revoke all on function purge_approval_events(integer, integer) from public;
