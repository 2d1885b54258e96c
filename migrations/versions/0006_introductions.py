"""Introductions, with the states and their rules as constraints."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table('introductions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('requester_id', sa.Integer(), nullable=False),
    sa.Column('counterpart_id', sa.Integer(), nullable=False),
    sa.Column('requested_by_id', sa.Integer(), nullable=False),
    sa.Column('hub', sa.Enum('paris', 'silicon_valley', name='hub', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('need', sa.Enum('entity_setup', 'office_desk', 'banking', 'visa_mobility', 'hiring', 'fundraising', 'pilot_customer', 'market_access', 'regulatory', 'rd_partner', 'mentor', 'event_visibility', 'city_testbed', 'grants_tax', 'inclusion', name='need', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('message', sa.Text(), nullable=False),
    sa.Column('model_version', sa.String(length=80), nullable=True),
    sa.Column('snapshot', postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
    sa.Column('status', sa.Enum('submitted', 'needs_changes', 'awaiting_counterpart', 'introduced', 'closed', name='status', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('closed_reason', sa.Enum('rejected', 'declined', 'withdrawn', 'cancelled', name='closed_reason', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('reject_code', sa.Enum('incomplete', 'out_of_scope', 'not_eligible', 'conflict', 'duplicate', 'counterpart_full', 'spam', name='reject_code', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('decline_code', sa.Enum('stage', 'ticket', 'sector', 'geography', 'timing', 'portfolio_conflict', 'already_in_contact', 'capacity', 'language', 'other', name='decline_code', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('decline_text', sa.Text(), nullable=False),
    sa.Column('decline_text_shared', sa.Boolean(), nullable=False),
    sa.Column('staff_note', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('introduced_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(answered_at IS NOT NULL) = (status = 'introduced' OR coalesce(closed_reason IN ('declined', 'cancelled'), false))", name=op.f('ck_introductions_answered_at_a_time')),
    sa.CheckConstraint("(introduced_at IS NOT NULL) = (status = 'introduced' OR coalesce(closed_reason = 'cancelled', false))", name=op.f('ck_introductions_introduced_at_a_time')),
    sa.CheckConstraint("(status = 'closed') = (closed_at IS NOT NULL)", name=op.f('ck_introductions_closed_at_a_time')),
    sa.CheckConstraint("(status = 'closed') = (closed_reason IS NOT NULL)", name=op.f('ck_introductions_closed_with_a_reason')),
    sa.CheckConstraint("coalesce(closed_reason = 'declined', false) = (decline_code IS NOT NULL)", name=op.f('ck_introductions_declined_with_a_code')),
    sa.CheckConstraint("coalesce(closed_reason = 'declined', false) OR (decline_text = '' AND NOT decline_text_shared)", name=op.f('ck_introductions_decline_text_only_when_declined')),
    sa.CheckConstraint("coalesce(closed_reason = 'rejected', false) = (reject_code IS NOT NULL)", name=op.f('ck_introductions_rejected_with_a_code')),
    sa.CheckConstraint("coalesce(closed_reason = 'withdrawn', false) OR (approved_at IS NOT NULL) = (status IN ('awaiting_counterpart', 'introduced') OR coalesce(closed_reason IN ('declined', 'cancelled'), false))", name=op.f('ck_introductions_approved_before_the_counterpart')),
    sa.CheckConstraint("message <> '' AND char_length(message) <= 600", name=op.f('ck_introductions_message_length')),
    sa.CheckConstraint("status <> 'needs_changes' OR staff_note <> ''", name=op.f('ck_introductions_changes_with_a_note')),
    sa.CheckConstraint('requester_id <> counterpart_id', name=op.f('ck_introductions_two_organisations')),
    sa.ForeignKeyConstraint(['counterpart_id'], ['organisations.id'], name=op.f('fk_introductions_counterpart_id_organisations')),
    sa.ForeignKeyConstraint(['requested_by_id'], ['users.id'], name=op.f('fk_introductions_requested_by_id_users')),
    sa.ForeignKeyConstraint(['requester_id'], ['organisations.id'], name=op.f('fk_introductions_requester_id_organisations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_introductions'))
    )
    op.create_index('ix_introductions_counterpart_id_introduced_at', 'introductions', ['counterpart_id', 'introduced_at'], unique=False)
    op.create_index('ix_introductions_counterpart_id_status', 'introductions', ['counterpart_id', 'status'], unique=False)
    op.create_index(op.f('ix_introductions_requested_by_id'), 'introductions', ['requested_by_id'], unique=False)
    op.create_index('ix_introductions_requester_id_status', 'introductions', ['requester_id', 'status'], unique=False)
    op.create_index('ix_introductions_status_submitted_at', 'introductions', ['status', 'submitted_at'], unique=False)
    op.create_index('uq_introductions_open_pair', 'introductions', [sa.literal_column('least(requester_id, counterpart_id)'), sa.literal_column('greatest(requester_id, counterpart_id)')], unique=True, postgresql_where=sa.text("status <> 'closed'"))


def downgrade() -> None:
    op.drop_index('uq_introductions_open_pair', table_name='introductions', postgresql_where=sa.text("status <> 'closed'"))
    op.drop_index('ix_introductions_status_submitted_at', table_name='introductions')
    op.drop_index('ix_introductions_requester_id_status', table_name='introductions')
    op.drop_index(op.f('ix_introductions_requested_by_id'), table_name='introductions')
    op.drop_index('ix_introductions_counterpart_id_status', table_name='introductions')
    op.drop_index('ix_introductions_counterpart_id_introduced_at', table_name='introductions')
    op.drop_table('introductions')
