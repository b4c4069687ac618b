# Grant rights on a table
def upgrade():
    op.execute("GRANT SELECT ON ${1:table} TO ${2:reader}")$0


def downgrade():
    op.execute("REVOKE SELECT ON ${1:table} FROM ${2:reader}")
