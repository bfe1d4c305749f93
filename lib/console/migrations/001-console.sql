-- The console zone: who signed in, whom they looked up, what they asked, how it went.

create table operators (
  id uuid primary key default gen_random_uuid(),
  issuer text not null,
  sub text not null,
  username text not null,
  name text not null,
  branch_id text not null,
  roles text[] not null,
  created_at timestamptz not null default now(),
  signed_in_at timestamptz not null default now(),
  unique (issuer, sub)
);

-- The cookie holds a random reference; only its hash is here. Tokens are sealed to the row.
create table sessions (
  id uuid primary key default gen_random_uuid(),
  token_hash text not null unique,
  operator_id uuid not null references operators,
  roles text[] not null,
  op_sid text,
  access_token_sealed text not null,
  access_token_expires_at timestamptz not null,
  refresh_token_sealed text,
  id_token_sealed text not null,
  created_at timestamptz not null default now(),
  last_active_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz,
  end_reason text check (end_reason in ('signed_out', 'idle', 'expired', 'op_logout', 'replaced', 'role_lost'))
);
create index sessions_by_operator on sessions (operator_id) where ended_at is null;
create index sessions_by_sid on sessions (op_sid) where ended_at is null;

-- Every search counts against browsing, found or not; what was typed is not kept.
create table searches (
  id uuid primary key default gen_random_uuid(),
  operator_id uuid not null references operators,
  at timestamptz not null default now()
);
create index searches_by_operator on searches (operator_id, at);

-- The right to ask one customer, for a while. Names and accounts are masked by the bank.
create table lookups (
  id uuid primary key default gen_random_uuid(),
  operator_id uuid not null references operators,
  customer_id text not null,
  customer_sub text not null,
  login_hint text not null,
  customer_name text not null,
  language text not null,
  status text not null,
  has_phone boolean not null,
  accounts jsonb not null,
  matched_by text not null,
  contact text not null check (contact in ('counter', 'phone', 'case')),
  case_number text,
  created_at timestamptz not null default now()
);
create index lookups_by_operator on lookups (operator_id, created_at desc);

-- One row: the limits that the trigger below enforces. Written by the owner at start.
create table policy (
  singleton boolean primary key default true check (singleton),
  max_requests_per_hour int not null default 5,
  decline_pause_seconds int not null default 60,
  lookup_seconds int not null default 900
);
insert into policy default values;

create table quotes (
  order_id text primary key,
  lookup_id uuid not null references lookups,
  operator_id uuid not null references operators,
  flow text not null,
  order_digest text not null,
  check_code text not null,
  binding_message text not null,
  summary text not null,
  amount_minor bigint,
  currency text,
  branch_id text not null,
  branch_name text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now()
);

create table requests (
  id uuid primary key,
  version int not null default 1,
  flow text not null,
  operator_id uuid not null references operators,
  operator_name text not null,
  branch_id text not null,
  branch_name text not null,
  lookup_id uuid not null references lookups,
  contact text not null,
  case_number text,
  customer_sub text not null,
  customer_name text not null,
  customer_language text not null,
  issuer text not null,
  client_id text not null,
  order_id text not null unique,
  order_digest text not null,
  check_code text not null,
  binding_message text not null,
  summary text not null,
  amount_minor bigint,
  currency text,
  state text not null default 'requested'
    check (state in ('requested', 'pending', 'granted', 'denied', 'expired', 'cancelled', 'failed')),
  execution text not null default 'none'
    check (execution in ('none', 'waiting', 'executing', 'executed', 'refused', 'outcome_unknown')),
  auth_req_id_sealed text,
  interval_seconds int,
  poll_count int not null default 0,
  next_poll_at timestamptz,
  deadline_at timestamptz,
  access_token_sealed text,
  id_token_sealed text,
  token_expires_at timestamptz,
  delivery jsonb not null default '{}',
  delivery_version int not null default 0,
  decline_reason text,
  failure_reason text,
  failure_detail text,
  reference text,
  result_sealed text,
  created_at timestamptz not null default now(),
  sent_at timestamptz,
  ended_at timestamptz
);
create unique index one_open_request_per_customer on requests (customer_sub, client_id)
  where state in ('requested', 'pending');
