"""make b"""

revision = "b"
down_revision = 'a'


def upgrade():
    pass


def downgrade():
    pass
