-- Ping and push: the OP calls back with a token of ours, known here by its hash only.
alter table requests
  add column notification_token_hash text unique,
  add column auth_req_id_hash text,
  add column pinged_at timestamptz;

create function tell_poll_due() returns trigger language plpgsql as $$
begin
  perform pg_notify('console_polls', '');
  return null;
end $$;
create trigger tell_poll_due after update of pinged_at on requests
  for each row when (new.pinged_at is not null) execute function tell_poll_due();
