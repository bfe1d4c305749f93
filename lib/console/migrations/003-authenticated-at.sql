-- When the customer proved who they are (FAPI: told to the bank with the execution).
alter table requests add column authenticated_at timestamptz;
