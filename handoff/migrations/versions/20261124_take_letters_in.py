"""Letters that came in, and complaints that the assistant is to read."""

import sqlalchemy as sa
from alembic import op

import handoff.db.base

revision = "20261124_letters_in"
down_revision = "4a31f35bd3fc"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "received_letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("print", sa.String(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("message_id", sa.LargeBinary(), nullable=True),
        sa.Column("became", sa.String(), nullable=False),
        sa.Column("at", handoff.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_received_letters_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_received_letters")),
        sa.UniqueConstraint("print", name=op.f("uq_received_letters_print")),
    )
    with op.batch_alter_table("received_letters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_received_letters_case_id"), ["case_id"], unique=False)
    op.create_table(
        "readings",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("at", handoff.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("done_at", handoff.db.base.UTCDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_readings")),
    )
    with op.batch_alter_table("readings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_readings_at"), ["at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("readings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_readings_at"))
    op.drop_table("readings")
    with op.batch_alter_table("received_letters", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_received_letters_case_id"))
    op.drop_table("received_letters")
