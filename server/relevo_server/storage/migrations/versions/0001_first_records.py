"""First records: places, datasets, rankings, coordination, force, plans

Revision: 0001, after
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "datasets",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("layout", sa.String(), nullable=False),
        sa.Column("content_sha256", sa.String(), nullable=False),
        sa.Column("coverage", sa.Text(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("unplaced_rows", sa.Integer(), nullable=False),
        sa.Column("cut_off", sa.Date(), nullable=True),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_datasets")),
    )
    with op.batch_alter_table("datasets", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_datasets_content_sha256"), ["content_sha256"], unique=False)
        batch_op.create_index(batch_op.f("ix_datasets_created"), ["created"], unique=False)

    op.create_table(
        "operations",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("principal", sa.String(), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("time_limit_seconds", sa.Float(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("incumbent", sa.Float(), nullable=True),
        sa.Column("bound", sa.Float(), nullable=True),
        sa.Column("elapsed_seconds", sa.Float(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("cancel_requested", sa.Boolean(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("error_reason", sa.String(), nullable=True),
        sa.Column("error_message", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_operations")),
    )
    with op.batch_alter_table("operations", schema=None) as batch_op:
        batch_op.create_index("ix_operations_created_name", ["created", "name"], unique=False)
        batch_op.create_index(batch_op.f("ix_operations_state"), ["state"], unique=False)

    op.create_table(
        "rankings",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("crime_types", sa.JSON(), nullable=False),
        sa.Column("from_month", sa.Date(), nullable=False),
        sa.Column("until_month", sa.Date(), nullable=False),
        sa.Column("ranked_incidents", sa.BigInteger(), nullable=False),
        sa.Column("unplaced_incidents", sa.BigInteger(), nullable=False),
        sa.Column("ranked_municipalities", sa.Integer(), nullable=False),
        sa.Column("unknown_municipalities", sa.Integer(), nullable=False),
        sa.Column("formula", sa.Text(), nullable=False),
        sa.Column("software_version", sa.String(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_rankings")),
    )
    with op.batch_alter_table("rankings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rankings_created"), ["created"], unique=False)

    op.create_table(
        "regions",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("fusion_centre_status", sa.String(), nullable=True),
        sa.Column("fusion_centre_from", sa.Date(), nullable=True),
        sa.Column("fusion_centre_until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_regions")),
    )
    op.create_table(
        "request_ids",
        sa.Column("caller", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("request_sha256", sa.String(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("caller", "method", "request_id", name=op.f("pk_request_ids")),
    )
    with op.batch_alter_table("request_ids", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_request_ids_created"), ["created"], unique=False)

    op.create_table(
        "snapshots",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("instance", sa.Text(), nullable=False),
        sa.Column("provenance", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_snapshots")),
    )
    op.create_table(
        "count_series",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("dataset", sa.String(), nullable=False),
        sa.Column("crime_id", sa.String(), nullable=False),
        sa.Column("crime", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dataset"], ["datasets.name"], name=op.f("fk_count_series_dataset"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_count_series")),
    )
    with op.batch_alter_table("count_series", schema=None) as batch_op:
        batch_op.create_index("ix_count_series_dataset_crime_id", ["dataset", "crime_id"], unique=False)

    op.create_table(
        "meetings",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("convened_offices", sa.JSON(), nullable=False),
        sa.Column("attending_offices", sa.JSON(), nullable=False),
        sa.Column("agenda", sa.JSON(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["region"], ["regions.name"], name=op.f("fk_meetings_region")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_meetings")),
    )
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.create_index("ix_meetings_day_name", ["day", "name"], unique=False)
        batch_op.create_index(batch_op.f("ix_meetings_region"), ["region"], unique=False)

    op.create_table(
        "plans",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("ranking", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("periods", sa.Integer(), nullable=False),
        sa.Column("period_days", sa.Integer(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("bound", sa.Float(), nullable=False),
        sa.Column("stop", sa.String(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("instance_sha256", sa.String(), nullable=False),
        sa.Column("snapshot", sa.String(), nullable=False),
        sa.Column("operation", sa.String(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["operation"], ["operations.name"], name=op.f("fk_plans_operation")),
        sa.ForeignKeyConstraint(["ranking"], ["rankings.name"], name=op.f("fk_plans_ranking")),
        sa.ForeignKeyConstraint(["snapshot"], ["snapshots.name"], name=op.f("fk_plans_snapshot")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_plans")),
        sa.UniqueConstraint("operation", name=op.f("uq_plans_operation")),
    )
    with op.batch_alter_table("plans", schema=None) as batch_op:
        batch_op.create_index("ix_plans_created_name", ["created", "name"], unique=False)

    op.create_table(
        "pools",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("capability", sa.String(), nullable=False),
        sa.Column("teams", sa.Integer(), nullable=False),
        sa.Column("officers_per_team", sa.Integer(), nullable=False),
        sa.Column("rest_days", sa.Integer(), nullable=False),
        sa.Column("base_region", sa.String(), nullable=True),
        sa.Column("reach_km", sa.Float(), nullable=True),
        sa.Column("base_latitude", sa.Float(), nullable=True),
        sa.Column("base_longitude", sa.Float(), nullable=True),
        sa.Column("available_from", sa.Date(), nullable=True),
        sa.Column("available_until", sa.Date(), nullable=True),
        sa.Column("illustrative", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("available_until > available_from", name=op.f("ck_pools_availability")),
        sa.CheckConstraint("teams >= 1", name=op.f("ck_pools_teams")),
        sa.ForeignKeyConstraint(["base_region"], ["regions.name"], name=op.f("fk_pools_base_region")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_pools")),
    )
    op.create_table(
        "ranking_sources",
        sa.Column("ranking", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("dataset", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["dataset"], ["datasets.name"], name=op.f("fk_ranking_sources_dataset")),
        sa.ForeignKeyConstraint(["ranking"], ["rankings.name"], name=op.f("fk_ranking_sources_ranking")),
        sa.PrimaryKeyConstraint("ranking", "position", name=op.f("pk_ranking_sources")),
    )
    op.create_table(
        "states",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["region"], ["regions.name"], name=op.f("fk_states_region")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_states")),
    )
    with op.batch_alter_table("states", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_states_region"), ["region"], unique=False)

    op.create_table(
        "agreements",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("meeting", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("start_date", sa.Date(), nullable=False),
        sa.Column("end_date", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("end_date > start_date", name=op.f("ck_agreements_span")),
        sa.ForeignKeyConstraint(["meeting"], ["meetings.name"], name=op.f("fk_agreements_meeting")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_agreements")),
    )
    with op.batch_alter_table("agreements", schema=None) as batch_op:
        batch_op.create_index("ix_agreements_created_name", ["created", "name"], unique=False)
        batch_op.create_index(batch_op.f("ix_agreements_meeting"), ["meeting"], unique=False)

    op.create_table(
        "counts",
        sa.Column("series", sa.Integer(), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("place_key", sa.String(length=5), nullable=False),
        sa.Column("month_01", sa.Integer(), nullable=True),
        sa.Column("month_02", sa.Integer(), nullable=True),
        sa.Column("month_03", sa.Integer(), nullable=True),
        sa.Column("month_04", sa.Integer(), nullable=True),
        sa.Column("month_05", sa.Integer(), nullable=True),
        sa.Column("month_06", sa.Integer(), nullable=True),
        sa.Column("month_07", sa.Integer(), nullable=True),
        sa.Column("month_08", sa.Integer(), nullable=True),
        sa.Column("month_09", sa.Integer(), nullable=True),
        sa.Column("month_10", sa.Integer(), nullable=True),
        sa.Column("month_11", sa.Integer(), nullable=True),
        sa.Column("month_12", sa.Integer(), nullable=True),
        sa.CheckConstraint("month_01 >= 0", name=op.f("ck_counts_month_01")),
        sa.CheckConstraint("month_02 >= 0", name=op.f("ck_counts_month_02")),
        sa.CheckConstraint("month_03 >= 0", name=op.f("ck_counts_month_03")),
        sa.CheckConstraint("month_04 >= 0", name=op.f("ck_counts_month_04")),
        sa.CheckConstraint("month_05 >= 0", name=op.f("ck_counts_month_05")),
        sa.CheckConstraint("month_06 >= 0", name=op.f("ck_counts_month_06")),
        sa.CheckConstraint("month_07 >= 0", name=op.f("ck_counts_month_07")),
        sa.CheckConstraint("month_08 >= 0", name=op.f("ck_counts_month_08")),
        sa.CheckConstraint("month_09 >= 0", name=op.f("ck_counts_month_09")),
        sa.CheckConstraint("month_10 >= 0", name=op.f("ck_counts_month_10")),
        sa.CheckConstraint("month_11 >= 0", name=op.f("ck_counts_month_11")),
        sa.CheckConstraint("month_12 >= 0", name=op.f("ck_counts_month_12")),
        sa.ForeignKeyConstraint(["series"], ["count_series.number"], name=op.f("fk_counts_series")),
        sa.PrimaryKeyConstraint("series", "year", "place_key", name=op.f("pk_counts")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "municipalities",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("population", sa.BigInteger(), nullable=True),
        sa.Column("population_year", sa.Integer(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("census_officers", sa.BigInteger(), nullable=True),
        sa.Column("census_officers_year", sa.Integer(), nullable=True),
        sa.CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name=op.f("ck_municipalities_point")),
        sa.CheckConstraint("census_officers >= 0", name=op.f("ck_municipalities_census_officers")),
        sa.CheckConstraint("population >= 0", name=op.f("ck_municipalities_population")),
        sa.ForeignKeyConstraint(["state"], ["states.name"], name=op.f("fk_municipalities_state")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_municipalities")),
    )
    with op.batch_alter_table("municipalities", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_municipalities_state"), ["state"], unique=False)

    op.create_table(
        "pool_reach_regions",
        sa.Column("pool", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["pool"], ["pools.name"], name=op.f("fk_pool_reach_regions_pool")),
        sa.ForeignKeyConstraint(["region"], ["regions.name"], name=op.f("fk_pool_reach_regions_region")),
        sa.PrimaryKeyConstraint("pool", "position", name=op.f("pk_pool_reach_regions")),
    )
    op.create_table(
        "agreement_municipalities",
        sa.Column("agreement", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("municipality", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["agreement"], ["agreements.name"], name=op.f("fk_agreement_municipalities_agreement")),
        sa.ForeignKeyConstraint(
            ["municipality"], ["municipalities.name"], name=op.f("fk_agreement_municipalities_municipality")
        ),
        sa.PrimaryKeyConstraint("agreement", "position", name=op.f("pk_agreement_municipalities")),
    )
    with op.batch_alter_table("agreement_municipalities", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreement_municipalities_municipality"), ["municipality"], unique=False)

    op.create_table(
        "agreement_states",
        sa.Column("agreement", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["agreement"], ["agreements.name"], name=op.f("fk_agreement_states_agreement")),
        sa.ForeignKeyConstraint(["state"], ["states.name"], name=op.f("fk_agreement_states_state")),
        sa.PrimaryKeyConstraint("agreement", "position", name=op.f("pk_agreement_states")),
    )
    with op.batch_alter_table("agreement_states", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreement_states_state"), ["state"], unique=False)

    op.create_table(
        "capacity_reports",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("state_name", sa.String(), nullable=False),
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("municipal_officers", sa.BigInteger(), nullable=True),
        sa.Column("attributed_state_officers", sa.BigInteger(), nullable=True),
        sa.Column("certified_officers", sa.BigInteger(), nullable=True),
        sa.Column("officers_year_before", sa.BigInteger(), nullable=True),
        sa.Column("illustrative", sa.Boolean(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("return_reasons", sa.JSON(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "attributed_state_officers >= 0", name=op.f("ck_capacity_reports_attributed_state_officers")
        ),
        sa.CheckConstraint("certified_officers >= 0", name=op.f("ck_capacity_reports_certified_officers")),
        sa.CheckConstraint("municipal_officers >= 0", name=op.f("ck_capacity_reports_municipal_officers")),
        sa.CheckConstraint("officers_year_before >= 0", name=op.f("ck_capacity_reports_officers_year_before")),
        sa.ForeignKeyConstraint(
            ["municipality"], ["municipalities.name"], name=op.f("fk_capacity_reports_municipality")
        ),
        sa.ForeignKeyConstraint(["state_name"], ["states.name"], name=op.f("fk_capacity_reports_state_name")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_capacity_reports")),
    )
    with op.batch_alter_table("capacity_reports", schema=None) as batch_op:
        batch_op.create_index("ix_capacity_reports_created_name", ["created", "name"], unique=False)
        batch_op.create_index(batch_op.f("ix_capacity_reports_municipality"), ["municipality"], unique=False)
        batch_op.create_index(batch_op.f("ix_capacity_reports_state_name"), ["state_name"], unique=False)
        batch_op.create_index(
            "uq_capacity_reports_accepted",
            ["municipality"],
            unique=True,
            sqlite_where=sa.text("state = 'accepted'"),
            postgresql_where=sa.text("state = 'accepted'"),
        )

    op.create_table(
        "commitments",
        sa.Column("agreement", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.String(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("promise", sa.Text(), nullable=False),
        sa.Column("due_date", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["agreement"], ["agreements.name"], name=op.f("fk_commitments_agreement")),
        sa.PrimaryKeyConstraint("agreement", "position", name=op.f("pk_commitments")),
    )
    with op.batch_alter_table("commitments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_commitments_due_date"), ["due_date"], unique=False)
        batch_op.create_index("uq_commitments_agreement_commitment_id", ["agreement", "commitment_id"], unique=True)

    op.create_table(
        "deployments",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("agreement", sa.String(), nullable=False),
        sa.Column("start_date", sa.Date(), nullable=False),
        sa.Column("end_date", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("plan", sa.String(), nullable=True),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("end_date > start_date", name=op.f("ck_deployments_span")),
        sa.ForeignKeyConstraint(["agreement"], ["agreements.name"], name=op.f("fk_deployments_agreement")),
        sa.ForeignKeyConstraint(["municipality"], ["municipalities.name"], name=op.f("fk_deployments_municipality")),
        sa.ForeignKeyConstraint(["plan"], ["plans.name"], name=op.f("fk_deployments_plan")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_deployments")),
    )
    with op.batch_alter_table("deployments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deployments_municipality"), ["municipality"], unique=False)
        batch_op.create_index("ix_deployments_start_date_name", ["start_date", "name"], unique=False)

    op.create_table(
        "ranking_entries",
        sa.Column("ranking", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("incidents", sa.BigInteger(), nullable=False),
        sa.Column("population", sa.BigInteger(), nullable=True),
        sa.Column("rate_per_100k", sa.Float(), nullable=True),
        sa.Column("cumulative_share", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality"], ["municipalities.name"], name=op.f("fk_ranking_entries_municipality")
        ),
        sa.ForeignKeyConstraint(["ranking"], ["rankings.name"], name=op.f("fk_ranking_entries_ranking")),
        sa.PrimaryKeyConstraint("ranking", "position", name=op.f("pk_ranking_entries")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "deployment_teams",
        sa.Column("deployment", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("pool", sa.String(), nullable=False),
        sa.Column("teams", sa.Integer(), nullable=False),
        sa.CheckConstraint("teams >= 1", name=op.f("ck_deployment_teams_teams")),
        sa.ForeignKeyConstraint(["deployment"], ["deployments.name"], name=op.f("fk_deployment_teams_deployment")),
        sa.ForeignKeyConstraint(["pool"], ["pools.name"], name=op.f("fk_deployment_teams_pool")),
        sa.PrimaryKeyConstraint("deployment", "position", name=op.f("pk_deployment_teams")),
    )
    with op.batch_alter_table("deployment_teams", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deployment_teams_pool"), ["pool"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("deployment_teams", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deployment_teams_pool"))

    op.drop_table("deployment_teams")
    op.drop_table("ranking_entries")
    with op.batch_alter_table("deployments", schema=None) as batch_op:
        batch_op.drop_index("ix_deployments_start_date_name")
        batch_op.drop_index(batch_op.f("ix_deployments_municipality"))

    op.drop_table("deployments")
    with op.batch_alter_table("commitments", schema=None) as batch_op:
        batch_op.drop_index("uq_commitments_agreement_commitment_id")
        batch_op.drop_index(batch_op.f("ix_commitments_due_date"))

    op.drop_table("commitments")
    with op.batch_alter_table("capacity_reports", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_capacity_reports_accepted",
            sqlite_where=sa.text("state = 'accepted'"),
            postgresql_where=sa.text("state = 'accepted'"),
        )
        batch_op.drop_index(batch_op.f("ix_capacity_reports_state_name"))
        batch_op.drop_index(batch_op.f("ix_capacity_reports_municipality"))
        batch_op.drop_index("ix_capacity_reports_created_name")

    op.drop_table("capacity_reports")
    with op.batch_alter_table("agreement_states", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreement_states_state"))

    op.drop_table("agreement_states")
    with op.batch_alter_table("agreement_municipalities", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreement_municipalities_municipality"))

    op.drop_table("agreement_municipalities")
    op.drop_table("pool_reach_regions")
    with op.batch_alter_table("municipalities", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_municipalities_state"))

    op.drop_table("municipalities")
    op.drop_table("counts")
    with op.batch_alter_table("agreements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreements_meeting"))
        batch_op.drop_index("ix_agreements_created_name")

    op.drop_table("agreements")
    with op.batch_alter_table("states", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_states_region"))

    op.drop_table("states")
    op.drop_table("ranking_sources")
    op.drop_table("pools")
    with op.batch_alter_table("plans", schema=None) as batch_op:
        batch_op.drop_index("ix_plans_created_name")

    op.drop_table("plans")
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meetings_region"))
        batch_op.drop_index("ix_meetings_day_name")

    op.drop_table("meetings")
    with op.batch_alter_table("count_series", schema=None) as batch_op:
        batch_op.drop_index("ix_count_series_dataset_crime_id")

    op.drop_table("count_series")
    op.drop_table("snapshots")
    with op.batch_alter_table("request_ids", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_request_ids_created"))

    op.drop_table("request_ids")
    op.drop_table("regions")
    with op.batch_alter_table("rankings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rankings_created"))

    op.drop_table("rankings")
    with op.batch_alter_table("operations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_operations_state"))
        batch_op.drop_index("ix_operations_created_name")

    op.drop_table("operations")
    with op.batch_alter_table("datasets", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_datasets_created"))
        batch_op.drop_index(batch_op.f("ix_datasets_content_sha256"))

    op.drop_table("datasets")
