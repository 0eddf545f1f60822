"""check the event log in pieces"""

import sqlalchemy as sa
from alembic import op

revision = "4d6983094d41"
down_revision = "a10665bc6089"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_rounds",
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("broken", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_audit_rounds")),
    )


def downgrade() -> None:
    op.drop_table("audit_rounds")
