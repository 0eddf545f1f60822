"""count from indexes"""

from alembic import op

revision = "454866875923"
down_revision = "a0e2d8f2968a"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("case_facts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_facts_received"))
        batch_op.create_index("ix_case_facts_received", ["received_day", "state"], unique=False)
        batch_op.create_index("ix_case_facts_subject", ["subject_id"], unique=False)

    with op.batch_alter_table("surveys", schema=None) as batch_op:
        batch_op.create_index("ix_surveys_answered", ["first_answer_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("surveys", schema=None) as batch_op:
        batch_op.drop_index("ix_surveys_answered")

    with op.batch_alter_table("case_facts", schema=None) as batch_op:
        batch_op.drop_index("ix_case_facts_subject")
        batch_op.drop_index("ix_case_facts_received")
        batch_op.create_index(batch_op.f("ix_case_facts_received"), ["received_day"], unique=False)
