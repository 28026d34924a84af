"""Let the database refuse a change of state that is no legal move, whoever asks."""

from django.db import migrations

ISSUE_MOVES = (
    "flagged>caught flagged>discarded flagged>merged caught>in_progress caught>waiting caught>resolved caught>merged "
    "in_progress>resolved in_progress>waiting in_progress>caught in_progress>merged waiting>in_progress waiting>caught "
    "waiting>merged resolved>closed resolved>in_progress closed>in_progress discarded>flagged merged>flagged "
    "merged>caught merged>in_progress merged>waiting"
)
TASK_MOVES = (
    "proposed>open proposed>cancelled open>taken open>cancelled taken>doing taken>review taken>done taken>open "
    "taken>cancelled doing>review doing>done doing>open doing>cancelled review>done review>doing review>open "
    "review>cancelled"
)
HANDOFF_MOVES = "offered>accepted offered>refused offered>expired offered>withdrawn"


def _trigger(table: str, moves: str) -> str:
    legal = ", ".join(f"'{move}'" for move in moves.split())
    return f"""
CREATE FUNCTION {table}_legal_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status || '>' || NEW.status NOT IN ({legal}) THEN
        RAISE EXCEPTION '%: % is no legal move', TG_TABLE_NAME, OLD.status || '>' || NEW.status
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER {table}_legal_move BEFORE UPDATE OF status ON {table}
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION {table}_legal_move();
"""


def _drop(table: str) -> str:
    return f"DROP TRIGGER {table}_legal_move ON {table}; DROP FUNCTION {table}_legal_move();"


class Migration(migrations.Migration):
    """One trigger a table; tests hold the lists equal to lifecycle.py."""

    dependencies = [("issues", "0001_initial")]
    operations = [
        migrations.RunSQL(_trigger(table, moves), _drop(table))
        for table, moves in (
            ("issues_issue", ISSUE_MOVES),
            ("issues_task", TASK_MOVES),
            ("issues_handoff", HANDOFF_MOVES),
        )
    ]
