"""find promises of a kind by date"""

from alembic import op

revision = "4fb9091c8183"
down_revision = "454866875923"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("deadlines", schema=None) as batch_op:
        batch_op.create_index("ix_deadlines_kind_due", ["kind", "due_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("deadlines", schema=None) as batch_op:
        batch_op.drop_index("ix_deadlines_kind_due")
