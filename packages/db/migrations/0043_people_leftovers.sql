-- Who opened whose page: at most one entry per colleague (or program), person and hour, whichever node saw it and however often a node restarts.
create unique index audit_entry_opened on audit_entry (workspace_id, subject, (actor->>'id'), (data->>'hour')) where action = 'contact.opened';
