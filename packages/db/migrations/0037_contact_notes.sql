-- What colleagues write down about a person, each line with who wrote it and when. contact.notes stays what stands at the head of her page.
create table contact_note (
  workspace_id uuid not null references workspace on delete cascade,
  contact_note_id uuid not null,
  contact_id uuid not null,
  origin_contact_id uuid not null,
  text text not null,
  author jsonb not null,
  at timestamptz not null,
  edited_at timestamptz,
  primary key (workspace_id, contact_note_id),
  foreign key (workspace_id, contact_id) references contact on delete cascade
);
create index contact_note_contact on contact_note (workspace_id, contact_id, at desc, contact_note_id desc);

alter table contact_note enable row level security;
create policy own_workspace on contact_note to recado_app using (workspace_id = (select current_workspace())) with check (workspace_id = (select current_workspace()));
grant select, insert, update, delete on contact_note to recado_app;
