"""Letters about complaints that were left unfinished: about a talk instead of a case, with a way back and a way to refuse them."""

import sqlalchemy as sa
from alembic import op

import handoff.db.base

revision = "a10665bc6089"
down_revision = "20261124_letters_in"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "refused_addresses",
        sa.Column("print", sa.String(), nullable=False),
        sa.Column("at", handoff.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("print", name=op.f("pk_refused_addresses")),
    )
    op.create_table(
        "draft_links",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("made_at", handoff.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name=op.f("fk_draft_links_conversation_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_draft_links")),
    )
    with op.batch_alter_table("draft_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draft_links_conversation_id"), ["conversation_id"], unique=False)
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.add_column(sa.Column("conversation_id", sa.Integer(), nullable=True))
        batch_op.alter_column("case_id", existing_type=sa.Integer(), nullable=True)
        batch_op.create_index(batch_op.f("ix_letters_conversation_id"), ["conversation_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_letters_conversation_id"), "conversations", ["conversation_id"], ["id"]
        )
        batch_op.create_check_constraint(
            "ck_letters_about_one", sa.text("(case_id is null) <> (conversation_id is null)")
        )


def downgrade() -> None:
    op.execute("delete from letters where case_id is null")
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.drop_constraint("ck_letters_about_one", type_="check")
        batch_op.drop_constraint(batch_op.f("fk_letters_conversation_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_letters_conversation_id"))
        batch_op.alter_column("case_id", existing_type=sa.Integer(), nullable=False)
        batch_op.drop_column("conversation_id")
    with op.batch_alter_table("draft_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_draft_links_conversation_id"))
    op.drop_table("draft_links")
    op.drop_table("refused_addresses")
