-- A phone speaks the customer's language as the bank knows it, until the customer chooses another.
alter table devices add column language_chosen boolean not null default false;
