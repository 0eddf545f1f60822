"""count each figure from an index"""

from alembic import op

revision = "19cccaeff83c"
down_revision = "4d6983094d41"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("case_facts", schema=None) as batch_op:
        batch_op.create_index("ix_case_facts_assessed", ["assessed_day"], unique=False)
        batch_op.create_index("ix_case_facts_first_closed", ["first_closed_day"], unique=False)

    with op.batch_alter_table("remedy_items", schema=None) as batch_op:
        batch_op.create_index("ix_remedy_items_due", ["due_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("remedy_items", schema=None) as batch_op:
        batch_op.drop_index("ix_remedy_items_due")

    with op.batch_alter_table("case_facts", schema=None) as batch_op:
        batch_op.drop_index("ix_case_facts_first_closed")
        batch_op.drop_index("ix_case_facts_assessed")
