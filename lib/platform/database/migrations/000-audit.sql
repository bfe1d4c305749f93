-- The audit trail of a zone: append-only for the runtime role, each line chained to the one before.
create table audit (
  seq bigint primary key,
  at timestamptz not null,
  actor text not null,
  action text not null,
  subject text not null,
  data jsonb not null,
  prev_hash bytea not null,
  hash bytea not null
);
create index audit_by_subject on audit (subject, seq);
create index audit_by_action on audit (action, at);

create function audit_line_hash(seq bigint, at timestamptz, actor text, action text, subject text, data jsonb, prev bytea)
returns bytea language sql immutable as $$
  select sha256(prev || convert_to(jsonb_build_object(
    'seq', seq, 'at', extract(epoch from at)::text, 'actor', actor, 'action', action,
    'subject', subject, 'data', data)::text, 'UTF8'))
$$;

-- The lock is held until the transaction ends, so a transaction writes its audit lines last.
create function audit_chain() returns trigger language plpgsql as $$
declare
  last record;
begin
  perform pg_advisory_xact_lock(hashtext(tg_table_schema || '.audit'));
  select a.seq, a.hash into last from audit a order by a.seq desc limit 1;
  new.seq := coalesce(last.seq, 0) + 1;
  new.at := clock_timestamp();
  new.prev_hash := coalesce(last.hash, '\x00'::bytea);
  new.hash := audit_line_hash(new.seq, new.at, new.actor, new.action, new.subject, new.data, new.prev_hash);
  return new;
end $$;
create trigger audit_chain before insert on audit for each row execute function audit_chain();

create function audit_refuse() returns trigger language plpgsql as $$
begin
  raise exception 'the audit trail is append-only';
end $$;
create trigger audit_refuse before update or delete on audit for each row execute function audit_refuse();
create trigger audit_refuse_truncate before truncate on audit execute function audit_refuse();

-- The first line that does not fit the chain, or null.
create function audit_verify() returns bigint language sql stable as $$
  select min(seq) from (
    select seq, hash, prev_hash,
      audit_line_hash(seq, at, actor, action, subject, data, prev_hash) as computed,
      lag(hash, 1, '\x00'::bytea) over (order by seq) as before,
      row_number() over (order by seq) as position
    from audit
  ) line
  where hash <> computed or prev_hash <> before or seq <> position
$$;
