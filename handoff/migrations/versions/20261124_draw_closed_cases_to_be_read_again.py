"""Draw closed cases to be read again."""

import sqlalchemy as sa
from alembic import op

import handoff.db.base

revision = "54542d9e9aaa"
down_revision = "ad756203cbb3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "recheck_draws",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("closed", sa.Integer(), nullable=False),
        sa.Column("drawn", sa.Integer(), nullable=False),
        sa.Column("at", handoff.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recheck_draws")),
        sa.UniqueConstraint("month", name=op.f("uq_recheck_draws_month")),
    )
    op.create_table(
        "rechecks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("one_pair_of_eyes", sa.Boolean(), nullable=False),
        sa.Column("drawn_at", handoff.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("own_work", sa.Boolean(), nullable=False),
        sa.Column("fair", sa.Boolean(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("looked_at", handoff.db.base.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["agents.id"], name=op.f("fk_rechecks_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_rechecks_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rechecks")),
        sa.UniqueConstraint("case_id", "month", name=op.f("uq_rechecks_case_id_month")),
    )


def downgrade() -> None:
    op.drop_table("rechecks")
    op.drop_table("recheck_draws")
