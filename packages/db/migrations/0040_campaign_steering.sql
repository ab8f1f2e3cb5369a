-- A campaign that is steered while it runs: bounds changed in a pause, a winner picked by hand, and why the winner won.

-- The variants as they stood when the winner was picked: [{key, sent, read, clicked, replied}].
alter table campaign add column winner_figures jsonb;
-- Quiet hours or spread were changed in a pause: whoever waits gets her moment anew when it goes on.
alter table campaign add column replan boolean not null default false;
