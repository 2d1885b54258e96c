"""Organisations, their people, reviews and claims."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"

# The moment of the database, not of a process: the matching index asks what changed since a moment.
NOTE_CHANGE = """
CREATE FUNCTION note_change_of_organisation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed_at := clock_timestamp();
    RETURN NEW;
END $$
"""
TRIGGER = """
CREATE TRIGGER organisations_note_change BEFORE INSERT OR UPDATE ON organisations
FOR EACH ROW EXECUTE FUNCTION note_change_of_organisation()
"""


def upgrade() -> None:
    op.create_table('organisations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('startup', 'investor', 'programme', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('hub', sa.Enum('paris', 'silicon_valley', name='hub', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('status', sa.Enum('draft', 'submitted', 'changes_requested', 'published', 'removed', name='status', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('sort_key', sa.String(length=250), nullable=False),
    sa.Column('tagline', sa.String(length=200), nullable=False),
    sa.Column('registry_id', sa.String(length=40), nullable=True),
    sa.Column('website', sa.String(length=300), nullable=True),
    sa.Column('website_host', sa.String(length=260), nullable=True),
    sa.Column('district', sa.Enum('dept_75', 'paris_01', 'paris_02', 'paris_03', 'paris_04', 'paris_05', 'paris_06', 'paris_07', 'paris_08', 'paris_09', 'paris_10', 'paris_11', 'paris_12', 'paris_13', 'paris_14', 'paris_15', 'paris_16', 'paris_17', 'paris_18', 'paris_19', 'paris_20', 'dept_77', 'dept_78', 'dept_91', 'dept_92', 'dept_93', 'dept_94', 'dept_95', 'sentier', 'halle_freyssinet', 'paris_rive_gauche', 'la_villette', 'la_defense', 'boulogne_billancourt', 'issy_les_moulineaux', 'plaine_saint_denis', 'montreuil', 'pantin', 'ivry_sur_seine', 'villejuif', 'paris_saclay', 'evry_courcouronnes', 'versailles', 'cite_descartes', 'cergy', 'county_san_francisco', 'county_alameda', 'county_contra_costa', 'county_marin', 'county_napa', 'county_san_mateo', 'county_santa_clara', 'county_solano', 'county_sonoma', 'soma', 'mission_district', 'mission_bay', 'financial_district', 'dogpatch', 'south_san_francisco', 'san_mateo', 'redwood_city', 'menlo_park', 'palo_alto', 'mountain_view', 'sunnyvale', 'santa_clara', 'cupertino', 'san_jose', 'milpitas', 'fremont', 'hayward', 'oakland', 'emeryville', 'berkeley', 'richmond', 'walnut_creek', 'san_rafael', name='district', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('fictional', sa.Boolean(), nullable=False),
    sa.Column('import_source', sa.String(length=60), nullable=True),
    sa.Column('import_id', sa.String(length=120), nullable=True),
    sa.Column('claimed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('lang', sa.Enum('fr', 'en', 'both', name='lang', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('languages', postgresql.ARRAY(sa.String(length=8)), nullable=False),
    sa.Column('description_fr', sa.Text(), nullable=False),
    sa.Column('description_en', sa.Text(), nullable=False),
    sa.Column('needs_text', sa.Text(), nullable=False),
    sa.Column('offers_text', sa.Text(), nullable=False),
    sa.Column('sectors', sa.ARRAY(sa.String(length=60)), nullable=False),
    sa.Column('sub_sectors', sa.ARRAY(sa.String(length=60)), nullable=False),
    sa.Column('themes', sa.ARRAY(sa.String(length=60)), nullable=False),
    sa.Column('confidential', sa.Boolean(), nullable=False),
    sa.Column('teaser_fr', sa.Text(), nullable=False),
    sa.Column('teaser_en', sa.Text(), nullable=False),
    sa.Column('conflicts', postgresql.ARRAY(sa.String(length=300)), nullable=False),
    sa.Column('capacity', sa.Integer(), nullable=True),
    sa.Column('paused_from', sa.Date(), nullable=True),
    sa.Column('paused_until', sa.Date(), nullable=True),
    sa.Column('confirmed_on', sa.Date(), nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("name <> ''", name=op.f('ck_organisations_named')),
    sa.CheckConstraint("status <> 'published' OR published_at IS NOT NULL", name=op.f('ck_organisations_published_at_a_time')),
    sa.CheckConstraint('NOT confidential OR claimed_at IS NOT NULL', name=op.f('ck_organisations_only_the_claimed_are_confidential')),
    sa.CheckConstraint('capacity IS NULL OR capacity >= 0', name=op.f('ck_organisations_capacity_not_negative')),
    sa.CheckConstraint('cardinality(sectors) <= 3', name=op.f('ck_organisations_at_most_three_sectors')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisations'))
    )
    op.create_index(op.f('ix_organisations_changed_at'), 'organisations', ['changed_at'], unique=False)
    op.create_index('ix_organisations_identity', 'organisations', ['sort_key', 'hub', 'kind'], unique=False)
    op.create_index(op.f('ix_organisations_import_id'), 'organisations', ['import_id'], unique=False)
    op.create_index(op.f('ix_organisations_status'), 'organisations', ['status'], unique=False)
    op.create_index(op.f('ix_organisations_website_host'), 'organisations', ['website_host'], unique=False)
    op.create_index('uq_organisations_registry_id_kind', 'organisations', ['registry_id', 'kind'], unique=True, postgresql_where=sa.text("status = 'published'"))
    op.create_table('removals',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('startup', 'investor', 'programme', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('hub', sa.Enum('paris', 'silicon_valley', name='hub', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('sort_key', sa.String(length=250), nullable=False),
    sa.Column('registry_id', sa.String(length=40), nullable=True),
    sa.Column('website_host', sa.String(length=260), nullable=True),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_removals'))
    )
    op.create_index(op.f('ix_removals_registry_id'), 'removals', ['registry_id'], unique=False)
    op.create_index(op.f('ix_removals_sort_key'), 'removals', ['sort_key'], unique=False)
    op.create_index(op.f('ix_removals_website_host'), 'removals', ['website_host'], unique=False)
    op.create_table('claims',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.Enum('claim', 'removal', name='purpose', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('requested_by_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_claims_organisation_id_organisations'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['requested_by_id'], ['users.id'], name=op.f('fk_claims_requested_by_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_claims')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_claims_token_hash'))
    )
    op.create_index(op.f('ix_claims_organisation_id'), 'claims', ['organisation_id'], unique=False)
    op.create_table('import_files',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('filename', sa.String(length=200), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=True),
    sa.Column('kind', sa.Enum('startup', 'investor', 'programme', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('hub', sa.Enum('paris', 'silicon_valley', name='hub', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('mapping', sa.String(length=60), nullable=False),
    sa.Column('columns', postgresql.JSONB(), nullable=False),
    sa.Column('state', sa.Enum('uploaded', 'confirmed', 'done', 'failed', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('report', postgresql.JSONB(), nullable=False),
    sa.Column('rejects', sa.Text(), nullable=False),
    sa.Column('failure', sa.Text(), nullable=False),
    sa.Column('uploaded_by_id', sa.Integer(), nullable=True),
    sa.Column('uploaded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("content IS NOT NULL OR state IN ('done', 'failed')", name=op.f('ck_import_files_content_until_it_is_done')),
    sa.CheckConstraint("(state = 'uploaded') = (confirmed_at IS NULL)", name=op.f('ck_import_files_confirmed_at_a_time')),
    sa.CheckConstraint("(state IN ('done', 'failed')) = (finished_at IS NOT NULL)", name=op.f('ck_import_files_finished_at_a_time')),
    sa.ForeignKeyConstraint(['uploaded_by_id'], ['users.id'], name=op.f('fk_import_files_uploaded_by_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_files'))
    )
    op.create_index(op.f('ix_import_files_uploaded_by_id'), 'import_files', ['uploaded_by_id'], unique=False)
    op.create_table('import_records',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=60), nullable=False),
    sa.Column('cells', postgresql.JSONB(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_import_records_organisation_id_organisations'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_records')),
    sa.UniqueConstraint('organisation_id', 'source', name=op.f('uq_import_records_organisation_id_source'))
    )
    op.create_table('investor_details',
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('type', sa.Enum('angel', 'angel_network', 'vc', 'cvc', 'family_office', 'public_bank', name='type', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('cheque_min', sa.Numeric(precision=14, scale=2), nullable=True),
    sa.Column('cheque_max', sa.Numeric(precision=14, scale=2), nullable=True),
    sa.Column('sweet_spot', sa.Numeric(precision=14, scale=2), nullable=True),
    sa.Column('currency', sa.Enum('EUR', 'USD', name='currency', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('stages', sa.ARRAY(sa.String(length=60)), nullable=False),
    sa.Column('pre_revenue', sa.Boolean(), nullable=True),
    sa.Column('excluded_sectors', sa.ARRAY(sa.String(length=60)), nullable=False),
    sa.Column('accepted_hubs', sa.ARRAY(sa.String(length=60)), nullable=False),
    sa.Column('accepted_forms', sa.ARRAY(sa.String(length=60)), nullable=False),
    sa.Column('leads', sa.Boolean(), nullable=True),
    sa.CheckConstraint('cheque_min <= cheque_max', name=op.f('ck_investor_details_cheque_in_order')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_investor_details_organisation_id_organisations'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('organisation_id', name=op.f('pk_investor_details'))
    )
    op.create_table('member_invitations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('role', sa.Enum('owner', 'editor', 'delegate', name='role', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('invited_by_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['invited_by_id'], ['users.id'], name=op.f('fk_member_invitations_invited_by_id_users')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_member_invitations_organisation_id_organisations'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_member_invitations')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_member_invitations_token_hash'))
    )
    op.create_index(op.f('ix_member_invitations_organisation_id'), 'member_invitations', ['organisation_id'], unique=False)
    op.create_table('memberships',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.Enum('owner', 'editor', 'delegate', name='role', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_memberships_organisation_id_organisations'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_memberships_user_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_memberships')),
    sa.UniqueConstraint('organisation_id', 'user_id', name=op.f('uq_memberships_organisation_id_user_id'))
    )
    op.create_index(op.f('ix_memberships_user_id'), 'memberships', ['user_id'], unique=False)
    op.create_table('needs_offers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('side', sa.Enum('need', 'offer', name='side', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('code', sa.Enum('entity_setup', 'office_desk', 'banking', 'visa_mobility', 'hiring', 'fundraising', 'pilot_customer', 'market_access', 'regulatory', 'rd_partner', 'mentor', 'event_visibility', 'city_testbed', 'grants_tax', 'inclusion', name='code', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('direction', sa.Enum('paris_to_sv', 'sv_to_paris', name='direction', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('urgency', sa.Enum('later', 'six_months', 'now', name='urgency', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_needs_offers_organisation_id_organisations'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_needs_offers')),
    sa.UniqueConstraint('organisation_id', 'side', 'code', name=op.f('uq_needs_offers_organisation_id_side_code'))
    )
    op.create_index(op.f('ix_needs_offers_organisation_id'), 'needs_offers', ['organisation_id'], unique=False)
    op.create_table('organisation_contacts',
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('position', sa.String(length=120), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('phone', sa.String(length=40), nullable=False),
    sa.Column('time_zone', sa.String(length=60), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_organisation_contacts_organisation_id_organisations'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('organisation_id', name=op.f('pk_organisation_contacts'))
    )
    op.create_table('profile_reviews',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('first_publication', 'sensitive_change', name='kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('state', sa.Enum('pending', 'approved', 'changes_requested', 'superseded', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('proposed', postgresql.JSONB(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('requested_by_id', sa.Integer(), nullable=True),
    sa.Column('requested_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(state = 'pending') = (decided_at IS NULL)", name=op.f('ck_profile_reviews_decided_or_pending')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['users.id'], name=op.f('fk_profile_reviews_decided_by_id_users')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_profile_reviews_organisation_id_organisations'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['requested_by_id'], ['users.id'], name=op.f('fk_profile_reviews_requested_by_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_profile_reviews'))
    )
    op.create_index(op.f('ix_profile_reviews_organisation_id'), 'profile_reviews', ['organisation_id'], unique=False)
    op.create_index('uq_profile_reviews_pending', 'profile_reviews', ['organisation_id'], unique=True, postgresql_where=sa.text("state = 'pending'"))
    op.create_table('programme_details',
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('type', sa.Enum('soft_landing', 'accelerator', 'incubator', 'cluster', 'public_agency', 'consulate', 'research_lab', 'city_department', 'host_space', 'training', 'inclusion', 'event_organiser', 'usage_observatory', 'mentor_network', name='type', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('direction', sa.Enum('paris_to_sv', 'sv_to_paris', 'both', name='direction', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('stages', sa.ARRAY(sa.String(length=60)), nullable=False),
    sa.Column('headcount_min', sa.Integer(), nullable=True),
    sa.Column('headcount_max', sa.Integer(), nullable=True),
    sa.Column('services', sa.ARRAY(sa.String(length=60)), nullable=False),
    sa.Column('deadline', sa.Date(), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('seats', sa.Integer(), nullable=True),
    sa.Column('cost', sa.Numeric(precision=14, scale=2), nullable=True),
    sa.Column('equity_percent', sa.Numeric(precision=5, scale=2), nullable=True),
    sa.Column('grant_amount', sa.Numeric(precision=14, scale=2), nullable=True),
    sa.Column('currency', sa.Enum('EUR', 'USD', name='currency', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.CheckConstraint('headcount_min <= headcount_max', name=op.f('ck_programme_details_headcount_in_order')),
    sa.CheckConstraint('seats >= 0', name=op.f('ck_programme_details_seats_not_negative')),
    sa.CheckConstraint('starts_on <= ends_on', name=op.f('ck_programme_details_dates_in_order')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_programme_details_organisation_id_organisations'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('organisation_id', name=op.f('pk_programme_details'))
    )
    op.create_table('startup_details',
    sa.Column('organisation_id', sa.Integer(), nullable=False),
    sa.Column('founded', sa.Integer(), nullable=True),
    sa.Column('entity_paris', sa.Enum('sas', 'sasu', 'sarl', 'eurl', 'sa', 'scop', 'association', 'c_corp', 's_corp', 'llc', 'pbc', 'nonprofit', 'other', name='entity_paris', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('entity_silicon_valley', sa.Enum('sas', 'sasu', 'sarl', 'eurl', 'sa', 'scop', 'association', 'c_corp', 's_corp', 'llc', 'pbc', 'nonprofit', 'other', name='entity_silicon_valley', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('headcount', sa.Integer(), nullable=True),
    sa.Column('headcount_paris', sa.Integer(), nullable=True),
    sa.Column('headcount_silicon_valley', sa.Integer(), nullable=True),
    sa.Column('stage', sa.Enum('idea', 'pre_seed', 'seed', 'series_a', 'series_b', 'series_c', 'growth', name='stage', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('traction', sa.Enum('pre_revenue', 'pilot', '0-100k', '100k-500k', '500k-1M', '1M-5M', '5M-20M', '20M+', name='traction', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('round_min', sa.Numeric(precision=14, scale=2), nullable=True),
    sa.Column('round_max', sa.Numeric(precision=14, scale=2), nullable=True),
    sa.Column('currency', sa.Enum('EUR', 'USD', name='currency', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('instrument', sa.Enum('equity', 'safe', 'bsa_air', 'convertible_note', 'venture_debt', 'loan', 'grant', name='instrument', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('business_model', sa.String(length=300), nullable=False),
    sa.Column('trl', sa.Integer(), nullable=True),
    sa.Column('regulated', sa.Boolean(), nullable=True),
    sa.Column('needs_permit', sa.Boolean(), nullable=True),
    sa.Column('alumni_direction', sa.Enum('paris_to_sv', 'sv_to_paris', name='alumni_direction', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('alumni_year', sa.Integer(), nullable=True),
    sa.CheckConstraint('headcount >= 0 AND headcount_paris >= 0 AND headcount_silicon_valley >= 0', name=op.f('ck_startup_details_headcount_not_negative')),
    sa.CheckConstraint('round_min <= round_max', name=op.f('ck_startup_details_round_in_order')),
    sa.CheckConstraint('trl BETWEEN 1 AND 9', name=op.f('ck_startup_details_trl_one_to_nine')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_startup_details_organisation_id_organisations'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('organisation_id', name=op.f('pk_startup_details'))
    )
    op.execute(NOTE_CHANGE)
    op.execute(TRIGGER)


def downgrade() -> None:
    op.drop_table('startup_details')
    op.drop_table('programme_details')
    op.drop_index('uq_profile_reviews_pending', table_name='profile_reviews', postgresql_where=sa.text("state = 'pending'"))
    op.drop_index(op.f('ix_profile_reviews_organisation_id'), table_name='profile_reviews')
    op.drop_table('profile_reviews')
    op.drop_table('organisation_contacts')
    op.drop_index(op.f('ix_needs_offers_organisation_id'), table_name='needs_offers')
    op.drop_table('needs_offers')
    op.drop_index(op.f('ix_memberships_user_id'), table_name='memberships')
    op.drop_table('memberships')
    op.drop_index(op.f('ix_member_invitations_organisation_id'), table_name='member_invitations')
    op.drop_table('member_invitations')
    op.drop_table('investor_details')
    op.drop_table('import_records')
    op.drop_index(op.f('ix_import_files_uploaded_by_id'), table_name='import_files')
    op.drop_table('import_files')
    op.drop_index(op.f('ix_claims_organisation_id'), table_name='claims')
    op.drop_table('claims')
    op.drop_index(op.f('ix_removals_website_host'), table_name='removals')
    op.drop_index(op.f('ix_removals_sort_key'), table_name='removals')
    op.drop_index(op.f('ix_removals_registry_id'), table_name='removals')
    op.drop_table('removals')
    op.drop_index('uq_organisations_registry_id_kind', table_name='organisations', postgresql_where=sa.text("status = 'published'"))
    op.drop_index(op.f('ix_organisations_website_host'), table_name='organisations')
    op.drop_index(op.f('ix_organisations_status'), table_name='organisations')
    op.drop_index(op.f('ix_organisations_import_id'), table_name='organisations')
    op.drop_index('ix_organisations_identity', table_name='organisations')
    op.drop_index(op.f('ix_organisations_changed_at'), table_name='organisations')
    op.drop_table('organisations')
    op.execute("DROP FUNCTION note_change_of_organisation()")