create index requests_by_customer on requests (customer_sub, created_at desc);
create index requests_by_operator on requests (operator_id, created_at desc);
create index requests_by_branch on requests (branch_id, created_at desc);
create index requests_open on requests (state, deadline_at) where state in ('requested', 'pending');
create index requests_executing on requests (execution) where execution in ('waiting', 'executing', 'outcome_unknown');

-- The limits, exact under concurrency: all inserts for one customer queue on one lock.
create function enforce_request_limits() returns trigger language plpgsql as $$
declare
  rule policy;
  recent int;
  oldest timestamptz;
  declined timestamptz;
begin
  perform pg_advisory_xact_lock(hashtextextended(new.customer_sub, 1));
  select * into rule from policy;
  if not exists (
    select 1 from lookups l
    where l.id = new.lookup_id and l.operator_id = new.operator_id and l.customer_sub = new.customer_sub
      and l.created_at > now() - make_interval(secs => rule.lookup_seconds)
  ) then
    raise exception 'the look-up is too old or not this operator''s' using errcode = 'CS001';
  end if;
  select max(ended_at) into declined from requests r
    where r.customer_sub = new.customer_sub and r.state = 'denied' and r.decline_reason is distinct from 'no_device'
      and r.ended_at > clock_timestamp() - make_interval(secs => rule.decline_pause_seconds);
  if declined is not null then
    raise exception 'the customer declined a moment ago' using errcode = 'CS002',
      detail = extract(epoch from declined + make_interval(secs => rule.decline_pause_seconds))::text;
  end if;
  select count(*) into recent from requests r
    where r.customer_sub = new.customer_sub and r.created_at > clock_timestamp() - interval '1 hour'
      and r.state not in ('requested', 'pending') and r.sent_at is not null;
  if recent >= rule.max_requests_per_hour then
    select r.created_at into oldest from requests r
      where r.customer_sub = new.customer_sub and r.created_at > clock_timestamp() - interval '1 hour'
        and r.state not in ('requested', 'pending') and r.sent_at is not null
      order by r.created_at desc offset rule.max_requests_per_hour - 1 limit 1;
    raise exception 'the customer was asked too often' using errcode = 'CS003',
      detail = extract(epoch from oldest + interval '1 hour')::text;
  end if;
  return new;
end $$;
create trigger enforce_request_limits before insert on requests
  for each row execute function enforce_request_limits();

-- A state that is over stays over, whatever a process believes.
create function keep_final_states() returns trigger language plpgsql as $$
begin
  if new.state <> old.state and old.state in ('granted', 'denied', 'expired', 'cancelled', 'failed') then
    raise exception 'a request that is % cannot become %', old.state, new.state using errcode = 'CS004';
  end if;
  return new;
end $$;
create trigger keep_final_states before update of state on requests
  for each row execute function keep_final_states();

create table request_events (
  request_id uuid not null references requests,
  version int not null,
  kind text not null,
  note text,
  at timestamptz not null default clock_timestamp(),
  primary key (request_id, version)
);

create function tell_request_event() returns trigger language plpgsql as $$
begin
  perform pg_notify('console_events', (select operator_id::text from requests where id = new.request_id));
  return null;
end $$;
create trigger tell_request_event after insert on request_events
  for each row execute function tell_request_event();

-- The intent to execute, committed before the bank is called: a retry finds it and asks first.
create table executions (
  order_id text primary key,
  request_id uuid not null unique references requests,
  idempotency_key text not null unique,
  created_at timestamptz not null default now(),
  outcome text check (outcome in ('executed', 'refused')),
  settled_at timestamptz
);

-- Where the engine's reading of the device's feed stands.
create table follow_cursor (
  singleton boolean primary key default true check (singleton),
  last_event_id text,
  updated_at timestamptz not null default now()
);
insert into follow_cursor default values;
