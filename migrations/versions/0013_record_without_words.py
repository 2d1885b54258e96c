"""The audit record forgets the words of organisations that left, and nothing else."""

from alembic import op

revision = "0013"
down_revision = "0012"

# The one change the record allows: of an edit to an organisation that was removed, what the fields said.
REFUSE = """
CREATE OR REPLACE FUNCTION refuse_change_of_audit_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
        AND OLD.subject_type = 'organisations'
        AND to_jsonb(NEW) - 'data' = to_jsonb(OLD) - 'data'
        AND NEW.data - 'changed' = OLD.data - 'changed'
        AND NEW.data -> 'changed' = public.audit_words_left_out(OLD.data -> 'changed')
        AND EXISTS (SELECT FROM public.organisations WHERE id = OLD.subject_id AND status = 'removed')
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the audit record is append-only';
END $$
"""
LEFT_OUT = """
CREATE FUNCTION audit_words_left_out(changed jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(jsonb_object_agg(field, 'null'::jsonb), '{}'::jsonb) FROM jsonb_object_keys(changed) AS field
$$
"""
# Runs with the rights of whoever owns the tables: a service that may only add to the record still may erase.
FORGET = """
CREATE FUNCTION forget_words_of_removed_organisation(removed integer) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    UPDATE audit_events SET data = jsonb_set(data, '{changed}', audit_words_left_out(data -> 'changed'))
    WHERE subject_type = 'organisations' AND subject_id = removed
    AND jsonb_typeof(data -> 'changed') = 'object' AND data -> 'changed' <> '{}'
$$
"""
REFUSE_ALL = """
CREATE OR REPLACE FUNCTION refuse_change_of_audit_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit record is append-only';
END $$
"""


def upgrade() -> None:
    op.execute(LEFT_OUT)
    op.execute(REFUSE)
    op.execute(FORGET)
    op.execute("SELECT forget_words_of_removed_organisation(id) FROM organisations WHERE status = 'removed'")


def downgrade() -> None:
    op.execute("DROP FUNCTION forget_words_of_removed_organisation(integer)")
    op.execute(REFUSE_ALL)
    op.execute("DROP FUNCTION audit_words_left_out(jsonb)")
